// Ids, times, kind, service and scope of a step; everything can be copied by a click.
#include <cmath>
#include <cstdio>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "spanorama/base/format.h"
#include "views/cost_lines.h"
#include "views/sizes.h"
#include "views/span_panels.h"
#include "views/trace_scores.h"
#include "views/trace_text.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

constexpr float kLabelWidth = 132, kNarrowLabelWidth = 112, kFigureWidth = 96;

struct Table {
  Ui& ui;
  Rect area;
  float y;
  std::set<std::string> names = {};  // of lines; a label may stand twice

  void title(std::string_view text) {
    y += 8;
    text_in(ui, {area.x0, y, area.x1, y + 24}, text, ui.color.dim, {Face::semibold, 12, Align::left});
    y += 26;
  }

  void line(std::string_view label, std::string_view value, TextStyle style = kSmall,
            std::optional<FilterField> field = std::nullopt, std::string_view beside = {}) {
    if (value.empty()) return;
    const float height = cards() ? 40.0f : 24.0f;
    Rect row{area.x0, y, area.x1, y + height};
    y += height;
    std::string name = "meta-" + std::string(label);
    if (!names.insert(name).second) name += "-" + std::to_string(static_cast<int>(row.y0 - area.y0));
    const Press pressed = press(ui, name, row);
    if (pressed.hovered) fill(ui, inset(row, -6, 0), with_alpha(ui.color.raised, 0.7f), 4);
    if (pressed.focused) focus_ring(ui, inset(row, -5, 1));
    if (pressed.clicked) ui.push(CopyText{std::string(value), std::string(label) + " copied"});
    if (field) offer_values(ui, row, pressed.focused, [&] { return text_value(*field, value); });
    if (pressed.hovered) icon(ui, Icon::copy, row.x1 - 10, row.center_y(), 12, ui.color.dim);
    if (pressed.hovered) row.x1 -= 24;
    text_in(ui, cut_left(row, area.width() < 420 ? kNarrowLabelWidth : kLabelWidth), label, ui.color.dim, kSmall);
    if (!beside.empty()) {
      const Rect first = cut_left(row, kFigureWidth);
      text_in(ui, first, value, ui.color.text, style);
      text_in(ui, row, beside, ui.color.dim, style);
      return;
    }
    text_in(ui, row, value, ui.color.text, style);
  }
};

void times(Table& table, Ui& ui, SpanRow span) {
  const TraceStore& store = ui.store();
  const ColumnViews& columns = store.columns();
  const UnixTime start = columns.start[span.value], end = store.end(span);
  const Trace& trace = store.trace(columns.trace[span.value]);
  table.title("Time");
  table.line("Start, local", text_from(start, 6, ui.frame.host.utc_offset_minutes()));
  table.line("Start, UTC", text_from(start, 9, 0));
  table.line("End, UTC", text_from(end, 9, 0));
  table.line("Duration", exact_milliseconds(columns.duration[span.value]));
  table.line("After trace start", exact_milliseconds(start - trace.start));
  const MaybeFacts facts = store.facts(span);
  if (facts == nullptr) return;
  if (facts->ttft_ns != kUnknown) table.line("First token", exact_milliseconds(Nanos{facts->ttft_ns}));
  table.line("Output", tokens_per_second(*facts, columns.duration[span.value]));
  table.line("Per output token", time_per_token(*facts, columns.duration[span.value]));
}

void tokens_and_cost(Table& table, Ui& ui, SpanRow span) {
  const MaybeFacts facts = ui.store().facts(span);
  if (facts == nullptr) return;
  const Usage& usage = facts->usage;
  if (total_tokens(usage) == kUnknown && facts->cost_microcents == kUnknown) return;
  table.title("Tokens and cost");
  const CostParts& parts = ui.frame.derived.cost_parts(ui.state(), span);
  // What the tokens cost stands beside them.
  const auto count = [&](std::string_view label, std::int64_t value, std::int64_t cost = kUnknown) {
    if (value == kUnknown && cost == kUnknown) return;
    table.line(label, value == kUnknown ? "\u2013" : grouped(value), kSmall, std::nullopt,
               exact_cost(cost, facts->cost_source));
  };
  count("Input", usage.input_plain, parts.input);
  count("Cache read", usage.cache_read, parts.cache_read);
  count("Cache write", usage.cache_write, parts.cache_write);
  count("Output", usage.output_plain, parts.output);
  count("Reasoning", usage.reasoning, parts.reasoning);
  count("Other", kUnknown, parts.other);
  count("Total", total_tokens(usage));
  count("Written for an hour", ui.store().rare_count(span, RareField::cache_write_1h));
  count("Audio in", ui.store().rare_count(span, RareField::audio_input));
  count("Audio out", ui.store().rare_count(span, RareField::audio_output));
  const std::string cost = exact_cost(facts->cost_microcents, facts->cost_source);
  table.line("Cost", (cost.empty() ? "\u2013" : cost) + "  " + std::string(cost_source_text(facts->cost_source)));
  if (parts.any() && !parts.add_up(facts->cost_microcents))
    table.line("Its parts", "add up to " + exact_cost(parts.sum(), facts->cost_source));
  if (facts->cost_source != CostSource::reported && facts->model.present()) {
    const Rect button{table.area.x0 - 8, table.y, table.area.x0 - 8 + button_width(ui, "Edit prices"),
                      table.y + (cards() ? 40.0f : 26.0f)};
    if (text_button(ui, "meta-prices", button, "Edit prices", ButtonKind::quiet)) ui.memory.prices.shown = true;
    table.y = button.y1;
  }
  if (!facts->counted) table.line("In the trace's sums", "no: repeated by a step below it");
}

struct RareLabel {
  RareField field;
  std::string_view label;
};
constexpr RareLabel kRareLabels[] = {
    {RareField::trace_name, "Trace name"},         {RareField::level, "Level"},
    {RareField::conversation_id, "Conversation"},  {RareField::response_id, "Response"},
    {RareField::finish_reasons, "Finish reasons"}, {RareField::simulation_id, "Simulation"},
    {RareField::experiment_id, "Experiment"},      {RareField::experiment_item, "Experiment item"},
    {RareField::prompt_label, "Prompt label"},     {RareField::service_tier, "Service tier"}};

void rare_facts(Table& table, Ui& ui, SpanRow span) {
  for (const RareLabel& rare : kRareLabels)
    table.line(rare.label, ui.store().text(ui.store().rare_text(span, rare.field)));
}

struct IdLabel {
  std::string_view key, label;
};
constexpr IdLabel kMoreFacts[] = {{"scope.provider.id", "Provider id"},
                                  {"scope.model.id", "Model id"},
                                  {"scope.model.external_id", "External model id"},
                                  {"langfuse.observation.status_message", "Status message"}};

// What a source says beside the facts: what it calls a provider and a model, and how it went.
void more_facts(Table& table, Ui& ui, SpanRow span) {
  for (const Attribute attribute : ui.store().attributes_of(span)) {
    const std::string_view key = ui.store().key_text(attribute.key());
    for (const IdLabel& id : kMoreFacts)
      if (key == id.key) table.line(id.label, short_text(ui.store(), attribute), kMono);
  }
}

void llm_facts(Table& table, Ui& ui, SpanRow span) {
  const MaybeFacts facts = ui.store().facts(span);
  if (facts == nullptr) return;
  const TraceStore& store = ui.store();
  table.title("Observation");
  const auto text = [&](std::string_view label, StringId id, FilterField field, TextStyle style = kSmall) {
    table.line(label, store.text(id), style, field);
  };
  using F = FilterField;
  text("Model", facts->model, F::model);
  text("Answering model", facts->response_model, F::model);
  text("Provider", facts->provider, F::provider);
  text("Operation", facts->operation, F::operation);
  text("Agent", facts->agent_name, F::text);
  text("Tool", facts->tool_name, F::tool);
  text("Tool call", facts->tool_call_id, F::text, kMono);
  text("Prompt", facts->prompt_name, F::prompt);
  text("Prompt version", facts->prompt_version, F::version);
  text("Session", facts->session_id, F::session);
  text("User", facts->user_id, F::user);
  text("Environment", facts->environment, F::environment);
  text("Release", facts->release, F::release);
  if (facts->streaming) table.line("Streaming", "yes");
  rare_facts(table, ui, span);
  more_facts(table, ui, span);
  std::string dialects;
  for (int i = 0; i < static_cast<int>(Dialect::count); ++i)
    if ((facts->dialects >> i & 1u) != 0)
      dialects += (dialects.empty() ? "" : ", ") + std::string(name_of(static_cast<Dialect>(i)));
  table.line("Naming scheme", dialects);
}

// A judge's comments, as Markdown, and what each of its criteria said, folded.
void judgement(Table& table, Ui& ui, SpanRow span) {
  const TraceStore& store = ui.store();
  const Range range = store.columns().attributes[span.value];
  std::vector<std::pair<std::string_view, std::uint32_t>> parts;
  for (std::uint32_t i = range.begin; i < range.end(); ++i) {
    const std::string_view key = store.key_text(store.columns().attribute_rows[i].key());
    if (key.starts_with("opper.meta.scorer_context"))
      parts.emplace_back(key.substr(std::string_view("opper.meta.").size()), i);
    if (key != "opper.meta.observations") continue;
    table.title("Observations");
    Column column{table.area.x0, table.y, table.area.width()};
    draw_text_block(ui, column, "observations", ui.frame.derived.attribute_text(ui.state(), i).text, ui.color.text);
    table.y = column.y;
  }
  if (parts.empty()) return;
  Column column{table.area.x0, table.y, table.area.width()};
  const bool open = fold_row(ui, column, "scorer-breakdown", "Scorer breakdown");
  for (const auto& [name, at] : parts) {
    if (!open) break;
    draw_heading(ui, column, name, name);
    draw_text_block(ui, column, "scorer-" + std::to_string(at), ui.frame.derived.attribute_text(ui.state(), at).text,
                    ui.color.text);
  }
  table.y = column.y;
}

void scores(Table& table, Ui& ui, SpanRow span) {
  const TraceStore& store = ui.store();
  const std::span<const Score> scores = store.scores(span);
  if (!scores.empty()) table.title("Scores");
  for (const Score& score : scores) {
    const std::string_view name = store.text(score.name);
    table.line(name.empty() ? "Score" : name, full_score_text(store, score));
    if (const std::string_view why = store.text(score.explanation); !why.empty()) {
      Column column{table.area.x0, table.y, table.area.width()};
      draw_text_block(ui, column, "score-why-" + std::to_string(&score - scores.data()), why, ui.color.dim);
      table.y = column.y + 6;
    }
  }
  judgement(table, ui, span);
}

std::string hex_flags(std::uint32_t flags) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%x", flags);
  return text;
}

void origin(Table& table, Ui& ui, SpanRow span) {
  const TraceStore& store = ui.store();
  const ColumnViews& columns = store.columns();
  table.title("Origin");
  table.line("Kind", name_of(columns.kind[span.value]));
  const ResourceRow resource = columns.resource[span.value];
  if (resource.valid())
    table.line("Service", store.text(columns.resources[resource.value].service_name), kSmall, FilterField::service);
  const ScopeRow scope = columns.scope[span.value];
  if (scope.valid()) {
    const Scope& row = columns.scopes[scope.value];
    std::string text(store.text(row.name));
    if (row.version.present()) text += " @ " + std::string(store.text(row.version));
    table.line("Scope", text);
  }
  const SourceRow source = columns.source[span.value];
  if (source.valid()) table.line("Source", store.text(columns.sources[source.value].name));
  table.line("Byte in source", grouped(static_cast<std::int64_t>(columns.record_offset[span.value])));
}

}  // namespace

void draw_span_metadata(Ui& ui, Rect area, SpanRow span) {
  const TraceStore& store = ui.store();
  ScrollPanel panel = scroll_panel_begin(ui, "span-metadata", area, 14);
  Table table{ui,
              {panel.area.x0, panel.area.y0, std::min(panel.area.x1 - 6, panel.area.x0 + 640), panel.area.y1},
              panel.area.y0 - 8};
  table.title("Ids");
  table.line("Trace", hex_from(store.trace(store.columns().trace[span.value]).id), kMono, FilterField::trace);
  table.line("Step", hex_from(store.columns().span_id[span.value]), kMono, FilterField::text);
  const SpanId parent = store.parent_id(span);
  if (parent.valid())
    table.line(store.columns().parent[span.value].valid() ? "Parent" : "Parent (missing)", hex_from(parent), kMono);
  times(table, ui, span);
  scores(table, ui, span);
  tokens_and_cost(table, ui, span);
  llm_facts(table, ui, span);
  origin(table, ui, span);
  if (const Extra* extra = store.extra(span)) {
    table.title("Status");
    table.line("Message", store.text(extra->status_message), kSmall, FilterField::text);
    table.line("Trace state", store.text(extra->trace_state), kMono);
    if (extra->flags != 0) table.line("Flags", hex_flags(extra->flags), kMono);
    if (extra->dropped_attributes > 0) table.line("Dropped attributes", grouped(extra->dropped_attributes));
    if (extra->dropped_events > 0) table.line("Dropped events", grouped(extra->dropped_events));
    if (extra->dropped_links > 0) table.line("Dropped links", grouped(extra->dropped_links));
  }
  scroll_panel_end(ui, "span-metadata", panel, table.y);
}

}  // namespace spanorama
