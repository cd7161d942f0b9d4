// The schema check as JSON and as sentences.
#include "app/json_writer.h"
#include "spanorama/app/json_rows.h"
#include "spanorama/base/format.h"

namespace spanorama {
namespace {

constexpr std::size_t kMostKeysInText = 12;

template <class Visit>
void each_dialect(std::uint32_t dialects, Visit&& visit) {
  for (unsigned d = 0; d < static_cast<unsigned>(Dialect::count); ++d)
    if ((dialects >> d) & 1) visit(name_of(static_cast<Dialect>(d)));
}

void write_place(JsonWriter& out, const TraceStore& store, SpanRow span) {
  out.field("trace_id", hex_from(store.trace(store.columns().trace[span.value]).id));
  out.field("span_id", hex_from(store.columns().span_id[span.value]));
}

void write_group(JsonWriter& out, const TraceStore& store, const SchemaGroup& group) {
  out.open('{');
  out.field("scope", store.text(group.scope));
  out.key("dialects");
  out.open('[');
  each_dialect(group.dialects, [&](std::string_view name) { out.text(name); });
  out.close(']');
  out.count_field("spans", group.spans);
  out.count_field("generations", group.generations);
  out.key("lacks");
  out.open('{');
  for (std::size_t l = 0; l < group.lacks.size(); ++l) {
    if (group.lacks[l].spans == 0) continue;
    out.key(name_of(static_cast<Lack>(l)));
    out.open('{');
    out.count_field("spans", group.lacks[l].spans);
    write_place(out, store, group.lacks[l].first);
    out.close('}');
  }
  out.close('}');
  out.close('}');
}

std::string number_of(std::uint32_t count, std::string_view noun) {
  return grouped(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string group_line(const TraceStore& store, const SchemaGroup& group) {
  std::string dialects;
  each_dialect(group.dialects,
               [&](std::string_view name) { dialects += (dialects.empty() ? "" : ", ") + std::string(name); });
  const std::string_view scope = store.text(group.scope);
  std::string line = (scope.empty() ? "spans without a scope" : std::string(scope)) + " (" +
                     (dialects.empty() ? "no known naming scheme" : dialects) + "): " + number_of(group.spans, "span");
  for (std::size_t l = 0; l < group.lacks.size(); ++l) {
    const std::uint32_t count = group.lacks[l].spans;
    if (count == 0) continue;
    std::string what(name_of(static_cast<Lack>(l)));
    if (what == "tool_name") what = "the tool's name";
    line += ", " + grouped(count) + (count == 1 ? " lacks " : " lack ") + what;
  }
  return line;
}

}  // namespace

std::string schema_json(const TraceStore& store, const SchemaCheck& check) {
  JsonWriter out;
  out.open('{');
  out.key("groups");
  out.open('[');
  for (const SchemaGroup& group : check.groups) write_group(out, store, group);
  out.close(']');
  out.key("unread_attributes");
  out.open('[');
  for (const UnreadKey& key : check.unread) {
    out.open('{');
    out.field("key", store.key_text(key.key));
    out.count_field("spans", key.spans);
    write_place(out, store, key.first);
    out.close('}');
  }
  out.close(']');
  out.count_field("unread_attribute_count", check.unread_keys);
  out.count_field("orphans", check.orphans);
  out.close('}');
  return out.take();
}

std::vector<std::string> schema_lines(const TraceStore& store, const SchemaCheck& check) {
  std::vector<std::string> lines;
  for (const SchemaGroup& group : check.groups) lines.push_back(group_line(store, group));
  if (check.unread.empty()) return lines;
  std::string keys = "shown, but not read as a fact: ";
  for (std::size_t k = 0; k < std::min(kMostKeysInText, check.unread.size()); ++k)
    keys.append(k == 0 ? "" : ", ")
        .append(store.key_text(check.unread[k].key))
        .append(" (" + grouped(check.unread[k].spans) + ")");
  if (check.unread_keys > kMostKeysInText)
    keys += " and " + grouped(static_cast<std::int64_t>(check.unread_keys - kMostKeysInText)) + " more";
  lines.push_back(std::move(keys));
  return lines;
}

}  // namespace spanorama
