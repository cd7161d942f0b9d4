#include "main/page/page_js.h"

#include <emscripten/em_js.h>
#include <emscripten/emscripten.h>

#include <cstdlib>

// The bodies are JavaScript, whose operators the formatter would take apart.
// clang-format off
EM_JS(void, host_pick_files, (), { Module["host"].pickFiles(); })
EM_JS(void, host_open_url, (const char* url), { Module["host"].openUrl(UTF8ToString(url)); })
EM_JS(void, host_open_body, (const char* name, const char* link, const char* at, unsigned bytes), {
  const body = HEAPU8.slice(at >>> 0, (at >>> 0) + (bytes >>> 0));
  Module["host"].openBody(UTF8ToString(name), UTF8ToString(link), body);
})
EM_JS(void, host_cancel_reading, (unsigned source), { Module["host"].cancelReading(source >>> 0); })
EM_JS(void, host_close_sources, (const char* ids), { Module["host"].closeSources(JSON.parse(UTF8ToString(ids))); })
EM_JS(void, host_read_metadata_only, (unsigned source), { Module["host"].readMetadataOnly(source >>> 0); })
EM_JS(void, host_open_kept, (unsigned number), { Module["host"].openKept(number >>> 0); })
EM_JS(void, host_forget_kept, (), { Module["host"].forgetKept(); })
EM_JS(void, host_set_keeping, (int on), { Module["host"].setKeeping(on !== 0); })
EM_JS(void, host_read_range, (unsigned request, unsigned source, double offset, double length), {
  Module["host"].readRange(request >>> 0, source >>> 0, offset, length);
})
EM_JS(void, host_search_values, (unsigned request, const char* query, int counts, unsigned source, double offset,
                                 double length, const unsigned* values, unsigned count), {
  const at = values >>> 2;
  const copy = HEAPU32.slice(at, at + (count >>> 0));
  Module["host"].searchValues(request >>> 0, UTF8ToString(query), counts !== 0, source >>> 0, offset, length, copy);
})
EM_JS(void, host_http_get, (unsigned request, const char* url, const char* headers), {
  Module["host"].httpGet(request >>> 0, UTF8ToString(url), JSON.parse(UTF8ToString(headers)));
})
EM_JS(void, host_http_post, (unsigned request, const char* url, const char* headers, const char* body), {
  Module["host"].httpPost(request >>> 0, UTF8ToString(url), JSON.parse(UTF8ToString(headers)), UTF8ToString(body));
})
EM_JS(void, host_open_address, (const char* address), {
  window.open(UTF8ToString(address), "_blank", "noopener,noreferrer");
})
EM_JS(void, host_decode_picture, (unsigned request, const char* at, unsigned bytes, const char* type, int width, int height), {
  const copy = HEAPU8.slice(at >>> 0, (at >>> 0) + (bytes >>> 0));
  Module["host"].decodePicture(request >>> 0, copy, UTF8ToString(type), width, height);
})
EM_JS(void, host_play_sound, (const char* at, unsigned bytes, const char* type), {
  Module["host"].playSound(HEAPU8.slice(at >>> 0, (at >>> 0) + (bytes >>> 0)), UTF8ToString(type));
})
EM_JS(void, host_save_begin, (const char* name), { Module["host"].saveBegin(UTF8ToString(name)); })
EM_JS(void, host_save_bytes, (const char* at, unsigned bytes), {
  Module["host"].saveBytes(HEAPU8.slice(at >>> 0, (at >>> 0) + (bytes >>> 0)));
})
EM_JS(void, host_save_end, (int keep), { Module["host"].saveEnd(keep !== 0); })
EM_JS(void, host_copy_text, (const char* text), { Module["host"].copyText(UTF8ToString(text)); })
EM_JS(void, host_set_link, (const char* fragment, int push), {
  Module["host"].setLink(UTF8ToString(fragment), push !== 0);
})
// Text results: zero-terminated in memory that the caller frees.
EM_JS(char*, host_text, (const char* name), {
  const text = Module["host"][UTF8ToString(name)]();
  const bytes = lengthBytesUTF8(text) + 1;
  const at = _malloc(bytes);
  stringToUTF8(text, at, bytes);
  return at;
})
EM_JS(int, host_bool, (const char* name), { return Module["host"][UTF8ToString(name)]() ? 1 : 0; })
EM_JS(int, host_utc_offset, (), { return -new Date().getTimezoneOffset(); })
EM_JS(void, host_save_layout, (const char* text), { Module["host"].saveLayout(UTF8ToString(text)); })
EM_JS(void, host_emit, (const char* event, const char* value), {
  Module["host"].emit(UTF8ToString(event), JSON.parse(UTF8ToString(value)));
})
EM_JS(void, host_frame_drawn, (), { Module["host"].frameDrawn(); })
// clang-format on

namespace spanorama::page {
namespace {

std::string text_result(const char* name) {
  char* at = host_text(name);
  std::string text = at ? at : "";
  std::free(at);
  return text;
}

}  // namespace

void pick_files() { host_pick_files(); }
void open_url(const std::string& url) { host_open_url(url.c_str()); }
void open_body(const std::string& name, const std::string& link, std::string_view body) {
  host_open_body(name.c_str(), link.c_str(), body.data(), static_cast<unsigned>(body.size()));
}
void cancel_reading(std::uint32_t source) { host_cancel_reading(source); }
void close_sources(const std::string& ids_json) { host_close_sources(ids_json.c_str()); }
void read_metadata_only(std::uint32_t source) { host_read_metadata_only(source); }
void open_kept(std::uint32_t number) { host_open_kept(number); }
void forget_kept() { host_forget_kept(); }
void set_keeping(bool on) { host_set_keeping(on ? 1 : 0); }
void read_range(std::uint32_t request, std::uint32_t source, std::uint64_t offset, std::uint64_t length) {
  host_read_range(request, source, static_cast<double>(offset), static_cast<double>(length));
}
void search_values(std::uint32_t request, const std::string& query, bool counts, std::uint32_t source,
                   std::uint64_t offset, std::uint64_t length, const std::vector<std::uint32_t>& values) {
  host_search_values(request, query.c_str(), counts ? 1 : 0, source, static_cast<double>(offset),
                     static_cast<double>(length), values.data(), static_cast<unsigned>(values.size()));
}
void http_get(std::uint32_t request, const std::string& url, const std::string& headers_json) {
  host_http_get(request, url.c_str(), headers_json.c_str());
}
void http_post(std::uint32_t request, const std::string& url, const std::string& headers_json,
               const std::string& body) {
  host_http_post(request, url.c_str(), headers_json.c_str(), body.c_str());
}
void decode_picture(std::uint32_t request, std::string_view bytes, const std::string& type, int width_px,
                    int height_px) {
  host_decode_picture(request, bytes.data(), static_cast<unsigned>(bytes.size()), type.c_str(), width_px, height_px);
}
void play_sound(std::string_view bytes, const std::string& type) {
  host_play_sound(bytes.data(), static_cast<unsigned>(bytes.size()), type.c_str());
}
void save_begin(const std::string& name) { host_save_begin(name.c_str()); }
void save_bytes(std::string_view bytes) { host_save_bytes(bytes.data(), static_cast<unsigned>(bytes.size())); }
void save_end(bool keep) { host_save_end(keep ? 1 : 0); }
void copy_text(const std::string& text) { host_copy_text(text.c_str()); }
void open_address(const std::string& address) { host_open_address(address.c_str()); }
void set_link(const std::string& fragment, bool push) { host_set_link(fragment.c_str(), push ? 1 : 0); }
std::string link_base() { return text_result("linkBase"); }
bool prefers_dark() { return host_bool("prefersDark") != 0; }
bool reduced_motion() { return host_bool("reducedMotion") != 0; }
bool touch() { return host_bool("touch") != 0; }
int utc_offset_minutes() { return host_utc_offset(); }
std::string load_layout() { return text_result("loadLayout"); }
void save_layout(const std::string& text) { host_save_layout(text.c_str()); }
void emit(const char* event, const std::string& value_json) { host_emit(event, value_json.c_str()); }
void frame_drawn() { host_frame_drawn(); }

}  // namespace spanorama::page
