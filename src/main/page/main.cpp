// app.wasm: the program on the page. web/program.js calls these functions. Memory that JavaScript hands over
// (`at`, from malloc) belongs to the callee.
#include <emscripten/emscripten.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "main/page/page_program.h"

using namespace spanorama;

namespace {

// The one program of this page; exported functions have nowhere else to keep it.
struct Page {
  std::unique_ptr<PageProgram> program;
  std::string fonts[3];  // regular, semibold, mono; Dear ImGui reads from them as long as it lives
  std::string answer;    // of the last call
};

Page& the_page() {
  static Page page;
  return page;
}

std::string taken_text(char* at, std::uint32_t bytes) {
  std::string text(at, bytes);
  std::free(at);
  return text;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void page_font(std::uint32_t place, char* at, std::uint32_t bytes) {
  if (place < 3) the_page().fonts[place] = taken_text(at, bytes);
}

// Empty, or a sentence why the page cannot run.
EMSCRIPTEN_KEEPALIVE const char* page_start() {
  Page& page = the_page();
  page.answer.clear();
  page.program = PageProgram::start({page.fonts[0], page.fonts[1], page.fonts[2]}, page.answer);
  return page.answer.c_str();
}

EMSCRIPTEN_KEEPALIVE void page_tell(const char* kind, const char* values_json) {
  the_page().program->tell(kind, values_json);
}

// JSON; valid until the next call.
EMSCRIPTEN_KEEPALIVE const char* page_call(const char* method, const char* args_json) {
  Page& page = the_page();
  page.answer = page.program->call(method, args_json);
  return page.answer.c_str();
}

// Memory for a store's blob, aligned as its sections are; null when full.
EMSCRIPTEN_KEEPALIVE void* page_blob_room(std::uint32_t bytes) {
  constexpr std::size_t kAlignment = 16;
  return std::aligned_alloc(kAlignment, (bytes + kAlignment - 1) / kAlignment * kAlignment);
}

EMSCRIPTEN_KEEPALIVE void page_adopt_store(char* at, std::uint32_t bytes, char* report_at, std::uint32_t report_bytes) {
  const std::shared_ptr<const void> owner(at, [](void* memory) { std::free(memory); });
  const std::string report = taken_text(report_at, report_bytes);
  the_page().program->adopt_store(owner, bytes_of({at, bytes}), report);
}

// The values that pass: place and times of each; the program frees nothing.
EMSCRIPTEN_KEEPALIVE void page_values_searched(std::uint32_t request, const std::uint32_t* numbers,
                                               std::uint32_t count) {
  std::vector<ValueHit> hits(count);
  for (std::uint32_t i = 0; i < count; ++i) hits[i] = {numbers[2 * i], numbers[2 * i + 1]};
  the_page().program->host().values_searched(request, hits);
}

EMSCRIPTEN_KEEPALIVE void page_range_arrived(std::uint32_t request, char* at, std::uint32_t bytes) {
  the_page().program->host().range_arrived(request, HeapBytes(at, bytes));
}

// `at`: rows of RGBA; none when the picture is damaged.
EMSCRIPTEN_KEEPALIVE void page_picture_decoded(std::uint32_t request, int width_px, int height_px,
                                               const unsigned char* at) {
  std::optional<Picture> picture;
  if (at != nullptr) {
    const std::size_t bytes = std::size_t{4} * static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px);
    picture = Picture{width_px, height_px, {at, at + bytes}};
  }
  the_page().program->host().picture_decoded(request, std::move(picture));
}

EMSCRIPTEN_KEEPALIVE void page_http_arrived(std::uint32_t request, int status, const char* type, char* at,
                                            std::uint32_t bytes, const char* error) {
  HttpAnswer answer;
  answer.status = status;
  answer.content_type = type;
  answer.body = taken_text(at, bytes);
  answer.error = error;
  the_page().program->host().http_arrived(request, std::move(answer));
}

EMSCRIPTEN_KEEPALIVE int page_busy() { return the_page().program->busy() ? 1 : 0; }
EMSCRIPTEN_KEEPALIVE void page_request_frame() { the_page().program->request_frame(); }

}  // extern "C"

int main() { return 0; }
