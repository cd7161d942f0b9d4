// Steps of what passes the filter, one a row: model calls, or steps of every type.
#include <array>

#include "spanorama/base/format.h"
#include "views/data_table.h"
#include "views/panels.h"
#include "views/shown_rows.h"
#include "views/trace_text.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

using Sort = Derived::StepSort;

struct StepColumn {
  TableColumn column;
  std::optional<Sort> sort;
  std::string (*text)(Ui& ui, SpanRow row, const Facts& facts);
};

const Trace& trace_with(Ui& ui, SpanRow row) { return ui.store().trace(ui.store().columns().trace[row.value]); }
std::string text_of(Ui& ui, StringId id) { return std::string(ui.store().text(id)); }

std::string step_name(Ui& ui, SpanRow row, const Facts&) { return std::string(span_name(ui.store(), row)); }
std::string started(Ui& ui, SpanRow row, const Facts&) {
  return relative_text(ui.store().columns().start[row.value], ui.frame.host.now());
}
std::string type_of(Ui& ui, SpanRow row, const Facts&) {
  return std::string(name_of(ui.store().columns().type[row.value]));
}
std::string trace_of(Ui& ui, SpanRow row, const Facts&) { return text_of(ui, trace_with(ui, row).name); }
std::string service_of(Ui& ui, SpanRow row, const Facts&) {
  const ResourceRow resource = ui.store().columns().resource[row.value];
  return resource.valid() ? text_of(ui, ui.store().columns().resources[resource.value].service_name) : std::string();
}
std::string model_of(Ui& ui, SpanRow, const Facts& facts) { return text_of(ui, facts.model); }
std::string provider_of(Ui& ui, SpanRow, const Facts& facts) { return text_of(ui, facts.provider); }
std::string operation_of(Ui& ui, SpanRow, const Facts& facts) { return text_of(ui, facts.operation); }
std::string tool_of(Ui& ui, SpanRow, const Facts& facts) { return text_of(ui, facts.tool_name); }
std::string prompt_of(Ui& ui, SpanRow, const Facts& facts) {
  return text_of(ui, facts.prompt_name) +
         (facts.prompt_version.present() ? " @ " + text_of(ui, facts.prompt_version) : std::string());
}
std::string error_of(Ui& ui, SpanRow, const Facts& facts) { return text_of(ui, facts.error_type); }
std::string input_of(Ui& ui, SpanRow, const Facts& facts) { return text_of(ui, facts.input_preview); }
std::string output_of(Ui& ui, SpanRow, const Facts& facts) { return text_of(ui, facts.output_preview); }
std::string duration_of(Ui& ui, SpanRow row, const Facts&) {
  return text_from(ui.store().columns().duration[row.value]);
}
std::string ttft_of(Ui&, SpanRow, const Facts& facts) { return duration_or_dash(facts.ttft_ns); }
std::string in_of(Ui&, SpanRow, const Facts& facts) { return text_from_count(input_tokens(facts.usage)); }
std::string out_of(Ui&, SpanRow, const Facts& facts) { return text_from_count(output_tokens(facts.usage)); }
std::string tokens_of(Ui&, SpanRow, const Facts& facts) { return text_from_count(total_tokens(facts.usage)); }
std::string cost_of(Ui&, SpanRow, const Facts& facts) { return cost_text(facts.cost_microcents, facts.cost_source); }

std::string speed_of(Ui& ui, SpanRow row, const Facts& facts) {
  return tokens_per_second(facts, ui.store().columns().duration[row.value]);
}
std::string ended(Ui& ui, SpanRow row, const Facts&) { return time_text(ui, ui.store().end(row), 3); }
std::string level_of(Ui& ui, SpanRow row, const Facts&) {
  return text_of(ui, ui.store().rare_text(row, RareField::level));
}
std::string message_of(Ui& ui, SpanRow row, const Facts&) {
  const Extra* extra = ui.store().extra(row);
  return extra == nullptr ? std::string() : text_of(ui, extra->status_message);
}
std::string session_of(Ui& ui, SpanRow row, const Facts&) { return text_of(ui, trace_with(ui, row).session_id); }
std::string user_of(Ui& ui, SpanRow row, const Facts&) { return text_of(ui, trace_with(ui, row).user_id); }
std::string environment_of(Ui& ui, SpanRow row, const Facts&) { return text_of(ui, trace_with(ui, row).environment); }
std::string tags_of(Ui& ui, SpanRow row, const Facts&) {
  return joined_items(ui.store(), ui.store().lists(trace_with(ui, row)).tags);
}
std::string span_id_of(Ui& ui, SpanRow row, const Facts&) { return hex_from(ui.store().columns().span_id[row.value]); }
std::string trace_id_of(Ui& ui, SpanRow row, const Facts&) { return hex_from(trace_with(ui, row).id); }

constexpr bool kText = false, kFigure = true, kUsual = true, kUnusual = false;
constexpr std::size_t kColumnCount = 29;
constexpr std::array<StepColumn, kColumnCount> kSteps = {{
    {{"step", "Step", 0, kText, false}, {}, step_name},
    {{"started", "Started", 104}, Sort::start, started},
    {{"type", "Type", 92, kText, false, kUsual, 900}, {}, type_of},
    {{"model", "Model", 150, kText, false}, {}, model_of},
    {{"duration", "Duration", 88}, Sort::duration, duration_of},
    {{"ttft", "First token", 86}, Sort::ttft, ttft_of},
    {{"tokens", "Tokens", 76}, Sort::tokens, tokens_of},
    {{"cost", "Cost", 88}, Sort::cost, cost_of},
    {{"trace", "Trace", 150, kText, false, kUnusual}, {}, trace_of},
    {{"service", "Service", 120, kText, false, kUnusual}, {}, service_of},
    {{"provider", "Provider", 100, kText, false, kUnusual}, {}, provider_of},
    {{"operation", "Operation", 100, kText, false, kUnusual}, {}, operation_of},
    {{"tool", "Tool", 120, kText, false, kUnusual}, {}, tool_of},
    {{"prompt", "Prompt", 130, kText, false, kUnusual}, {}, prompt_of},
    {{"error", "Error", 130, kText, false, kUnusual}, {}, error_of},
    {{"input", "Input", 240, kText, false, kUnusual}, {}, input_of},
    {{"output", "Output", 240, kText, false, kUnusual}, {}, output_of},
    {{"input_tokens", "Tokens in", 80, kFigure, false, kUnusual}, {}, in_of},
    {{"output_tokens", "Tokens out", 84, kFigure, false, kUnusual}, {}, out_of},
    {{"speed", "Speed", 84, kFigure, false, kUnusual}, {}, speed_of},
    {{"ended", "Ended", 170, kText, false, kUnusual}, {}, ended},
    {{"level", "Level", 80, kText, false, kUnusual}, {}, level_of},
    {{"message", "Status message", 200, kText, false, kUnusual}, {}, message_of},
    {{"session", "Session", 120, kText, false, kUnusual}, {}, session_of},
    {{"user", "User", 110, kText, false, kUnusual}, {}, user_of},
    {{"environment", "Environment", 100, kText, false, kUnusual}, {}, environment_of},
    {{"tags", "Tags", 140, kText, false, kUnusual}, {}, tags_of},
    {{"span_id", "Span id", 140, kText, false, kUnusual}, {}, span_id_of},
    {{"trace_id", "Trace id", 250, kText, false, kUnusual}, {}, trace_id_of},
}};

std::string total_text(Ui& ui, std::size_t column, ColumnTotal total) {
  const std::optional<Sort> sort = kSteps[column].sort;
  if (!sort || *sort == Sort::start) return {};
  const std::int64_t number = total_of(ui.frame.derived.step_totals(ui.state(), *sort), total);
  if (*sort == Sort::tokens) return text_from_count(number);
  return *sort == Sort::cost ? text_from_microcents(number) : duration_or_dash(number);
}

// What a filter on a cell asks; nothing for numbers, which filters know of whole traces only.
std::vector<ShownValue> cell_values(Ui& ui, SpanRow row, std::size_t column) {
  const TraceStore& store = ui.store();
  const MaybeFacts told = store.facts(row);
  const Facts facts = told == nullptr ? Facts{} : *told;
  const auto is = [column](std::string_view id) { return kSteps[column].column.id == id; };
  const Trace& trace = store.trace(store.columns().trace[row.value]);
  if (is("trace")) return values_of(store, trace, FilterField::name);
  for (const FilterField field : {FilterField::session, FilterField::user, FilterField::environment, FilterField::tags})
    if (is(name_of(field))) return values_of(store, trace, field);
  if (is("level")) return text_value(FilterField::level, level_of(ui, row, facts));
  if (is("error")) return text_value(FilterField::error_type, store.text(facts.error_type));
  if (is("prompt")) {
    std::vector<ShownValue> out = text_value(FilterField::prompt, store.text(facts.prompt_name));
    for (ShownValue& version : text_value(FilterField::version, store.text(facts.prompt_version)))
      out.push_back(std::move(version));
    return out;
  }
  if (column == 0) return values_of(store, row);
  for (const FilterField field : {FilterField::type, FilterField::model, FilterField::service, FilterField::provider,
                                  FilterField::operation, FilterField::tool})
    if (is(name_of(field))) return text_value(field, kSteps[column].text(ui, row, facts));
  return {};
}

std::array<TableColumn, kColumnCount> table_columns(bool calls) {
  std::array<TableColumn, kColumnCount> out;
  for (std::size_t i = 0; i < kColumnCount; ++i) out[i] = kSteps[i].column;
  if (calls) out[0].title = "Call";
  if (calls) out[2].usual = false;  // the type is always the same
  return out;
}

std::string_view table_name(const Ui& ui) { return ui.state().view == ListView::calls ? "calls" : "steps"; }

Memory::TableSort& table_sort(Ui& ui) { return ui.memory.table_sorts[std::string(table_name(ui))]; }

}  // namespace

std::vector<TableColumn> step_table_columns() {
  const auto columns = table_columns(false);
  return {columns.begin(), columns.end()};
}

const std::vector<SpanRow>& shown_steps(Ui& ui) {
  const Memory::TableSort& sort = table_sort(ui);
  const auto column = static_cast<std::size_t>(std::max(0, sort.column));
  return ui.frame.derived.steps(ui.state(), kSteps[column].sort.value_or(Sort::start), sort.descending);
}

void draw_step_list(Ui& ui, Rect area) {
  const bool calls = ui.state().view == ListView::calls;
  const std::string_view name = table_name(ui);
  Memory::TableSort& sort = table_sort(ui);
  const std::vector<SpanRow>& steps = shown_steps(ui);
  if (steps.empty()) {
    fill(ui, area, ui.color.panel);
    if (ui.frame.derived.unfinished())
      return text_in(ui, area, "\u2026", ui.color.faint, aligned(kBody, Align::center)), void();
    text_in(ui, area, calls ? "No model call passes the filter" : "No step passes the filter", ui.color.dim,
            aligned(kBody, Align::center));
    return;
  }
  const std::array<TableColumn, kColumnCount> columns = table_columns(calls);
  TableRows rows;
  rows.name = name;
  rows.count = steps.size();
  rows.cell = [&](std::size_t row, std::size_t one) {
    const MaybeFacts facts = ui.store().facts(steps[row]);
    return kSteps[one].text(ui, steps[row], facts == nullptr ? Facts{} : *facts);
  };
  rows.detail = [&](std::size_t row) {
    const MaybeFacts facts = ui.store().facts(steps[row]);
    return facts == nullptr ? std::string() : text_of(ui, facts->output_preview);
  };
  rows.mark = [&](std::size_t row, Rect rect) {
    const ColumnViews& store = ui.store().columns();
    type_icon(ui, store.type[steps[row].value], rect.x0 + 8, rect.center_y(), 16);
    if (store.status[steps[row].value] == Status::error) error_mark(ui, rect.x0 + 17, rect.center_y() - 5, 9);
  };
  rows.values = [&](std::size_t row, std::size_t one) { return cell_values(ui, steps[row], one); };
  rows.total = [&](std::size_t one, ColumnTotal total) { return total_text(ui, one, total); };
  const auto chosen = data_table(ui, area, columns, rows, sort);
  if (!chosen) return;
  const ColumnViews& store = ui.store().columns();
  ui.push(SelectTrace{ui.store().trace(store.trace[steps[*chosen].value]).id});
  ui.push(SelectSpan{store.span_id[steps[*chosen].value]});
}

}  // namespace spanorama
