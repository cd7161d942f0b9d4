#include "views/span_color.h"

#include <array>

#include "spanorama/base/hash.h"

namespace spanorama {

SpanColors::SpanColors(Ui& ui)
    : store_(ui.store()),
      color_(ui.color),
      by_(ui.state().trace_view.color_by),
      maxima_(ui.frame.derived.open_trace().maxima(ui.state())) {
  for (std::size_t type = 0; type < of_type_.size(); ++type)
    of_type_[type] = type_color(static_cast<ObservationType>(type), color_.dark);
}

Color heat_color(const Palette& color, double share) {
  return share >= 0.75 ? color.error : share >= 0.5 ? color.warn : color.accent;
}

// Below half of the greatest the accent colour, paler the less it is; steps without a figure are grey.
Color SpanColors::heat(std::int64_t value, std::int64_t most) const {
  const Color none = mixed(color_.faint, color_.panel, 0.45f);
  if (value == kUnknown || most <= 0) return none;
  const double share = static_cast<double>(value) / static_cast<double>(most);
  if (share >= 0.5) return heat_color(color_, share);
  return mixed(mixed(color_.accent, color_.panel, 0.6f), color_.accent, static_cast<float>(share * 2));
}

Color SpanColors::of(SpanRow span) const {
  const ColumnViews& columns = store_.columns();
  MaybeFacts facts;
  switch (by_) {
    case ColorBy::type: break;
    case ColorBy::service: {
      const ResourceRow resource = columns.resource[span.value];
      if (resource.valid())
        return service_color(store_.text(columns.resources[resource.value].service_name), color_.dark);
      break;
    }
    case ColorBy::duration:
      // What is at the top always takes longest: it stays grey.
      return heat(columns.depth[span.value] == 0 ? kUnknown : columns.duration[span.value].count,
                  maxima_.duration.count);
    case ColorBy::tokens:
      facts = store_.facts(span);
      return heat(facts == nullptr ? kUnknown : total_tokens(facts->usage), maxima_.tokens);
    case ColorBy::cost:
      facts = store_.facts(span);
      return heat(facts == nullptr ? kUnknown : facts->cost_microcents, maxima_.cost_microcents);
    case ColorBy::status: {
      const Status status = columns.status[span.value];
      return status == Status::unset ? mixed(color_.faint, color_.panel, 0.35f) : status_color(status, color_);
    }
  }
  return of_type_[static_cast<std::size_t>(columns.type[span.value]) % of_type_.size()];
}

Color service_color(std::string_view service, bool dark) {
  constexpr std::array<ObservationType, 8> kHues = {
      ObservationType::agent,     ObservationType::tool,     ObservationType::generation, ObservationType::retriever,
      ObservationType::guardrail, ObservationType::reranker, ObservationType::evaluator,  ObservationType::db};
  if (service.empty()) return type_color(ObservationType::span, dark);
  // The seed is fixed: a service keeps its colour from one visit to the next.
  return type_color(kHues[hash64(service) % kHues.size()], dark);
}

std::string_view name_of(ColorBy by) {
  constexpr std::array<std::string_view, 6> kNames = {"Type", "Service", "Cost", "Tokens", "Duration", "Status"};
  return kNames[static_cast<std::size_t>(by)];
}

}  // namespace spanorama
