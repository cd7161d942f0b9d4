// What is known of the prompt behind a call: its template, the values of its variables, and the text that was sent.
//
//   PromptLibrary library;
//   library.add("prompts.json", text);
//   PromptView view = recover_prompt(store, span, library, payloads);
//
// In this order: what the source recorded; a loaded prompt file, by name and version (a call that names no version runs
// the one in production; one that names no prompt is compared with all of them); what the texts of several calls of the
// same prompt and version have in common.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/base/result.h"
#include "spanorama/model/payload_text.h"
#include "spanorama/model/prompt_template.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

enum class PromptOrigin : std::uint8_t { none, recorded, file, derived };
std::string_view name_of(PromptOrigin origin);  // "none", "recorded", "file", "derived"

class PromptLibrary {
 public:
  // An error when the text is no prompt file. Later files go before earlier ones.
  Result<void> add(std::string file, std::string_view json);
  bool empty() const { return entries_.empty(); }

  struct Entry {
    std::string file;
    PromptVersion prompt;
  };
  // Of that name and version; "v3" and "3" are the same version. Without a version the one in production, else the last
  // in its file. O(entries).
  const Entry* find(std::string_view name, std::string_view version) const;
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_;
};

struct PromptView {
  PromptOrigin origin = PromptOrigin::none;
  std::string file;  // of a loaded template
  std::string name, version;
  std::uint32_t calls = 0;  // of a derived one: whose texts were compared
  std::vector<PromptMessage> template_messages;
  std::vector<std::string> told_names;  // names that count as placeholders in further spellings (template_parts)
  std::vector<TemplateVariable> variables;
  std::vector<PromptMessage> resolved;  // what was sent before the first answer
  bool agrees = false;                  // the template with the values gives the resolved text
  bool waiting = false;                 // some texts are not at hand yet: ask again
};

// Deriving reads the content of at most kMostTemplateSamples calls, those nearest to the span, and looks for them among
// at most 100,000 spans around it; with `derive` false that is left out. Of a prompt the first 16 messages are
// compared, of each the first 256 KiB. O(attributes and payloads of the calls that are read).
PromptView recover_prompt(const TraceStore& store, SpanRow span, const PromptLibrary& library, PayloadSource& payloads,
                          bool derive = true);

}  // namespace spanorama
