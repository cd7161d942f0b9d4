// A host that remembers what it was asked and answers with what the test gave it.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "spanorama/app/host.h"

namespace spanorama::test {

class FakeHost : public Host {
 public:
  // URL prefix -> answer; the longest prefix that fits wins.
  std::map<std::string, HttpAnswer> answers;
  std::vector<std::string> asked;                   // URLs of http_get
  std::vector<std::pair<std::string, bool>> links;  // fragment, pushed
  std::vector<std::string> opened_urls, copied, addresses;
  std::vector<std::pair<std::string, std::string>> opened_bodies;  // link, body
  std::vector<std::uint32_t> closed, cancelled;
  int picks = 0;
  bool dark = true;
  std::string page = "https://viewer.example/app/";
  std::map<std::uint32_t, std::string> sources;  // bytes by id

  void pick_files() override { ++picks; }
  void open_url(const std::string& url) override { opened_urls.push_back(url); }
  void open_body(const std::string&, const std::string& link, std::string body) override {
    opened_bodies.emplace_back(link, std::move(body));
  }
  void cancel_reading(std::uint32_t source) override { cancelled.push_back(source); }
  void close_sources(const std::vector<std::uint32_t>& ids) override {
    closed.insert(closed.end(), ids.begin(), ids.end());
  }
  std::vector<std::string> keeping;  // what was asked of what is kept
  void open_kept(std::uint32_t number) override { keeping.push_back("open " + std::to_string(number)); }
  void forget_kept() override { keeping.emplace_back("forget"); }
  void set_keeping(bool on) override { keeping.emplace_back(on ? "on" : "off"); }
  void http_get(const std::string& url, const std::vector<std::pair<std::string, std::string>>&,
                std::function<void(HttpAnswer)> done) override {
    asked.push_back(url);
    for (auto at = answers.rbegin(); at != answers.rend(); ++at)
      if (url.starts_with(at->first)) return done(at->second);
    done({0, "", "", "connection refused"});
  }
  // Bodies of http_post in order, with the headers as lines; answered at once by `answers`, or by the test when it holds them.
  struct Post {
    std::string url, headers, body;
    std::function<void(HttpAnswer)> done;
  };
  std::vector<Post> posts;
  bool holds_posts = false;
  void http_post(const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers,
                 const std::string& body, std::function<void(HttpAnswer)> done) override {
    std::string lines;
    for (const auto& [name, value] : headers) lines += name + ": " + value + "\n";
    posts.push_back({url, lines, body, done});
    if (!holds_posts) http_get(url, headers, done);
  }
  std::optional<std::string_view> read_source(std::uint32_t source, std::uint64_t offset,
                                              std::uint64_t length) override {
    const auto found = sources.find(source);
    if (found == sources.end() || offset > found->second.size() || length > found->second.size() - offset)
      return std::nullopt;
    return std::string_view(found->second).substr(offset, length);
  }
  bool search_values(const std::string& query, const ValueBlock& block, const ValueAnswer& done) override {
    if (!takes_searches) return false;
    searches.push_back({query, block, done});
    return true;
  }
  struct Search {
    std::string query;
    ValueBlock block;
    ValueAnswer done;
  };
  bool takes_searches = false;
  std::deque<Search> searches;  // answered by the test; an answer may bring the next one
  bool awaits_bytes() const override { return awaited; }
  bool save_begin(const std::string& name) override {
    saved_name = name;
    saved.clear();
    return saves;
  }
  bool save_bytes(std::string_view bytes) override {
    saved += bytes;
    return saved.size() <= room;
  }
  std::string save_end(bool keep) override {
    if (!keep) saved.clear();
    return keep ? "downloads/" + saved_name : "";
  }
  bool awaited = false, saves = true;
  std::size_t room = SIZE_MAX;
  std::string saved_name, saved;
  void copy_text(const std::string& text) override { copied.push_back(text); }
  void open_address(const std::string& address) override { addresses.push_back(address); }
  void set_link(const std::string& fragment, bool push) override { links.emplace_back(fragment, push); }
  std::string link_base() const override { return page; }
  UnixTime time{1785542400000000000};
  UnixTime now() const override { return time; }
  int utc_offset_minutes() const override { return 0; }
  bool prefers_dark() const override { return dark; }
};

}  // namespace spanorama::test
