#include "spanorama/analysis/conversation.h"

#include <algorithm>

#include "spanorama/base/hash.h"

namespace spanorama {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::uint64_t seeded(std::string_view text) { return hash64(text, table_seed()); }

// Texts are compared without the white space around them, JSON without any.
std::uint64_t hash_of(std::string_view text, bool json, std::string& scratch) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  if (!json) return seeded(text);
  scratch.clear();
  for (const char c : text)
    if (!is_space(c)) scratch += c;
  return seeded(scratch);
}

MessagePrint print_of(const Message& message, std::string& scratch) {
  MessagePrint print{0, speaker_of(message.role)};
  std::uint64_t hash = static_cast<std::uint64_t>(print.speaker) + 1;
  for (const MessagePart& part : message.parts) {
    if (part.kind == PartKind::reasoning || (part.kind == PartKind::text && part.text.empty())) continue;
    const bool json = part.kind != PartKind::text && part.kind != PartKind::refusal;
    hash = mix64(hash + static_cast<std::uint64_t>(part.kind)) ^ hash_of(part.text, json, scratch);
    // Results are often sent on without the tool's name.
    if (part.kind == PartKind::tool_call)
      hash = mix64(hash ^ seeded(part.name)) ^ hash_of(part.arguments, true, scratch);
  }
  print.hash = mix64(hash);
  return print;
}

// Who brought a message: of equal messages the first one there was, the second, …
struct Production {
  SpanRow span;
  bool produced = false;
};

class Origins {
 public:
  // O(messages of the call).
  void add(const CallPrints& call) {
    seen_.clear();
    for (const MessagePrint& print : call.input) {
      std::vector<Production>& known = by_hash_[print.hash];
      if (++seen_[print.hash] > known.size()) known.push_back({call.span, false});
    }
    for (const MessagePrint& print : call.output) by_hash_[print.hash].push_back({call.span, true});
  }
  Production nth(std::uint64_t hash, std::uint32_t n) const {
    const auto at = by_hash_.find(hash);
    return at == by_hash_.end() || n >= at->second.size() ? Production{} : at->second[n];
  }

 private:
  std::unordered_map<std::uint64_t, std::vector<Production>> by_hash_;
  std::unordered_map<std::uint64_t, std::uint32_t> seen_;
};

}  // namespace

Speaker speaker_of(std::string_view role) {
  struct Word {
    std::string_view role;
    Speaker speaker;
  };
  static constexpr Word kWords[] = {
      {"system", Speaker::system}, {"developer", Speaker::system},    {"user", Speaker::user},
      {"human", Speaker::user},    {"assistant", Speaker::assistant}, {"model", Speaker::assistant},
      {"ai", Speaker::assistant},  {"tool", Speaker::tool},           {"function", Speaker::tool},
  };
  for (const Word& word : kWords)
    if (word.role == role) return word.speaker;
  return Speaker::other;
}

SpanContent with_messages(SpanContent content) {
  const auto make = [](std::vector<Message>& list, const std::string& text, const char* role) {
    if (!list.empty() || text.empty()) return;
    list.push_back({});
    list.back().role = role;
    list.back().parts.push_back({});
    list.back().parts.back().text = text;
  };
  make(content.input, content.input_text, "user");
  make(content.output, content.output_text, "assistant");
  return content;
}

CallPrints prints_of(SpanRow span, const SpanContent& content) {
  CallPrints prints;
  prints.span = span;
  std::string scratch;
  for (const Message& message : content.input) prints.input.push_back(print_of(message, scratch));
  for (const Message& message : content.output) prints.output.push_back(print_of(message, scratch));
  return prints;
}

Conversation conversation_of(const std::vector<CallPrints>& calls) {
  Conversation out;
  if (calls.empty()) return out;
  Origins origins;
  for (const CallPrints& call : calls) origins.add(call);
  const CallPrints& last = calls.back();
  out.last = last.span;
  std::unordered_map<std::uint64_t, std::uint32_t> seen;
  for (std::uint32_t i = 0; i < last.input.size(); ++i) {
    const std::uint64_t hash = last.input[i].hash;
    const Production found = origins.nth(hash, seen[hash]++);
    out.turns.push_back({found.span, false, i, found.produced});
  }
  for (std::uint32_t i = 0; i < last.output.size(); ++i) out.turns.push_back({last.span, true, i, true});
  for (const CallPrints& call : calls) {
    if (&call == &last) break;
    out.repeats += static_cast<std::uint32_t>(std::count_if(
        call.input.begin(), call.input.end(), [&](const MessagePrint& print) { return seen.count(print.hash) != 0; }));
    const bool here = std::any_of(call.output.begin(), call.output.end(),
                                  [&](const MessagePrint& print) { return seen.count(print.hash) != 0; });
    if (!here) out.aside.push_back(call.span);
  }
  return out;
}

const Message& message_of(const SpanContent& content, const Turn& turn) {
  return turn.answer ? content.output[turn.index] : content.input[turn.index];
}

std::uint32_t SessionHistory::add(const CallPrints& shown) {
  std::uint32_t folded = 0, from = 0;
  for (std::uint32_t i = 0; i < shown.input.size(); ++i) {
    const MessagePrint& print = shown.input[i];
    const auto places = places_.find(print.hash);
    if (places == places_.end()) break;
    if (print.speaker == Speaker::system) {
      if (folded == i) folded = i + 1;
      continue;
    }
    const auto next = std::lower_bound(places->second.begin(), places->second.end(), from);
    if (next == places->second.end()) break;
    from = *next + 1;
    if (print.speaker == Speaker::assistant) folded = i + 1;
  }
  const auto show = [&](const MessagePrint& print) {
    places_[print.hash].push_back(static_cast<std::uint32_t>(shown_.size()));
    shown_.push_back(print);
  };
  for (std::size_t i = folded; i < shown.input.size(); ++i) show(shown.input[i]);
  for (const MessagePrint& print : shown.output) show(print);
  return folded;
}

}  // namespace spanorama
