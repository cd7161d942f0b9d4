// What the program asks of the page; web/host_calls.js answers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spanorama::page {

void pick_files();
void open_url(const std::string& url);
void open_body(const std::string& name, const std::string& link, std::string_view body);
void cancel_reading(std::uint32_t source);
void close_sources(const std::string& ids_json);
void read_metadata_only(std::uint32_t source);
void open_kept(std::uint32_t number);
void forget_kept();
void set_keeping(bool on);
// Answered by page_range_arrived and page_http_arrived with the same request number.
void read_range(std::uint32_t request, std::uint32_t source, std::uint64_t offset, std::uint64_t length);
// `values`: offset, length and encoding of each, in the block. Answered by page_values_searched.
void search_values(std::uint32_t request, const std::string& query, bool counts, std::uint32_t source,
                   std::uint64_t offset, std::uint64_t length, const std::vector<std::uint32_t>& values);
void http_get(std::uint32_t request, const std::string& url, const std::string& headers_json);
void http_post(std::uint32_t request, const std::string& url, const std::string& headers_json, const std::string& body);
// A file in pieces; the browser offers it as a download at its end, or forgets it.
void decode_picture(std::uint32_t request, std::string_view bytes, const std::string& type, int width_px,
                    int height_px);
void play_sound(std::string_view bytes, const std::string& type);  // no bytes: stops
void save_begin(const std::string& name);
void save_bytes(std::string_view bytes);
void save_end(bool keep);
void copy_text(const std::string& text);
void open_address(const std::string& address);
void set_link(const std::string& fragment, bool push);
std::string link_base();
bool prefers_dark();
bool reduced_motion();
bool touch();
int utc_offset_minutes();
std::string load_layout();
void save_layout(const std::string& text);
// Tells scripts that listen; `value` is JSON.
void emit(const char* event, const std::string& value_json);
void frame_drawn();

}  // namespace spanorama::page
