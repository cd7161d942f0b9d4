// What a language model answered when it was asked for a filter. Models surround what they were asked for with thoughts,
// code marks and kind words; servers answer with anything.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "app/shallow_json.h"
#include "spanorama/app/ask.h"
#include "spanorama/app/deep_link.h"
#include "spanorama/base/trimmed.h"
#include "spanorama/base/utf8.h"
#include "spanorama/query/filter.h"

namespace spanorama {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostBodyBytes = 4u << 20, kMostFilterBytes = 4000, kMostSaidBytes = 300;

// The text of a member, or of the text parts of a list; empty for anything else.
std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  std::string out;
  if (!value.is_array()) return out;
  for (const Json& part : value)
    if (const Json& text = json_member(part, "text"); text.is_string()) out += text.get_ref<const std::string&>();
  return out;
}

std::string reply_in(const Json& body) {
  const Json& choices = json_member(body, "choices");
  const Json& message = choices.is_array() && !choices.empty() ? json_member(choices[0], "message")
                                                               : json_member(body, "message");  // Ollama's own API
  return text_of(json_member(message, "content"));
}

// {"error":{"message":"…"}}, {"error":"…"}, {"detail":"…"}
std::string said_in(const Json& body) {
  const Json& error = json_member(body, "error");
  for (const Json* one : {&json_member(error, "message"), &error, &json_member(body, "detail")})
    if (one->is_string()) return one->get<std::string>();
  return {};
}

// Marks that turn the direction of what follows, or are not seen: what is shown would not be what is applied.
bool is_unseen_mark(std::string_view at) {
  if (at.size() < 3 || at[0] != '\xe2') return false;
  const auto second = static_cast<unsigned char>(at[1]), third = static_cast<unsigned char>(at[2]);
  return (second == 0x80 && ((third >= 0x8b && third <= 0x8f) || (third >= 0xa8 && third <= 0xae))) ||
         (second == 0x81 && third >= 0xa0 && third <= 0xaf);
}

// Valid UTF-8 without control characters and marks that nobody sees; line breaks stay.
std::string cleaned(std::string_view text) {
  const std::string valid = repaired_utf8(text);
  std::string out;
  for (std::size_t i = 0; i < valid.size(); ++i) {
    const auto byte = static_cast<unsigned char>(valid[i]);
    if (is_unseen_mark(std::string_view(valid).substr(i)))
      i += 2;
    else
      out += (byte < ' ' && byte != '\n') || byte == 127 ? ' ' : valid[i];
  }
  return out;
}

std::string_view without_thoughts(std::string_view text) {
  const std::size_t end = text.rfind("</think>");
  return end == std::string_view::npos ? text : text.substr(end + 8);
}

// What stands in the first ``` block, else everything.
std::string_view fenced(std::string_view text) {
  const std::size_t begin = text.find("```");
  if (begin == std::string_view::npos) return text;
  std::string_view inside = text.substr(begin + 3);
  inside = inside.substr(0, inside.find("```"));
  const std::size_t line = inside.find('\n');  // behind the block's language
  return line == std::string_view::npos ? inside : inside.substr(line + 1);
}

bool has_fields(std::string_view text) {
  const Result<Filter> filter = parse_filter(text, UnixTime{1});
  if (!filter) return false;
  const std::vector<Condition>& all = filter.value().conditions;
  return std::any_of(all.begin(), all.end(), [](const Condition& one) { return one.field != FilterField::text; });
}

// `status:error` in code marks; a phrase in code marks is a filter itself.
std::string_view without_marks(std::string_view line) {
  line = trimmed(line);
  for (const std::string_view label : {"Filter:", "filter:", "Query:", "query:", "Answer:", "answer:"})
    if (line.starts_with(label)) line = trimmed(line.substr(label.size()));
  const bool marked = line.size() > 2 && (line.front() == '`' || line.front() == '"') && line.back() == line.front();
  if (!marked) return line;
  const std::string_view inside = line.substr(1, line.size() - 2);
  return inside.find(line.front()) == std::string_view::npos && has_fields(inside) ? inside : line;
}

// The first line that is a filter with fields, else the first line that is not empty.
std::string_view chosen_line(std::string_view text) {
  std::string_view first;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = without_marks(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (first.empty()) first = line;
    if (!line.empty() && line.size() <= kMostFilterBytes && has_fields(line)) return line;
  }
  return first;
}

// {"filter": "…"}, as some models answer whatever they are told.
std::string member_filter(std::string_view text) {
  if (!trimmed(text).starts_with("{")) return {};
  const Json object = shallow_json(trimmed(text));
  const Json& filter = json_member(object, "filter");
  return filter.is_string() ? filter.get<std::string>() : std::string();
}

std::string failure(const HttpAnswer& answer, const std::string& address) {
  if (answer.status == 0) return "No answer from " + address + (answer.error.empty() ? "" : ": " + answer.error);
  const std::string why = answer.status == 401 || answer.status == 403 ? ": it wants another key"
                          : answer.status == 404                       ? ": there is no such address or model"
                          : answer.status == 429                       ? ": too many requests"
                                                                       : "";
  std::string out = address + " answered with status " + std::to_string(answer.status) + why + ".";
  const std::string said = answer.body.size() <= kMostBodyBytes ? said_in(shallow_json(answer.body)) : std::string();
  if (said.empty()) return out;
  std::string line = cleaned(utf8_prefix(said, kMostSaidBytes));
  std::replace(line.begin(), line.end(), '\n', ' ');
  return out + " It says: " + line;
}

}  // namespace

Result<std::string> filter_from_answer(const HttpAnswer& answer, std::string_view address) {
  const std::string shown = without_credentials(address);
  if (answer.status < 200 || answer.status > 299) return Error{failure(answer, shown)};
  if (answer.body.size() > kMostBodyBytes) return Error{"The answer is far too long for a filter. " + shown};
  const Json body = shallow_json(answer.body);
  if (!body.is_object()) return Error{"This address does not answer as chat completions do. " + shown};
  const std::string reply = cleaned(reply_in(body));
  if (trimmed(reply).empty()) return Error{"The model answered nothing. " + shown};
  const std::string_view said = fenced(without_thoughts(reply));
  const std::string member = cleaned(member_filter(said));
  const std::string_view line = trimmed(member.empty() ? chosen_line(said) : chosen_line(member));
  const bool none = line.starts_with("NONE") && (line.size() == 4 || line[4] < 'A');
  if (line.empty() || none) return Error{"The model knows no filter for this question."};
  if (line.size() > kMostFilterBytes) return Error{"The answer is far too long for a filter. " + shown};
  return std::string(line);
}

std::optional<AskedFilter> asked_filter_from(const HttpAnswer& answer, std::string_view address, UnixTime now,
                                             std::optional<AskTurn>& before) {
  Result<std::string> proposal = filter_from_answer(answer, address);
  if (!proposal) return AskedFilter{{}, proposal.error().message, {}};
  const Result<Filter> filter = parse_filter(proposal.value(), now);
  if (filter) return AskedFilter{std::move(proposal).value(), {}, {}};
  if (before)
    return AskedFilter{std::move(proposal).value(), "Twice the answer could not be read.", filter.error().message};
  before = AskTurn{std::move(proposal).value(), filter.error().message};
  return std::nullopt;
}

}  // namespace spanorama
