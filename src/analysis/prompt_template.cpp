#include "spanorama/analysis/prompt_template.h"

#include <algorithm>

#include "spanorama/base/trimmed.h"

namespace spanorama {
namespace {

constexpr std::size_t kMostPlaceholders = 1000;
constexpr int kMostOtherPlaces = 256;

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::size_t name_length(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && is_name_char(text[n])) ++n;
  return n;
}

// A placeholder at the start of `text`; of size 0 when there is none.
TemplatePart placeholder_at(std::string_view text, std::span<const std::string> known) {
  const auto is_known = [&](std::string_view name) {
    return std::find(known.begin(), known.end(), name) != known.end();
  };
  const auto part = [&](std::size_t at, std::size_t length, std::size_t whole) {
    return TemplatePart{text.substr(at, length), text.substr(0, whole), true};
  };
  if (text.substr(0, 2) == "{{") {
    const std::size_t n = name_length(text.substr(2));
    if (n != 0 && text.substr(2 + n, 2) == "}}") return part(2, n, n + 4);
  }
  if (known.empty()) return {};
  const std::string_view open = text.substr(0, 2) == "{{" ? "{{" : text[0] == '$' ? "${" : "{";
  const std::string_view close = open == "{{" ? "}}" : "}";
  if (text.substr(0, open.size()) != open) return {};
  std::size_t at = open.size();
  while (at < text.size() && text[at] == ' ') ++at;
  const std::size_t n = name_length(text.substr(at));
  std::size_t end = at + n;
  while (end < text.size() && text[end] == ' ') ++end;
  if (n == 0 || text.substr(end, close.size()) != close || !is_known(text.substr(at, n))) return {};
  return part(at, n, end + close.size());
}

// Knuth, Morris and Pratt: the first place at or after `from`. O(text + needle), whatever they are.
class Needle {
 public:
  explicit Needle(std::string_view text) : text_(text), back_(text.size(), 0) {
    for (std::size_t i = 1, k = 0; i < text.size(); ++i) {
      while (k != 0 && text[i] != text[k]) k = back_[k - 1];
      if (text[i] == text[k]) ++k;
      back_[i] = k;
    }
  }
  std::size_t find_in(std::string_view text, std::size_t from) const {
    if (text_.empty()) return from;
    for (std::size_t i = from, k = 0; i < text.size(); ++i) {
      while (k != 0 && text[i] != text_[k]) k = back_[k - 1];
      if (text[i] == text_[k]) ++k;
      if (k == text_.size()) return i + 1 - k;
    }
    return std::string_view::npos;
  }

 private:
  std::string_view text_;
  std::vector<std::size_t> back_;
};

// Walks through the parts; where a literal is found again further on, that place is tried when the first leads nowhere.
class Binder {
 public:
  Binder(std::span<const TemplatePart> parts, std::string_view text, std::vector<TemplateVariable>& variables)
      : parts_(parts), text_(text), variables_(variables), values_(variables.size()), best_(variables.size()) {
    for (std::size_t v = 0; v < variables.size(); ++v)
      if (!variables[v].missing) values_[v] = best_[v] = {true, variables[v].value};
    for (const TemplatePart& part : parts) variable_of_.push_back(part.placeholder ? index_of(part.text) : 0);
  }

  bool run() {
    bool fits = walk(0, 0);
    while (!fits && !choices_.empty() && tries_ < kMostOtherPlaces) fits = another();
    const std::vector<Value>& values = fits ? values_ : best_;
    for (std::size_t v = 0; v < variables_.size(); ++v) {
      if (!variables_[v].missing || !values[v].known) continue;
      variables_[v].value = std::string(values[v].text);
      variables_[v].missing = false;
    }
    return fits;
  }

 private:
  struct Value {
    bool known = false;
    std::string_view text;
  };
  struct Choice {
    std::size_t part, begin, found;  // the placeholder's value lies in [begin, found)
    std::vector<Value> before;
  };

  std::size_t index_of(std::string_view name) const {
    const auto at = std::find_if(variables_.begin(), variables_.end(), [&](const auto& v) { return v.name == name; });
    return static_cast<std::size_t>(at - variables_.begin());
  }

  // A literal or a placeholder whose value is known: what must stand here.
  bool fixed(std::size_t part, std::string_view& what) const {
    if (!parts_[part].placeholder) return what = parts_[part].text, true;
    const Value& value = values_[variable_of_[part]];
    return what = value.text, value.known;
  }

  bool walk(std::size_t part, std::size_t at) {
    for (; part < parts_.size(); ++part) {
      if (part > furthest_) furthest_ = part, best_ = values_;
      std::string_view what;
      if (fixed(part, what)) {
        if (text_.substr(at, what.size()) != what) return false;
        at += what.size();
        continue;
      }
      const std::size_t found = end_of_value(part, at);
      if (found == std::string_view::npos) return false;
      if (part + 2 < parts_.size()) choices_.push_back({part, at, found, values_});
      values_[variable_of_[part]] = {true, text_.substr(at, found - at)};
      at = found;
    }
    return at == text_.size();
  }

  // Where the value of this placeholder ends when it begins at `at`, not before `from`.
  std::size_t end_of_value(std::size_t part, std::size_t at) const {
    std::string_view next;
    std::size_t follower = part + 1;
    while (follower < parts_.size() && !fixed(follower, next)) ++follower;  // the first of several takes all
    if (follower == parts_.size()) return text_.size();
    if (follower + 1 == parts_.size()) {
      if (next.size() > text_.size() - at) return std::string_view::npos;
      const std::size_t found = text_.size() - next.size();
      return text_.substr(found) == next ? found : std::string_view::npos;
    }
    return Needle(next).find_in(text_, at);
  }

  bool another() {
    ++tries_;
    Choice choice = std::move(choices_.back());
    choices_.pop_back();
    values_ = choice.before;
    const std::size_t found = choice.found < text_.size() ? end_of_value(choice.part, choice.found + 1) : choice.found;
    if (found == std::string_view::npos || found <= choice.found) return false;
    choices_.push_back({choice.part, choice.begin, found, choice.before});
    values_[variable_of_[choice.part]] = {true, text_.substr(choice.begin, found - choice.begin)};
    return walk(choice.part + 1, found);
  }

  std::span<const TemplatePart> parts_;
  std::string_view text_;
  std::vector<TemplateVariable>& variables_;
  std::vector<std::size_t> variable_of_;  // by part
  std::vector<Value> values_, best_;      // by variable
  std::vector<Choice> choices_;
  std::size_t furthest_ = 0;
  int tries_ = 0;
};

// Literals at the ends without the white space that the text has lost there, and with its kind of line break.
std::vector<std::string> comparable_literals(std::span<const TemplatePart> parts) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::string text(parts[i].text);
    text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
    if (i == 0) text.erase(0, std::min(text.find_first_not_of(" \t\n"), text.size()));
    if (i + 1 == parts.size()) text.erase(text.find_last_not_of(" \t\n") + 1);
    out.push_back(std::move(text));
  }
  return out;
}

}  // namespace

std::string comparable_text(std::string_view text) {
  std::string out(trimmed(text));
  out.erase(std::remove(out.begin(), out.end(), '\r'), out.end());
  return out;
}

std::vector<TemplatePart> template_parts(std::string_view text, std::span<const std::string> known) {
  std::vector<TemplatePart> parts;
  std::size_t literal = 0, at = 0, placeholders = 0;
  const auto end_literal = [&] {
    if (at > literal) parts.push_back({text.substr(literal, at - literal), text.substr(literal, at - literal), false});
  };
  while (at < text.size() && placeholders < kMostPlaceholders) {
    const TemplatePart found =
        text[at] == '{' || text[at] == '$' ? placeholder_at(text.substr(at), known) : TemplatePart{};
    if (!found.placeholder) {
      ++at;
      continue;
    }
    end_literal();
    parts.push_back(found);
    ++placeholders;
    at = literal = at + found.whole.size();
  }
  at = text.size();
  end_literal();
  return parts;
}

bool bind_template(std::span<const TemplatePart> parts, std::string_view resolved,
                   std::vector<TemplateVariable>& variables) {
  std::vector<TemplatePart> walked(parts.begin(), parts.end());
  const std::vector<std::string> literals = comparable_literals(parts);
  for (std::size_t i = 0; i < walked.size(); ++i) {
    if (!walked[i].placeholder) {
      walked[i].text = literals[i];
      continue;
    }
    const auto known =
        std::find_if(variables.begin(), variables.end(), [&](const auto& v) { return v.name == walked[i].text; });
    if (known == variables.end()) variables.push_back({std::string(walked[i].text), {}, true});
  }
  const std::string text = comparable_text(resolved);
  return Binder(walked, text, variables).run();
}

std::string substituted(std::span<const TemplatePart> parts, std::span<const TemplateVariable> variables) {
  std::string out;
  for (const TemplatePart& part : parts) {
    const auto value = std::find_if(variables.begin(), variables.end(), [&](const auto& v) {
      return part.placeholder && !v.missing && v.name == part.text;
    });
    out += value == variables.end() ? part.whole : std::string_view(value->value);
  }
  return out;
}

}  // namespace spanorama
