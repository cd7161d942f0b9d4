// Small files and texts that people write, paste or get from others: price, prompt and view files, filters, links, and
// the pictures of messages. The first byte chooses.
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz_readers.h"
#include "spanorama/app/deep_link.h"
#include "spanorama/app/saved_views.h"
#include "spanorama/base/bidi.h"
#include "spanorama/base/media.h"
#include "spanorama/ingest/prices.h"
#include "spanorama/ingest/prompts.h"
#include "spanorama/query/filter.h"

namespace spanorama {
namespace {

void fuzz_filter(std::string_view text) {
  const ReadableFilter read = read_filter(text, UnixTime{1'790'000'000'000'000'000});
  const Result<Filter> again = parse_filter(print(read.filter));
  fuzz_check(again && again.value() == read.filter);
}

void fuzz_views(std::string_view text) {
  const Result<ViewsFile> file = read_views_file(text);
  if (!file) return;
  const Result<ViewsFile> again = read_views_file(views_file(file.value().views));
  fuzz_check(again && again.value().views == file.value().views);
}

void fuzz_link(std::string_view text) {
  const DeepLink link = parse_link(text);
  fuzz_check(print(parse_link(print(link))) == print(link));
}

void fuzz_media(std::string_view text) {
  const Media media = media_from(text, {}, 1 << 20);
  type_of_bytes(media.bytes);
  picture_size(media.bytes);
  picture_size(text);
}

void fuzz_bidi(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  std::size_t covered = 0;
  for (const TextRun& run : BidiParagraph(text).line(0, text.size())) {
    if (run.right_to_left) shape_right_to_left(text.substr(run.begin, run.end - run.begin));
    covered += run.end - run.begin;
  }
  fuzz_check(covered == text.size());
}

}  // namespace
}  // namespace spanorama

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace spanorama;
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  switch (data[0] % 7) {
    case 0: static_cast<void>(prices_with(PriceTable(), text)); break;
    case 1: static_cast<void>(read_prompts(text)); break;
    case 2: fuzz_views(text); break;
    case 3: fuzz_filter(text); break;
    case 4: fuzz_link(text); break;
    case 5: fuzz_media(text); break;
    default: fuzz_bidi(text); break;
  }
  return 0;
}
