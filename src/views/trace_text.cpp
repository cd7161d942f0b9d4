#include "views/trace_text.h"

#include <cstdio>

#include "spanorama/base/format.h"

namespace spanorama {

std::string composition_text(const Trace& trace) {
  std::string out = grouped(trace.span_count) + (trace.span_count == 1 ? " step" : " steps");
  if (trace.generation_count > 0) out += " \u00b7 " + grouped(trace.generation_count) + " llm";
  if (trace.tool_count > 0) out += " \u00b7 " + grouped(trace.tool_count) + " tool";
  return out;
}

std::string cost_text(std::int64_t microcents, CostSource source) {
  std::string out = text_from_microcents(microcents);
  const bool estimated = source == CostSource::estimated || source == CostSource::mixed;
  if (microcents != kUnknown && estimated) out += "*";
  if (microcents != kUnknown && source == CostSource::partial) out = "\u2265 " + out;
  return out;
}

std::string duration_or_dash(std::int64_t ns) { return ns == kUnknown ? "\u2013" : text_from(Nanos{ns}); }

std::string_view cost_source_text(CostSource source) {
  switch (source) {
    case CostSource::reported: return "reported";
    case CostSource::estimated: return "estimated from the price table";
    case CostSource::mixed: return "partly reported, partly estimated";
    case CostSource::partial: return "at least: some calls have no known price";
    case CostSource::none: break;
  }
  return "not available";
}

std::string time_text(const Ui& ui, UnixTime time, int fraction_digits) {
  return time.ns == 0 ? "\u2013" : text_from(time, fraction_digits, ui.utc_offset_minutes());
}

std::string joined_items(const TraceStore& store, Range items, std::size_t most) {
  std::string out;
  std::size_t count = 0;
  for (const StringId item : store.items(items)) {
    if (count == most) {
      out += " +" + std::to_string(items.count - most);
      break;
    }
    out += (count++ == 0 ? "" : ", ") + std::string(store.text(item));
  }
  return out;
}

std::string_view span_name(const TraceStore& store, SpanRow span) {
  const std::string_view name = store.text(store.columns().name[span.value]);
  return name.empty() ? name_of(store.columns().type[span.value]) : name;
}

std::string tokens_per_second(const Facts& facts, Nanos duration) {
  const std::int64_t out = output_tokens(facts.usage);
  const std::int64_t wait = facts.ttft_ns == kUnknown ? 0 : facts.ttft_ns;
  const double seconds = static_cast<double>(duration.count - wait) / 1e9;
  if (out == kUnknown || out <= 0 || seconds <= 0) return {};
  char text[32];
  const double rate = static_cast<double>(out) / seconds;
  std::snprintf(text, sizeof text, rate < 10 ? "%.1f tok/s" : "%.0f tok/s", rate);
  return text;
}

std::string time_per_token(const Facts& facts, Nanos duration) {
  const std::int64_t out = output_tokens(facts.usage);
  if (facts.ttft_ns == kUnknown || out == kUnknown || out < 2 || duration.count <= facts.ttft_ns) return {};
  return text_from(Nanos{(duration.count - facts.ttft_ns) / (out - 1)}) + " a token";
}

std::string percent_text(double share) {
  char text[16];
  std::snprintf(text, sizeof text, share < 0.1 ? "%.1f %%" : "%.0f %%", share * 100);
  return text;
}

std::vector<TipLine> span_tip(const Ui& ui, TraceRow trace, SpanRow span) {
  const TraceStore& store = ui.store();
  const ColumnViews& columns = store.columns();
  const Nanos duration = columns.duration[span.value], whole = store.trace(trace).duration;
  std::vector<TipLine> lines = {{"", std::string(span_name(store, span))},
                                {"type", std::string(name_of(columns.type[span.value]))},
                                {"duration", text_from(duration)}};
  if (whole.count > 0)
    lines.push_back(
        {"share of trace", percent_text(static_cast<double>(duration.count) / static_cast<double>(whole.count))});
  if (const MaybeFacts facts = store.facts(span)) {
    const std::int64_t in = input_tokens(facts->usage), out = output_tokens(facts->usage);
    if (in != kUnknown || out != kUnknown)
      lines.push_back({"tokens", text_from_count(in) + " in, " + text_from_count(out) + " out"});
    if (facts->cost_microcents != kUnknown)
      lines.push_back({"cost", cost_text(facts->cost_microcents, facts->cost_source)});
    if (facts->ttft_ns != kUnknown) lines.push_back({"first token", text_from(Nanos{facts->ttft_ns})});
    if (facts->model.present()) lines.push_back({"model", std::string(store.text(facts->model))});
  }
  if (columns.status[span.value] == Status::error) {
    const Extra* extra = store.extra(span);
    const std::string_view message = extra != nullptr ? store.text(extra->status_message) : std::string_view();
    lines.push_back({"status", message.empty() ? "error" : "error: " + std::string(message)});
  }
  return lines;
}

}  // namespace spanorama
