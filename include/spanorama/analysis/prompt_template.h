// Templates with placeholders, the values that filled them, and templates worked out from several texts.
//
//   const auto parts = template_parts("Answer {{question}} in {{language}}.");
//   std::vector<TemplateVariable> found;
//   bind_template(parts, "Answer why? in French.", found)   // true: question = "why?", language = "French"
//
// A placeholder is {{name}}, of letters, digits and underscores, without spaces.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/model/prompt_template.h"

namespace spanorama {

struct TemplatePart {
  std::string_view text;   // a literal, or the name of a placeholder; points into the template
  std::string_view whole;  // as it stands in the template
  bool placeholder = false;
};

// Literals and placeholders in turn; neighbouring literals are one part. Of the names in `known`, which some source told
// to be variables, {name}, {{ name }} and ${name} count as well. O(text); at most 1,000 placeholders, what follows is
// literal.
std::vector<TemplatePart> template_parts(std::string_view text, std::span<const std::string> known = {});

// Finds the values with which the template becomes `resolved`, white space at both ends and the kind of line break aside.
// `variables` gets every placeholder's name, in order, with its value; values that are in there already are kept and must
// fit. False when there are no such values: then those up to the place where the texts part are given, the others are
// missing. Where several values fit, the first literal behind a placeholder ends it; of placeholders without a text
// between them the first takes all. O(template + resolved) but for texts in which literals recur: there at most 256
// other places are tried.
bool bind_template(std::span<const TemplatePart> parts, std::string_view resolved,
                   std::vector<TemplateVariable>& variables);

// The template with its values; missing ones stay as they are written.
std::string substituted(std::span<const TemplatePart> parts, std::span<const TemplateVariable> variables);

// Without white space at both ends, and with \n for \r\n.
std::string comparable_text(std::string_view text);

// Limits of derive_template.
inline constexpr std::size_t kMostTemplateSamples = 16;
inline constexpr std::size_t kMostTemplateWords = 4000;

// What messages of several calls have in common, the rest as placeholders: named by the label before them ("Question:"
// gives {{question}}), else numbered. Samples of other roles than the first are left out. Nothing with fewer than two
// samples, or when they have too little text in common. Of each text the first 4,000 words and marks are compared and the
// rest is a variable; of at most 16 samples. O(samples * differing words²), differing stretches of over 700 words are
// taken as a whole.
std::optional<std::vector<PromptMessage>> derive_template(std::span<const std::vector<PromptMessage>> samples);

}  // namespace spanorama
