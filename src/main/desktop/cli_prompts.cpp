#include "main/desktop/cli_prompts.h"

#include "platform/desktop/mapped_file.h"
#include "spanorama/app/json_rows.h"
#include "spanorama/app/prompt_call.h"

namespace spanorama {
namespace {

constexpr int kMostTried = 4;  // uses of a group

}  // namespace

Result<PromptLibrary> prompt_library(const CommandLine& line) {
  PromptLibrary library;
  if (line.prompts_path.empty()) return library;
  const auto file = MappedFile::open(line.prompts_path);
  if (!file) return file.error();
  const auto added = library.add(line.prompts_path, text_of(file.value()->bytes()));
  if (!added) return Error{added.error().message + ": " + line.prompts_path};
  return library;
}

void add_prompt_files(PromptLibrary& library, const ImportReport& report) {
  for (const SourceReport& source : report.sources)
    if (source.format == Format::prompt_file && !source.side_text.empty())
      (void)library.add(source.name, source.side_text);
}

std::string group_prompt_json(CliSources& sources, const PromptLibrary& library, const GroupTable& table,
                              const Group& group) {
  const TraceStore& store = *sources.store();
  const auto members = table.of(group);
  int tried = 0;
  std::string found = "null";
  for (auto member = members.rbegin(); member != members.rend() && tried < kMostTried; ++member, ++tried) {
    PromptView view = recover_prompt(store, SpanRow{*member}, library, sources);
    const SpanRow call = call_below(store, SpanRow{*member});
    if (view.origin == PromptOrigin::none && call != SpanRow{*member})
      view = recover_prompt(store, call, library, sources);
    if (view.origin == PromptOrigin::none) continue;
    if (view.agrees) return prompt_json(view);
    if (found == "null") found = prompt_json(view);
  }
  return found;
}

}  // namespace spanorama
