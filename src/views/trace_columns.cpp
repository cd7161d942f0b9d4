#include "views/trace_columns.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "spanorama/base/format.h"
#include "spanorama/base/utf8.h"
#include "views/filter_edit.h"
#include "views/trace_notes.h"
#include "views/trace_scores.h"
#include "views/trace_text.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

// What stands in a cell, in the order of the columns.
enum class Cell : std::uint8_t {
  name,
  model,
  service,
  ttft,
  duration,
  cost,
  tokens,
  errors,
  started,
  status,
  provider,
  session,
  user,
  prompt,
  tags,
  environment,
  release,
  input,
  output,
  input_tokens,
  output_tokens,
  spans,
  generations,
  tools,
  id,
  version,
  metadata,
  local_tags,
  scores,
  levels,
};
constexpr std::size_t kCellCount = 30;

constexpr bool kText = false, kFigure = true, kSorts = true, kUnsorted = false, kUsual = true, kUnusual = false;
constexpr std::array<TableColumn, kCellCount> kColumns = {{
    {"name", "Name", 0, kText},
    {"model", "Model", 150, kText, kSorts, kUnusual},
    {"service", "Service", 120, kText, kSorts, kUnusual},
    {"ttft", "First token", 96, kFigure, kSorts, kUsual, 948},
    {"duration", "Duration", 132},
    {"cost", "Cost", 100},
    {"tokens", "Tokens", 70},
    {"errors", "Errors", 58, kFigure, kSorts, kUsual, 848},
    {"start", "Started", 104},
    {"status", "Status", 70, kText, kSorts, kUnusual},
    {"provider", "Provider", 100, kText, kSorts, kUnusual},
    {"session", "Session", 120, kText, kSorts, kUnusual},
    {"user", "User", 110, kText, kSorts, kUnusual},
    {"prompt", "Prompt", 130, kText, kSorts, kUnusual},
    {"tags", "Tags", 140, kText, kSorts, kUnusual},
    {"environment", "Environment", 100, kText, kSorts, kUnusual},
    {"release", "Release", 90, kText, kSorts, kUnusual},
    {"input", "Input", 240, kText, kUnsorted, kUnusual},
    {"output", "Output", 240, kText, kUnsorted, kUnusual},
    {"input_tokens", "Tokens in", 80, kFigure, kSorts, kUnusual},
    {"output_tokens", "Tokens out", 84, kFigure, kSorts, kUnusual},
    {"spans", "Steps", 64, kFigure, kSorts, kUnusual},
    {"generations", "LLM calls", 76, kFigure, kUnsorted, kUnusual},
    {"tools", "Tool calls", 76, kFigure, kUnsorted, kUnusual},
    {"id", "Trace id", 150, kText, kUnsorted, kUnusual},
    {"version", "Prompt version", 110, kText, kUnsorted, kUnusual},
    {"metadata", "Metadata", 240, kText, kUnsorted, kUnusual},
    {"local_tag", "Local tags", 140, kText, kUnsorted, kUnusual},
    {"scores", "Scores", 200, kText, kUnsorted, kUnusual},
    {"level", "Levels", 150, kText, kUnsorted, kUnusual},
}};

std::string_view text_of(const Ui& ui, StringId id) { return ui.store().text(id); }

// "v2, v3", "region=eu, plan.tier=gold"
std::string joined_values(const Ui& ui, const Trace& trace, FilterField field) {
  std::string out;
  for (const ShownValue& value : values_of(ui.store(), trace, field))
    out += (out.empty() ? "" : ", ") + (value.field.key.empty() ? "" : value.field.key + "=") + value.text;
  return out;
}

// "1 error \u00b7 2 warnings \u00b7 3 debug"; nothing where every step is of the usual level.
std::string levels_text(const Derived::LevelCounts* counts) {
  if (counts == nullptr) return "\u2013";
  std::string out;
  const auto add = [&](std::uint32_t count, std::string_view one, std::string_view more) {
    if (count > 0) out += (out.empty() ? "" : " \u00b7 ") + grouped(count) + " " + std::string(count == 1 ? one : more);
  };
  add(counts->errors, "error", "errors");
  add(counts->warnings, "warning", "warnings");
  add(counts->debug, "debug", "debug");
  return out;
}

std::string plain_text(Ui& ui, Cell cell, const Trace& trace) {
  switch (cell) {
    case Cell::version: return joined_values(ui, trace, FilterField::version);
    case Cell::metadata: return joined_values(ui, trace, FilterField::metadata);
    case Cell::local_tags: return local_tags_text(ui, trace);
    case Cell::scores: return scores_text(ui.store(), trace);
    case Cell::levels: return levels_text(ui.frame.derived.level_counts(ui.state(), trace));
    case Cell::model: return joined_items(ui.store(), ui.store().lists(trace).models, 2);
    case Cell::service: return joined_items(ui.store(), ui.store().lists(trace).services, 2);
    case Cell::provider: return joined_items(ui.store(), ui.store().lists(trace).providers, 2);
    case Cell::prompt: return joined_items(ui.store(), ui.store().lists(trace).prompts, 2);
    case Cell::tags: return joined_items(ui.store(), ui.store().lists(trace).tags, 4);
    case Cell::session: return std::string(text_of(ui, trace.session_id));
    case Cell::user: return std::string(text_of(ui, trace.user_id));
    case Cell::environment: return std::string(text_of(ui, trace.environment));
    case Cell::release: return std::string(text_of(ui, trace.release));
    case Cell::input: return std::string(utf8_prefix(text_of(ui, trace.input_preview), 200));
    case Cell::output: return std::string(utf8_prefix(text_of(ui, trace.output_preview), 200));
    case Cell::status: return std::string(name_of(trace.status));
    case Cell::id: return hex_from(trace.id);
    default: return {};
  }
}

std::string figure_text(Cell cell, const Trace& trace) {
  switch (cell) {
    case Cell::cost: return cost_text(trace.cost_microcents, trace.cost_source);
    case Cell::tokens: return text_from_count(total_tokens(trace.usage));
    case Cell::input_tokens: return text_from_count(input_tokens(trace.usage));
    case Cell::output_tokens: return text_from_count(output_tokens(trace.usage));
    case Cell::spans: return grouped(trace.span_count);
    case Cell::generations: return trace.generation_count == 0 ? "" : grouped(trace.generation_count);
    case Cell::tools: return trace.tool_count == 0 ? "" : grouped(trace.tool_count);
    case Cell::ttft: return duration_or_dash(trace.ttft_ns);
    default: return {};
  }
}

void levels_tip(Ui& ui, const Trace& trace) {
  const Derived::LevelCounts* counts = ui.frame.derived.level_counts(ui.state(), trace);
  if (counts == nullptr) return;
  const TipLine lines[] = {{"", "Steps by level"},
                           {"error", grouped(counts->errors)},
                           {"warning", grouped(counts->warnings)},
                           {"default", grouped(counts->usual)},
                           {"debug", grouped(counts->debug)}};
  tooltip(ui, lines);
}

std::optional<CohortNumber> cohort_number(Cell cell) {
  if (cell == Cell::duration) return CohortNumber::duration;
  if (cell == Cell::ttft) return CohortNumber::ttft;
  return cell == Cell::cost ? std::optional(CohortNumber::cost) : std::nullopt;
}

std::string number_text(CohortNumber number, std::int64_t value) {
  if (value == kUnknown) return "too few traces";
  return number == CohortNumber::cost ? text_from_microcents(value) : text_from(Nanos{value});
}

void standing_tip(Ui& ui, const Trace& trace, const CohortSpread& spread, CohortNumber number) {
  const std::int64_t value = cohort_value(trace, number);
  char times[32];
  std::snprintf(times, sizeof times, "%.1f \u00d7 the median",
                static_cast<double>(value) / static_cast<double>(spread.p50));
  const std::string tags = joined_items(ui.store(), ui.store().lists(trace).tags, 6);
  const TipLine lines[] = {{"", number_text(number, value) + ", " + times}, {"median", number_text(number, spread.p50)},
                           {"p90", number_text(number, spread.p90)},        {"p95", number_text(number, spread.p95)},
                           {"p99", number_text(number, spread.p99)},        {"of traces", grouped(spread.count)},
                           {"with tags", tags.empty() ? "none" : tags}};
  tooltip(ui, lines);
}

// A mark for a number that stands out among the traces with the same tags; a press asks for all that do.
void standing_badge(Ui& ui, Rect& rect, TraceRow row, CohortNumber number) {
  constexpr std::array<std::string_view, 5> kLabels = {"", "p90", "3\u00d7", "p95", "p99"};
  constexpr std::array<FilterField, kCohortNumbers> kFields = {FilterField::duration, FilterField::ttft,
                                                               FilterField::cost};
  const Cohorts* cohorts = ui.frame.derived.cohorts(ui.state());
  if (cohorts == nullptr) return;
  const Trace& trace = ui.store().trace(row);
  const Standing standing = cohorts->standing(row, number, cohort_value(trace, number));
  if (standing == Standing::usual) return;
  const FilterField field = kFields[static_cast<std::size_t>(number)];
  const Rect pill = centered({rect.x0, rect.y0, rect.x0 + 26, rect.y1}, 26, 15);
  if (number == CohortNumber::duration) rect.x0 += 30;  // its bar begins behind it
  const Press pressed =
      press(ui, "standing-" + std::string(name_of(field)) + ":" + hex_from(trace.id), pill, kPressNoFocus);
  const Color ink = standing >= Standing::p95 ? ui.color.error : ui.color.warn;
  fill(ui, pill, with_alpha(ink, pressed.hovered ? 0.32f : 0.16f), 4);
  text_in(ui, pill, kLabels[static_cast<std::size_t>(standing)], ink,
          aligned({Face::semibold, 10, Align::left}, Align::center));
  if (pressed.hovered) standing_tip(ui, trace, cohorts->spread(row, number), number);
  if (pressed.clicked)
    ui.push(SetFilterText{
        print(with_range(ui.state().filter, field, std::pair(cohorts->threshold(row, number, standing), INT64_MAX)))});
}

// What a filter on a cell is about; nothing for previews and counts that no filter knows.
std::optional<FilterField> field_of_column(std::size_t column) {
  const auto cell = static_cast<Cell>(column);
  if (cell == Cell::started) return FilterField::time;
  if (cell == Cell::id) return FilterField::trace;
  if (cell == Cell::input || cell == Cell::output || cell == Cell::scores) return std::nullopt;
  return filter_field_from(kColumns[column].id);
}

}  // namespace

std::span<const TableColumn> trace_list_columns() { return kColumns; }

std::optional<SortKey> sort_of_trace_column(std::size_t column) {
  if (!kColumns[column].sorts) return std::nullopt;
  const std::optional<SortOrder> order = sort_order_from(kColumns[column].id);
  return order ? std::optional(order->key) : std::nullopt;
}

std::optional<std::size_t> trace_column_of(SortKey key) {
  for (std::size_t i = 0; i < kColumns.size(); ++i)
    if (kColumns[i].id == name_of(key)) return i;
  return std::nullopt;
}

void duration_bar(Ui& ui, Rect rect, const Trace& trace, double longest) {
  const float share = static_cast<float>(std::min(1.0, static_cast<double>(trace.duration.count) / longest));
  const Rect track{rect.x0, rect.center_y() - 2, rect.x1, rect.center_y() + 2};
  fill(ui, track, ui.color.raised, 2);
  const Color color = trace.status == Status::error ? ui.color.error : ui.color.accent;
  fill(ui, {track.x0, track.y0, track.x0 + std::max(2.0f, track.width() * share), track.y1}, with_alpha(color, 0.8f),
       2);
}

void draw_trace_cell(Ui& ui, Rect rect, std::size_t column, TraceRow row, double longest) {
  constexpr float kDurationFigure = 62;
  const Trace& trace = ui.store().trace(row);
  if (const auto field = field_of_column(column))
    offer_values(ui, inset(rect, -4, -6), false, [&] { return values_of(ui.store(), trace, *field); });
  const TextStyle right = aligned(kSmall, Align::right);
  const auto cell = static_cast<Cell>(column);
  if (const auto number = cohort_number(cell); number && rect.width() > 70) standing_badge(ui, rect, row, *number);
  switch (cell) {
    case Cell::started: text_in(ui, rect, relative_text(trace.start, ui.frame.host.now()), ui.color.dim, right); return;
    case Cell::errors:
      text_in(ui, rect, trace.error_count == 0 ? "" : grouped(trace.error_count), ui.color.error, right);
      if (mouse_in(rect)) levels_tip(ui, trace);
      return;
    case Cell::duration: {
      const Rect figure = cut_right(rect, kDurationFigure);
      figure_in(ui, figure, text_from(trace.duration), ui.color.text, right);
      if (rect.width() > 8) duration_bar(ui, inset(rect, 2, 0), trace, longest);
      return;
    }
    case Cell::id: text_in(ui, rect, plain_text(ui, cell, trace), ui.color.dim, kMono); return;
    default: break;
  }
  if (kColumns[column].figure)
    figure_in(ui, rect, figure_text(cell, trace), ui.color.text, right);
  else
    text_in(ui, rect, plain_text(ui, cell, trace), ui.color.dim, kSmall);
}

std::string trace_total_text(Ui& ui, std::size_t column, ColumnTotal total) {
  const auto cell = static_cast<Cell>(column);
  const std::optional<FilterField> field = filter_field_from(kColumns[column].id);
  if (!field || !kColumns[column].figure || cell == Cell::started) return {};
  const std::int64_t number = total_of(ui.frame.derived.trace_totals(ui.state(), *field), total);
  switch (cell) {
    case Cell::duration:
    case Cell::ttft: return duration_or_dash(number);
    case Cell::cost: return text_from_microcents(number);
    case Cell::errors:
    case Cell::spans:
    case Cell::tokens:
    case Cell::input_tokens:
    case Cell::output_tokens: return text_from_count(number);
    default: return {};
  }
}

}  // namespace spanorama
