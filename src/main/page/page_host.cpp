#include "main/page/page_host.h"

#include <emscripten/emscripten.h>

#include <chrono>

#include "main/page/page_js.h"
#include "spanorama/base/json_text.h"

namespace spanorama {
namespace {

constexpr std::uint64_t kCacheBytes = 64u << 20;

std::string json_of(const std::vector<std::pair<std::string, std::string>>& headers) {
  std::string out = "{";
  for (const auto& [name, value] : headers) {
    if (out.size() > 1) out += ',';
    append_json_string(out, name);
    out += ':';
    append_json_string(out, value);
  }
  return out + "}";
}

}  // namespace

void PageHost::pick_files() { page::pick_files(); }
void PageHost::open_url(const std::string& url) { page::open_url(url); }

void PageHost::open_body(const std::string& name, const std::string& link, std::string body) {
  page::open_body(name, link, body);
}

void PageHost::cancel_reading(std::uint32_t source) { page::cancel_reading(source); }

void PageHost::close_sources(const std::vector<std::uint32_t>& sources) {
  std::string ids = "[";
  for (const std::uint32_t id : sources) ids += (ids.size() > 1 ? "," : "") + std::to_string(id);
  page::close_sources(ids + "]");
}

void PageHost::read_metadata_only(std::uint32_t source) { page::read_metadata_only(source); }
void PageHost::open_kept(std::uint32_t number) { page::open_kept(number); }
void PageHost::forget_kept() { page::forget_kept(); }
void PageHost::set_keeping(bool on) { page::set_keeping(on); }

void PageHost::http_get(const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers,
                        std::function<void(HttpAnswer)> done) {
  const std::uint32_t request = next_request_++;
  http_.emplace(request, std::move(done));
  page::http_get(request, url, json_of(headers));
}

void PageHost::http_post(const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers,
                         const std::string& body, std::function<void(HttpAnswer)> done) {
  const std::uint32_t request = next_request_++;
  http_.emplace(request, std::move(done));
  page::http_post(request, url, json_of(headers), body);
}

void PageHost::http_arrived(std::uint32_t request, HttpAnswer answer) {
  const auto found = http_.find(request);
  if (found == http_.end()) return;
  const auto done = std::move(found->second);
  http_.erase(found);
  done(std::move(answer));
  wake_();
}

std::optional<std::string_view> PageHost::read_source(std::uint32_t source, std::uint64_t offset,
                                                      std::uint64_t length) {
  const RangeKey key{source, offset, length};
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    ranges_.splice(ranges_.begin(), ranges_, found->second);
    if (found->second->phase != RangePhase::here) return std::nullopt;
    return found->second->bytes.view();
  }
  ranges_.push_front({key, next_request_++, RangePhase::asked, {}});
  by_key_.emplace(key, ranges_.begin());
  ++pending_ranges_;
  page::read_range(ranges_.front().request, source, offset, length);
  return std::nullopt;
}

void PageHost::range_arrived(std::uint32_t request, HeapBytes bytes) {
  --pending_ranges_;
  for (CachedRange& range : ranges_) {
    if (range.request != request) continue;
    range.phase = bytes ? RangePhase::here : RangePhase::gone;
    range.bytes = std::move(bytes);
    cached_bytes_ += range.bytes.view().size();
    break;
  }
  evict();
  wake_();
}

// The least recently used ranges go first; the newest stays however large it is.
void PageHost::evict() {
  while (cached_bytes_ > kCacheBytes && ranges_.size() > 1) {
    const CachedRange& last = ranges_.back();
    if (last.phase == RangePhase::asked) {  // its answer is on the way
      ranges_.splice(ranges_.begin(), ranges_, std::prev(ranges_.end()));
      if (pending_ranges_ >= ranges_.size()) return;
      continue;
    }
    cached_bytes_ -= last.bytes.view().size();
    by_key_.erase(last.key);
    ranges_.pop_back();
  }
}

bool PageHost::search_values(const std::string& query, const ValueBlock& block, const ValueAnswer& done) {
  std::vector<std::uint32_t> values;  // offset, length and encoding of each
  values.reserve(3 * block.values.size());
  for (const ValueBlock::Value& value : block.values)
    values.insert(values.end(), {value.offset, value.length, static_cast<std::uint32_t>(value.encoding)});
  const std::uint32_t request = next_request_++;
  searches_.emplace(request, done);
  page::search_values(request, query, block.counts, block.source, block.offset, block.length, values);
  return true;
}

void PageHost::values_searched(std::uint32_t request, const std::vector<ValueHit>& hits) {
  const auto found = searches_.find(request);
  if (found == searches_.end()) return;
  const ValueAnswer done = std::move(found->second);
  searches_.erase(found);
  done(hits);
  // An answer may ask for the next block. What is found meanwhile is shown now and then, and when all has been answered.
  constexpr double kShowEveryMs = 100;
  const double now_ms = emscripten_get_now();
  if (!searches_.empty() && now_ms - searches_shown_ms_ < kShowEveryMs) return;
  searches_shown_ms_ = now_ms;
  wake_();
}

bool PageHost::decode_picture(std::string bytes, const std::string& type, int width_px, int height_px,
                              std::function<void(std::optional<Picture>)> done) {
  const std::uint32_t request = next_request_++;
  pictures_.emplace(request, std::move(done));
  page::decode_picture(request, bytes, type, width_px, height_px);
  return true;
}

void PageHost::picture_decoded(std::uint32_t request, std::optional<Picture> picture) {
  const auto found = pictures_.find(request);
  if (found == pictures_.end()) return;
  const auto done = std::move(found->second);
  pictures_.erase(found);
  done(std::move(picture));
  wake_();
}

void PageHost::play_sound(const std::string& bytes, const std::string& type) { page::play_sound(bytes, type); }

bool PageHost::save_begin(const std::string& name) {
  saved_name_ = name;
  page::save_begin(name);
  return true;
}

bool PageHost::save_bytes(std::string_view bytes) {
  page::save_bytes(bytes);
  return true;
}

std::string PageHost::save_end(bool keep) {
  page::save_end(keep);
  return keep ? saved_name_ : "";
}

void PageHost::copy_text(const std::string& text) { page::copy_text(text); }
void PageHost::open_address(const std::string& address) { page::open_address(address); }
void PageHost::set_link(const std::string& fragment, bool push) { page::set_link(fragment, push); }
std::string PageHost::link_base() const { return page::link_base(); }

UnixTime PageHost::now() const {
  using namespace std::chrono;
  return {duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count()};
}

int PageHost::utc_offset_minutes() const { return utc_offset_minutes_; }
bool PageHost::prefers_dark() const { return prefers_dark_; }

void PageHost::preferences_changed() {
  prefers_dark_ = page::prefers_dark();
  utc_offset_minutes_ = page::utc_offset_minutes();
}

}  // namespace spanorama
