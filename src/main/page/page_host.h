// The application's host on the page: files, network, clipboard and address by JavaScript, and the bytes of sources that
// were asked for lately.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/app/host.h"

namespace spanorama {

// A block that JavaScript allocated and filled; freed with it.
class HeapBytes {
 public:
  HeapBytes() = default;
  HeapBytes(char* at, std::size_t size) : at_(at), size_(size) {}
  explicit operator bool() const { return at_ != nullptr; }
  std::string_view view() const { return {at_.get(), size_}; }

 private:
  struct Free {
    void operator()(char* at) const { std::free(at); }
  };
  std::unique_ptr<char, Free> at_;
  std::size_t size_ = 0;
};

class PageHost final : public Host {
 public:
  // `wake` asks for a frame.
  explicit PageHost(std::function<void()> wake) : wake_(std::move(wake)) {}

  void pick_files() override;
  void open_url(const std::string& url) override;
  void open_body(const std::string& name, const std::string& link, std::string body) override;
  void cancel_reading(std::uint32_t source) override;
  void close_sources(const std::vector<std::uint32_t>& sources) override;
  void read_metadata_only(std::uint32_t source) override;
  void open_kept(std::uint32_t number) override;
  void forget_kept() override;
  void set_keeping(bool on) override;
  void http_get(const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers,
                std::function<void(HttpAnswer)> done) override;
  void http_post(const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers,
                 const std::string& body, std::function<void(HttpAnswer)> done) override;
  std::optional<std::string_view> read_source(std::uint32_t source, std::uint64_t offset,
                                              std::uint64_t length) override;
  bool search_values(const std::string& query, const ValueBlock& block, const ValueAnswer& done) override;
  bool awaits_bytes() const override { return pending_ranges_ > 0; }
  bool decode_picture(std::string bytes, const std::string& type, int width_px, int height_px,
                      std::function<void(std::optional<Picture>)> done) override;
  Sounds sounds() const override { return Sounds::here; }
  void play_sound(const std::string& bytes, const std::string& type) override;
  bool save_begin(const std::string& name) override;
  bool save_bytes(std::string_view bytes) override;
  std::string save_end(bool keep) override;
  void copy_text(const std::string& text) override;
  void open_address(const std::string& address) override;
  void set_link(const std::string& fragment, bool push) override;
  std::string link_base() const override;
  UnixTime now() const override;
  int utc_offset_minutes() const override;
  bool prefers_dark() const override;

  // Bytes that were asked for have come, or cannot be had (nothing).
  void range_arrived(std::uint32_t request, HeapBytes bytes);
  void values_searched(std::uint32_t request, const std::vector<ValueHit>& hits);
  void picture_decoded(std::uint32_t request, std::optional<Picture> picture);
  void http_arrived(std::uint32_t request, HttpAnswer answer);
  // Colour scheme and zone are asked once, and again when told.
  void preferences_changed();
  // Answers that are still awaited.
  std::size_t pending() const { return pending_ranges_ + http_.size() + searches_.size() + pictures_.size(); }

 private:
  struct RangeKey {
    std::uint32_t source = 0;
    std::uint64_t offset = 0, length = 0;
    friend bool operator<(const RangeKey& a, const RangeKey& b) {
      if (a.source != b.source) return a.source < b.source;
      return a.offset != b.offset ? a.offset < b.offset : a.length < b.length;
    }
  };
  enum class RangePhase : std::uint8_t { asked, here, gone };
  struct CachedRange {
    RangeKey key;
    std::uint32_t request = 0;
    RangePhase phase = RangePhase::asked;
    HeapBytes bytes;
  };
  using RangeList = std::list<CachedRange>;  // most recently used first
  void evict();

  std::function<void()> wake_;
  RangeList ranges_;
  std::map<RangeKey, RangeList::iterator> by_key_;
  std::uint64_t cached_bytes_ = 0;
  std::size_t pending_ranges_ = 0;
  std::string saved_name_;
  std::map<std::uint32_t, std::function<void(HttpAnswer)>> http_;
  std::map<std::uint32_t, ValueAnswer> searches_;
  double searches_shown_ms_ = 0;
  std::map<std::uint32_t, std::function<void(std::optional<Picture>)>> pictures_;
  std::uint32_t next_request_ = 1;
  bool prefers_dark_ = true;
  int utc_offset_minutes_ = 0;
};

}  // namespace spanorama
