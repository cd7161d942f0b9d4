#include "spanorama/app/deep_link.h"

#include <algorithm>
#include <array>

#include "app/link_upgrade.h"
#include "app/percent.h"
#include "spanorama/base/format.h"

namespace spanorama {

namespace {

constexpr std::array<std::string_view, 8> kTabNames = {"timeline", "flame", "tree", "conversation",
                                                       "merged",   "graph", "log",  "compare"};
constexpr std::array<std::string_view, 3> kThemeNames = {"system", "dark", "light"};

constexpr std::array<std::string_view, kListViewCount> kViewNames = {
    "traces", "calls", "steps", "sessions", "users", "prompts", "versions", "models", "providers", "tools", "groups"};

// All of these are false, and leave what stood there, when the value cannot be read.
template <class Enum, std::size_t N>
bool read_word(const std::array<std::string_view, N>& names, std::string_view word, Enum& out) {
  const auto found = std::find(names.begin(), names.end(), word);
  if (found == names.end()) return false;
  out = static_cast<Enum>(found - names.begin());
  return true;
}

bool read_time_range(std::string_view text, std::optional<TimeRange>& out) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return false;
  TimeRange range;
  if (!parse_int64(text.substr(0, dots), range.begin.ns) || !parse_int64(text.substr(dots + 2), range.end.ns))
    return false;
  if (!(range.begin < range.end)) return false;
  out = range;
  return true;
}

template <class Value>
bool take(std::optional<Value> value, Value& out) {
  if (value) out = std::move(*value);
  return value.has_value();
}

void add_source(DeepLink& link, std::string source) {
  if (!source.empty()) link.sources.push_back(std::move(source));
}

enum class Read : std::uint8_t { good, bad_value, unknown_key };

Read read_pair(DeepLink& link, std::string_view key, const std::string& value) {
  const auto answer = [](bool good) { return good ? Read::good : Read::bad_value; };
  if (key == "v") return Read::good;  // read before all others
  if (key == "src" || key == "url") return add_source(link, value), Read::good;
  if (key == "f") return link.filter = value, Read::good;
  if (key == "sort") return answer(take(sort_order_from(value), link.sort));
  if (key == "view") return answer(take(list_view_from(value), link.view));
  if (key == "by") return answer(take(field_ref_from(value), link.group_by));
  if (key == "trace") return answer(trace_id_from_hex(value, link.trace));
  if (key == "span") return answer(span_id_from_hex(value, link.span));
  if (key == "tab") return answer(read_word(kTabNames, value, link.tab));
  if (key == "t") return answer(read_time_range(value, link.visible_time));
  if (key == "cmp") return answer(trace_id_from_hex(value, link.compared));
  if (key == "look") return link.look = trace_view_from(value), Read::good;
  if (key == "theme") return answer(read_word(kThemeNames, value, link.theme));
  return Read::unknown_key;
}

// 0 without one, or when it is none.
int version_in(const LinkPairs& pairs) {
  std::int64_t number = 0;
  for (const auto& [key, value] : pairs)
    if (key == "v" && parse_int64(value, number) && number > 0 && number < 1000) return static_cast<int>(number);
  return 0;
}

template <class Use>
void for_each_pair(std::string_view text, Use&& use) {
  while (!text.empty()) {
    const std::size_t cut = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, cut);
    text.remove_prefix(std::min(cut + 1, text.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string key = percent_decoded(pair.substr(0, equals));
    if (!key.empty()) use(key, percent_decoded(pair.substr(std::min(equals + 1, pair.size()))));
  }
}

void read_fragment(DeepLink& link, std::string_view fragment) {
  LinkPairs pairs;
  for_each_pair(fragment, [&](const std::string& key, const std::string& value) { pairs.emplace_back(key, value); });
  const int version = version_in(pairs);
  upgrade_link(pairs, version);
  link.version = std::max(version, kLinkVersion);
  for (const auto& [key, value] : pairs) {
    const Read read = read_pair(link, key, value);
    if (read == Read::unknown_key) link.unknown.emplace_back(key, value);
    if (read == Read::bad_value) link.unread.push_back(key + "=" + value);
  }
}

// Of the page's own query only the source is ours; the rest belongs to whoever serves the page.
void read_query(DeepLink& link, std::string_view query) {
  for_each_pair(query, [&](const std::string& key, const std::string& value) {
    const bool known = std::find(link.sources.begin(), link.sources.end(), value) != link.sources.end();
    if ((key == "url" || key == "src") && !known) add_source(link, value);
  });
}

void append_pair(std::string& out, std::string_view key, std::string_view value) {
  out += "&" + percent_encoded(key) + "=" + percent_encoded(value);
}

}  // namespace

std::string_view name_of(ListView view) { return kViewNames[static_cast<std::size_t>(view)]; }

std::optional<ListView> list_view_from(std::string_view word) {
  for (std::size_t i = 0; i < kViewNames.size(); ++i)
    if (kViewNames[i] == word) return static_cast<ListView>(i);
  return std::nullopt;
}

DeepLink parse_link(std::string_view text) {
  DeepLink link;
  const std::size_t hash = text.find('#');
  if (hash == std::string_view::npos && text.starts_with("v=")) {  // as print() gives it; a source may hold a '?'
    read_fragment(link, text);
    return link;
  }
  const std::string_view before = text.substr(0, hash);
  const std::size_t question = before.find('?');
  if (hash != std::string_view::npos) read_fragment(link, text.substr(hash + 1));
  if (question != std::string_view::npos) {
    read_query(link, before.substr(question + 1));
  } else if (hash == std::string_view::npos && before.find("://") >= before.find('=')) {
    read_fragment(link, before);
  }
  return link;
}

std::string print(const DeepLink& link) {
  const DeepLink defaults;
  std::string out = "v=" + std::to_string(defaults.version);
  for (const std::string& source : link.sources) append_pair(out, "src", without_credentials(source));
  if (!link.filter.empty()) append_pair(out, "f", link.filter);
  if (!(link.sort == defaults.sort)) append_pair(out, "sort", print(link.sort));
  if (link.view != defaults.view) append_pair(out, "view", name_of(link.view));
  if (!(link.group_by == defaults.group_by)) append_pair(out, "by", print(link.group_by));
  if (link.trace.valid()) append_pair(out, "trace", hex_from(link.trace));
  if (link.span.valid()) append_pair(out, "span", hex_from(link.span));
  if (link.tab != defaults.tab) append_pair(out, "tab", kTabNames[static_cast<std::size_t>(link.tab)]);
  if (link.visible_time) {
    const TimeRange& range = *link.visible_time;
    append_pair(out, "t", std::to_string(range.begin.ns) + ".." + std::to_string(range.end.ns));
  }
  if (link.compared.valid()) append_pair(out, "cmp", hex_from(link.compared));
  if (const std::string look = print(link.look); !look.empty()) append_pair(out, "look", look);
  if (link.theme != defaults.theme) append_pair(out, "theme", kThemeNames[static_cast<std::size_t>(link.theme)]);
  for (const auto& [key, value] : link.unknown) append_pair(out, key, value);
  return out;
}

DeepLink link_of(const AppState& state) {
  DeepLink link;
  for (const OpenSource& source : state.sources)
    if (source.phase != OpenSource::Phase::failed) add_source(link, without_credentials(source.link));
  link.filter = state.filter_error.empty() ? state.filter_text : print(state.filter);
  link.sort = state.sort;
  link.view = state.view;
  link.group_by = state.group_by;
  link.trace = state.trace;
  link.span = state.span;
  link.tab = state.tab;
  link.visible_time = state.visible_time;
  link.compared = state.compared;
  link.look = state.trace_view;
  link.theme = state.theme;
  link.unknown = state.unknown_link_values;
  return link;
}

}  // namespace spanorama
