#include "spanorama/analysis/schema_check.h"

#include <algorithm>
#include <unordered_map>

namespace spanorama {
namespace {

using Expected = std::array<bool, static_cast<std::size_t>(Lack::count)>;

bool& at(Expected& expected, Lack lack) { return expected[static_cast<std::size_t>(lack)]; }

// What a span of this type would tell.
Expected expected_of(ObservationType type, bool failed) {
  Expected expected{};
  const bool call = type == ObservationType::generation;
  const bool tool = type == ObservationType::tool;
  const bool retriever = type == ObservationType::retriever;
  at(expected, Lack::model) = call || type == ObservationType::embedding;
  at(expected, Lack::tokens) = call && !failed;
  at(expected, Lack::input) = call || tool || retriever;
  at(expected, Lack::output) = (call || tool || retriever) && !failed;
  at(expected, Lack::tool_name) = tool;
  return expected;
}

bool tells(const Facts& facts, Lack lack) {
  switch (lack) {
    case Lack::model: return facts.model.present() || facts.response_model.present();
    case Lack::tokens: return total_tokens(facts.usage) != kUnknown;
    case Lack::input: return facts.input_preview.present();
    case Lack::output: return facts.output_preview.present();
    case Lack::tool_name: return facts.tool_name.present();
    case Lack::count: break;
  }
  return true;
}

void add_lacks(SchemaGroup& group, const TraceStore& store, SpanRow span) {
  static constexpr Facts kNone{};
  const MaybeFacts known = store.facts(span);
  const Facts& facts = known != nullptr ? *known : kNone;
  const ColumnViews& c = store.columns();
  const Expected expected = expected_of(c.type[span.value], c.status[span.value] == Status::error);
  for (std::size_t l = 0; l < expected.size(); ++l) {
    if (!expected[l] || tells(facts, static_cast<Lack>(l))) continue;
    LackCount& count = group.lacks[l];
    if (count.spans++ == 0) count.first = span;
  }
}

std::vector<UnreadKey> sorted_keys(const TraceStore& store, std::vector<UnreadKey> keys) {
  std::sort(keys.begin(), keys.end(), [&](const UnreadKey& a, const UnreadKey& b) {
    return a.spans != b.spans ? a.spans > b.spans : store.key_text(a.key) < store.key_text(b.key);
  });
  if (keys.size() > kMostUnreadKeys) keys.resize(kMostUnreadKeys);
  return keys;
}

}  // namespace

std::string_view name_of(Lack lack) {
  switch (lack) {
    case Lack::model: return "model";
    case Lack::tokens: return "tokens";
    case Lack::input: return "input";
    case Lack::output: return "output";
    case Lack::tool_name: return "tool_name";
    case Lack::count: break;
  }
  return "";
}

bool SchemaGroup::whole() const {
  return std::all_of(lacks.begin(), lacks.end(), [](const LackCount& lack) { return lack.spans == 0; });
}

SchemaCheck check_schema(const TraceStore& store, std::span<const std::uint8_t> key_read, SourceRow source) {
  const ColumnViews& c = store.columns();
  SchemaCheck out;
  std::unordered_map<std::uint64_t, std::size_t> groups;
  std::vector<UnreadKey> unread(c.keys.size());
  for (std::uint32_t row = 0; row < store.span_count(); ++row) {
    if (source.valid() && !(c.source[row] == source)) continue;
    const SpanRow span{row};
    const MaybeFacts facts = store.facts(span);
    const StringId scope = c.scope[row].valid() ? c.scopes[c.scope[row].value].name : StringId{};
    const std::uint32_t dialects = facts != nullptr ? facts->dialects : 0;
    const auto [found, fresh] = groups.try_emplace((std::uint64_t{scope.value} << 32) | dialects, out.groups.size());
    if (fresh) {
      out.groups.emplace_back();
      out.groups.back().scope = scope;
      out.groups.back().dialects = dialects;
    }
    SchemaGroup& group = out.groups[found->second];
    ++group.spans;
    group.generations += c.type[row] == ObservationType::generation;
    add_lacks(group, store, span);
    for (const Attribute attribute : store.attributes_of(span)) {
      const std::uint32_t key = attribute.key().value;
      if (key >= key_read.size() || key_read[key] != 0) continue;
      if (unread[key].spans++ == 0) unread[key].key = attribute.key(), unread[key].first = span;
    }
  }
  for (const SpanRow orphan : c.orphan_row) out.orphans += !source.valid() || c.source[orphan.value] == source;
  unread.erase(std::remove_if(unread.begin(), unread.end(), [](const UnreadKey& key) { return key.spans == 0; }),
               unread.end());
  out.unread_keys = static_cast<std::uint32_t>(unread.size());
  out.unread = sorted_keys(store, std::move(unread));
  std::sort(out.groups.begin(), out.groups.end(), [&](const SchemaGroup& a, const SchemaGroup& b) {
    if (a.spans != b.spans) return a.spans > b.spans;
    if (!(a.scope == b.scope)) return store.text(a.scope) < store.text(b.scope);
    return a.dialects < b.dialects;
  });
  return out;
}

}  // namespace spanorama
