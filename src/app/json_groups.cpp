// The objects of groups: sessions, users, prompts and what else traces and calls are grouped by.
#include "app/json_writer.h"
#include "spanorama/app/json_rows.h"

namespace spanorama {
namespace {

std::string_view field_of(GroupBy by) {
  switch (by) {
    case GroupBy::session: return "session_id";
    case GroupBy::user: return "user_id";
    case GroupBy::prompt:
    case GroupBy::prompt_version: return "prompt_name";
    case GroupBy::model: return "model";
    case GroupBy::provider: return "provider";
    case GroupBy::tool: return "tool_name";
    case GroupBy::value: break;
  }
  return "value";
}

void write_spread(JsonWriter& out, const std::string& name, const Spread& spread, bool wide) {
  const auto field = [&](std::string_view suffix, std::int64_t value) {
    wide ? out.wide_field(name + std::string(suffix), value) : out.number_field(name + std::string(suffix), value);
  };
  field("_mean", spread.mean);
  field("_p50", spread.p50), field("_p75", spread.p75), field("_p90", spread.p90);
  field("_p95", spread.p95), field("_p99", spread.p99);
}

void write_time(JsonWriter& out, std::string_view name, UnixTime time) {
  out.wide_field(name, time.ns == 0 ? kUnknown : time.ns);
}

void write_counts(JsonWriter& out, const GroupTable& table, const Group& group) {
  const std::uint32_t count = group.members.count;
  if (groups_calls(table.by)) out.count_field("calls", count);
  out.count_field("traces", group.traces);
  out.count_field("errors", group.errors);
  out.key("error_rate"), count == 0 ? out.null() : out.real(static_cast<double>(group.errors) / count);
  out.count_field("spans", group.spans);
  out.count_field("generations", group.generations);
  out.count_field("tools", group.tools);
}

void write_sums(JsonWriter& out, const Group& group) {
  out.number_field("input_tokens", input_tokens(group.usage));
  out.number_field("output_tokens", output_tokens(group.usage));
  out.number_field("total_tokens", total_tokens(group.usage));
  out.number_field("cache_read_tokens", group.usage.cache_read);
  out.number_field("cache_write_tokens", group.usage.cache_write);
  out.number_field("reasoning_tokens", group.usage.reasoning);
  out.wide_field("cost_microcents", group.cost_microcents);
  out.field("cost_source", name_of(group.cost_source));
  out.count_field("without_cost", group.without_cost);
}

}  // namespace

std::string group_json(const TraceStore& store, const GroupTable& table, const Group& group) {
  JsonWriter out;
  out.open('{');
  out.field(field_of(table.by), text_of(store, table, group));
  if (table.by == GroupBy::prompt_version) out.field("prompt_version", store.text(group.version));
  write_counts(out, table, group);
  write_time(out, "first_start_unix_nano", group.first_start);
  write_time(out, "last_end_unix_nano", group.last_end);
  out.number_field("busy_ns", group.busy.count);
  write_sums(out, group);
  write_spread(out, "duration_ns", group.duration_ns, false);
  write_spread(out, "ttft_ns", group.ttft_ns, false);
  write_spread(out, "total_tokens", group.tokens, false);
  write_spread(out, "input_tokens", group.input_tokens, false);
  write_spread(out, "output_tokens", group.output_tokens, false);
  write_spread(out, "cost_microcents", group.cost, true);
  out.key("models");
  out.open('[');
  for (const StringId model : models_of(store, table, group)) out.text(store.text(model));
  out.close(']');
  if (table.by == GroupBy::session) out.field("user_id", store.text(group.last_user));
  out.field("input_preview", store.text(group.last_input));
  out.close('}');
  return out.take();
}

}  // namespace spanorama
