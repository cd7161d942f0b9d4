// Prompts before and after their variables were filled in. Plain data: `ingest` reads templates from files, `analysis`
// matches and derives them, `app` puts together what is known of one call.
#pragma once

#include <string>
#include <vector>

namespace spanorama {

struct PromptMessage {
  std::string role;  // empty: a template that is one text
  std::string text;
  friend bool operator==(const PromptMessage&, const PromptMessage&) = default;
};

// One version of a prompt in a prompt file.
struct PromptVersion {
  std::string name, version;
  bool production = false;  // what a call runs that names no version
  std::vector<PromptMessage> messages;
};

struct TemplateVariable {
  std::string name, value;
  bool missing = true;  // no value is known
};

}  // namespace spanorama
