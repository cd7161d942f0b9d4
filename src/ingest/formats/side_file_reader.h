// Files that hold no traces but what traces are read with: prompts and prices. Their text is kept whole in the report,
// for whoever uses it; the report's records are the prompts or prices in it.
#pragma once

#include <string>

#include "spanorama/ingest/reader.h"

namespace spanorama {

class SideFileReader final : public Reader {
 public:
  SideFileReader(ReadTarget target, Format format) : report_(target.report), format_(format) {}

  Result<void> push(ByteSpan chunk) override;
  Result<void> finish() override;

 private:
  SourceReport& report_;
  const Format format_;
  std::string text_;
};

}  // namespace spanorama
