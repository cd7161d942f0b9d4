// The application's state as JSON, for scripts and for the page's mirror for screen readers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/json_writer.h"
#include "spanorama/app/application.h"

namespace spanorama {

std::string state_json(const AppState& state, Derived& derived);
std::string sources_json(const AppState& state);
// {status, trace_count, traces: [{id, text, selected, place}], span_count, spans: [{id, text, selected, level, place}]}: at
// most `limit` rows of each, around the selected one.
std::string mirror_json(Application& application, std::uint64_t limit);

std::string_view name_of(DetailTab tab);
std::string_view name_of(SpanTab tab);
std::string_view name_of(ThemeChoice theme);
std::string_view name_of(OpenSource::Phase phase);
std::optional<DetailTab> detail_tab_from(std::string_view word);
std::optional<ThemeChoice> theme_from(std::string_view word);

}  // namespace spanorama
