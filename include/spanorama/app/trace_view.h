// How the open trace is looked at: what its bars are coloured by, which of its steps are shown, how the merged flame
// adds up. One value, changed as a whole by one command, kept while traces change.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "spanorama/analysis/merged_flame.h"
#include "spanorama/base/ids.h"
#include "spanorama/base/time.h"
#include "spanorama/model/vocabulary.h"

namespace spanorama {

enum class ColorBy : std::uint8_t { type, service, cost, tokens, duration, status };
enum class FlameScope : std::uint8_t { trace, selection, filtered };
// Of steps that tell a level; those that tell none count as `normal`, failed ones as `error`.
enum class StepLevel : std::uint8_t { debug, normal, warning, error };

struct TraceView {
  ColorBy color_by = ColorBy::type;
  bool critical_path = true;
  bool fold_gaps = false;  // idle stretches become a marked break

  // Steps that are not shown; what is below them moves up to the nearest step that is.
  std::uint32_t hidden_types = 0;  // bits 1 << ObservationType
  bool only_llm = false;           // generations, embeddings and rerankers
  bool only_matches = false;       // of the search in the trace
  StepLevel least_level = StepLevel::debug;
  SpanId top;  // only this step and what is below it

  FlameKind flame_kind = FlameKind::time;
  FlameScope flame_scope = FlameScope::trace;
  bool graph_expanded = false;
  bool log_by_time = true;  // else in tree order

  friend bool operator==(const TraceView&, const TraceView&) = default;
};

// As links carry it: "color:cost,gaps,hide:http"; empty for the usual view. What is not understood is left out.
std::string print(const TraceView& view);
TraceView trace_view_from(std::string_view text);

constexpr std::uint32_t bit_of(ObservationType type) { return 1u << static_cast<unsigned>(type); }

}  // namespace spanorama
