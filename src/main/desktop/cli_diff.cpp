#include "main/desktop/cli_diff.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/json_writer.h"
#include "main/desktop/cli_cells.h"
#include "main/desktop/cli_rows.h"
#include "main/desktop/cli_selection.h"
#include "main/desktop/cli_verbs.h"
#include "spanorama/analysis/trace_diff.h"
#include "spanorama/app/json_rows.h"
#include "spanorama/app/step_texts.h"
#include "spanorama/base/format.h"
#include "spanorama/ingest/content.h"

namespace spanorama {
namespace {

constexpr std::size_t kMostTextBytes = 1 << 20;  // of one side that is compared
constexpr std::uint32_t kMostIndent = 20;

struct Pair {
  TraceRow left, right;
};

bool begins_later(const TraceStore& store, TraceRow a, TraceRow b) {
  return store.trace(b).start < store.trace(a).start;
}

// The latest trace of `rows` for which `wanted` holds, and how many there are.
template <class Wanted>
std::pair<std::optional<TraceRow>, std::size_t> latest(const TraceStore& store, const RowSet& rows, Wanted&& wanted) {
  std::optional<TraceRow> found;
  std::size_t count = 0;
  rows.for_each([&](std::uint32_t row) {
    if (!wanted(TraceRow{row})) return;
    ++count;
    if (!found || begins_later(store, TraceRow{row}, *found)) found = TraceRow{row};
  });
  return {found, count};
}

std::optional<TraceRow> trace_named(const TraceStore& store, const RowSet& rows, const std::string& id) {
  const auto [found, count] =
      latest(store, rows, [&](TraceRow row) { return hex_from(store.trace(row).id).starts_with(id); });
  if (count == 0) complain("there is no trace " + id);
  if (count > 1) complain("more than one trace begins with " + id + ": give more digits");
  return count == 1 ? found : std::nullopt;
}

// Sources are numbered from 1 in the order in which they were read.
std::optional<TraceRow> trace_of_sources(const TraceStore& store, const RowSet& rows, const std::string& name,
                                         std::uint32_t first, std::uint32_t last) {
  const auto from = [&](TraceRow row) {
    const std::uint32_t id = store.columns().sources[store.trace(row).source.value].id;
    return id >= first && id <= last;
  };
  const auto [found, count] = latest(store, rows, from);
  if (count == 0) complain("no trace of " + name + " can be compared: none passes, or all are in the other one too");
  if (count > 1) complain(name + " has " + std::to_string(count) + " traces; the latest one is compared");
  return found;
}

std::optional<Pair> named_pair(const CommandLine& line, const TraceStore& store, const RowSet& rows) {
  std::optional<TraceRow> left, right;
  if (line.compared.size() == 2) {
    left = trace_named(store, rows, line.compared[0]);
    right = trace_named(store, rows, line.compared[1]);
  } else {
    const auto of_left = static_cast<std::uint32_t>(expanded_sources({line.sources[0]}).size());
    left = trace_of_sources(store, rows, line.sources[0], 1, of_left);
    right = trace_of_sources(store, rows, line.sources[1], of_left + 1, UINT32_MAX);
  }
  if (!left || !right) return std::nullopt;
  return Pair{*left, *right};
}

class DiffPrinter {
 public:
  DiffPrinter(const CommandLine& line, CliSources& sources, Output& output)
      : store_(*sources.store()), sources_(sources), printer_(output, line.format, columns(), line.limit) {}

  void print(const Pair& pair) {
    for (const DiffRow& row : align_traces(store_, pair.left, pair.right)) {
      if (!printer_.more()) break;
      const bool both = row.left.valid() && row.right.valid();
      const StepTexts left = both ? texts_of(row.left) : StepTexts(), right = both ? texts_of(row.right) : StepTexts();
      const Words differ = both ? differences(row, left, right) : Words();
      printer_.wants_cells() ? printer_.cells(cells(row, differ)) : printer_.json(object(row, left, right, differ));
    }
    printer_.finish();
  }

 private:
  using Words = std::vector<std::string_view>;

  static std::vector<TableColumn> columns() {
    return {{""},
            {"STEP", Align::left, true},
            {"LEFT", Align::right},
            {"RIGHT", Align::right},
            {"MORE TIME", Align::right},
            {"MORE TOKENS", Align::right},
            {"MORE COST", Align::right},
            {"DIFFERS"}};
  }

  StepTexts texts_of(SpanRow span) {
    return step_texts(store_, span, read_content(store_, span, sources_), kMostTextBytes);
  }
  Facts facts_of(SpanRow span) const {
    const MaybeFacts facts = span.valid() ? store_.facts(span) : MaybeFacts();
    return facts ? *facts : Facts();
  }
  std::int64_t duration_of(SpanRow span) const {
    return span.valid() ? store_.columns().duration[span.value].count : kUnknown;
  }
  std::string_view status_of(SpanRow span) const {
    return span.valid() ? name_of(store_.columns().status[span.value]) : std::string_view();
  }
  std::string_view model_of(SpanRow span) const { return store_.text(facts_of(span).model); }

  // What is not the same of a step that both have.
  Words differences(const DiffRow& row, const StepTexts& left, const StepTexts& right) const {
    Words out;
    if (status_of(row.left) != status_of(row.right)) out.push_back("status");
    if (model_of(row.left) != model_of(row.right)) out.push_back("model");
    if (left.input != right.input) out.push_back("input");
    if (left.output != right.output) out.push_back("output");
    return out;
  }
  static std::string_view change_of(const DiffRow& row, const Words& differ) {
    if (!row.left.valid()) return "added";
    if (!row.right.valid()) return "removed";
    return differ.empty() ? "same" : "changed";
  }

  static std::string more(std::int64_t left, std::int64_t right, std::string (*text)(std::int64_t)) {
    if (left == kUnknown || right == kUnknown) return "–";
    const std::int64_t by = right - left;
    return by == 0 ? "0" : (by > 0 ? "+" : "-") + text(by > 0 ? by : -by);
  }

  std::vector<std::string> cells(const DiffRow& row, const Words& differ) const {
    const SpanRow shown = row.left.valid() ? row.left : row.right;
    const auto duration = [](std::int64_t ns) { return ns == kUnknown ? std::string("–") : text_from(Nanos{ns}); };
    std::string words;
    for (const std::string_view word : differ) words += (words.empty() ? "" : ", ") + std::string(word);
    const std::string_view mark = !row.left.valid() ? "+" : !row.right.valid() ? "-" : differ.empty() ? " " : "≠";
    return {std::string(mark),
            std::string(2 * std::size_t{std::min(row.depth, kMostIndent)}, ' ') +
                without_controls(store_.text(store_.columns().name[shown.value])),
            duration(duration_of(row.left)),
            duration(duration_of(row.right)),
            more(duration_of(row.left), duration_of(row.right), [](std::int64_t ns) { return text_from(Nanos{ns}); }),
            more(total_tokens(facts_of(row.left).usage), total_tokens(facts_of(row.right).usage), grouped),
            more(facts_of(row.left).cost_microcents, facts_of(row.right).cost_microcents,
                 [](std::int64_t microcents) { return text_from_microcents(microcents); }),
            words};
  }

  void side(JsonWriter& out, std::string_view name, SpanRow span) const {
    out.key(name);
    if (!span.valid()) return out.null();
    const Facts facts = facts_of(span);
    out.open('{');
    out.field("trace_id", hex_from(store_.trace(store_.columns().trace[span.value]).id));
    out.field("span_id", hex_from(store_.columns().span_id[span.value]));
    out.field("status", status_of(span));
    out.field("model", model_of(span));
    out.number_field("duration_ns", duration_of(span));
    out.number_field("input_tokens", input_tokens(facts.usage));
    out.number_field("output_tokens", output_tokens(facts.usage));
    out.key("cost_microcents"), out.wide_or_null(facts.cost_microcents);
    out.close('}');
  }

  static void text_parts(JsonWriter& out, std::string_view name, const std::string& left, const std::string& right) {
    out.key(name);
    if (left == right) return out.null();
    out.open('[');
    for (const TextPart& part : text_diff(left, right)) {
      const std::string& text = part.kind == TextPart::Kind::added ? right : left;
      out.open('{');
      out.field(part.kind == TextPart::Kind::added     ? "added"
                : part.kind == TextPart::Kind::removed ? "removed"
                                                       : "same",
                std::string_view(text).substr(part.begin, part.end - part.begin));
      out.close('}');
    }
    out.close(']');
  }

  std::string object(const DiffRow& row, const StepTexts& left, const StepTexts& right, const Words& differ) const {
    const SpanRow shown = row.left.valid() ? row.left : row.right;
    JsonWriter out;
    out.open('{');
    out.field("change", change_of(row, differ));
    out.number_field("depth", row.depth);
    out.field("name", store_.text(store_.columns().name[shown.value]));
    out.field("type", name_of(store_.columns().type[shown.value]));
    out.key("differs");
    out.open('[');
    for (const std::string_view word : differ) out.text(word);
    out.close(']');
    side(out, "left", row.left);
    side(out, "right", row.right);
    text_parts(out, "input_diff", left.input, right.input);
    text_parts(out, "output_diff", left.output, right.output);
    out.close('}');
    return out.take();
  }

  const TraceStore& store_;
  CliSources& sources_;
  RowPrinter printer_;
};

}  // namespace

int print_diff(const CommandLine& line, CliSources& sources, const RowSet& rows, Output& output) {
  const std::optional<Pair> pair = named_pair(line, *sources.store(), rows);
  if (!pair) return kExitNothingRead;
  DiffPrinter(line, sources, output).print(*pair);
  return kExitAllRead;
}

}  // namespace spanorama
