#include "side_file_reader.h"

#include "../issues.h"
#include "spanorama/ingest/prices.h"
#include "spanorama/ingest/prompts.h"

namespace spanorama {

Result<void> SideFileReader::push(ByteSpan chunk) {
  report_.bytes += chunk.size();
  if (text_.size() + chunk.size() > kMostSideFileBytes)
    return Error{"A file of prompts or prices of more than 4 MB is not read"};
  text_.append(text_of(chunk));
  return {};
}

Result<void> SideFileReader::finish() {
  std::string mistake;
  if (format_ == Format::prompt_file) {
    const auto prompts = read_prompts(text_);
    if (prompts) report_.records = prompts.value().size();
    if (!prompts) mistake = prompts.error().message;
  } else {
    const auto prices = prices_with({}, text_);
    if (prices) report_.records = prices.value().size();
    if (!prices) mistake = prices.error().message;
  }
  if (mistake.empty())
    report_.side_text = std::move(text_);
  else
    report_.add(issues::kSideFile, 0, 0, mistake);
  return {};
}

}  // namespace spanorama
