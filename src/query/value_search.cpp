#include "spanorama/query/value_search.h"

#include <re2/filtered_re2.h>

#include <algorithm>

#include "query/case_fold.h"
#include "query/fields.h"
#include "query/metadata.h"
#include "query/number_range.h"
#include "query/text_match.h"
#include "spanorama/base/json_text.h"
#include "spanorama/base/text_finder.h"
#include "spanorama/base/utf8.h"
#include "spanorama/model/payload_text.h"

namespace spanorama {

using namespace query;

namespace {

bool plain_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ';
}

// The longest run of letters, digits and spaces of ASCII: bytes that no encoding of a string changes, save for \u00…
// escapes. Empty where there is none. `breaks` are bytes that end a run as well.
std::string longest_plain_run(std::string_view text, std::string_view breaks = {}) {
  std::string_view longest;
  for (std::size_t begin = 0, at = 0; at <= text.size(); ++at) {
    if (at < text.size() && plain_byte(text[at]) && breaks.find(text[at]) == std::string_view::npos) continue;
    if (at - begin > longest.size()) longest = text.substr(begin, at - begin);
    begin = at + 1;
  }
  return std::string(longest);
}

// Whether a \u escape stands for a plain byte: \u0020, \u0030 … \u007A.
bool escapes_plain_byte(std::string_view raw) {
  static const TextFinder finder("\\u00", true);
  const auto digit = [&](std::size_t at) { return at < raw.size() ? raw[at] : '\0'; };
  for (std::size_t at = finder.find(raw); at != std::string_view::npos; at = finder.find(raw, at + 1)) {
    const char high = digit(at + 4);
    if ((high >= '3' && high <= '7') || (high == '2' && digit(at + 5) == '0')) return true;
  }
  return false;
}

// Whether the raw bytes are the text itself once JSON's escapes are resolved, so that plain runs stand in both.
bool keeps_plain_runs(PayloadEncoding encoding) {
  return encoding == PayloadEncoding::utf8 || encoding == PayloadEncoding::json_string ||
         encoding == PayloadEncoding::json_value;
}

bool holds_json(std::string_view text) {
  const std::size_t at = text.find_first_not_of(" \t\r\n");
  return at != std::string_view::npos && (text[at] == '{' || text[at] == '[' || text[at] == '"');
}

// The literals that a regular expression needs, as RE2 finds them.
class PatternAtoms {
 public:
  explicit PatternAtoms(const std::string& pattern) {
    constexpr int kLeastBytes = 2;
    re2::RE2::Options options;
    options.set_log_errors(false);
    filtered_ = std::make_unique<re2::FilteredRE2>(kLeastBytes);
    int id = 0;
    if (filtered_->Add(pattern, options, &id) != re2::RE2::NoError) return;
    std::vector<std::string> atoms;
    filtered_->Compile(&atoms);
    // An atom that an escape may hide is taken to be there.
    for (const std::string& atom : atoms)
      finders_.emplace_back(longest_plain_run(atom) == atom ? std::string_view(atom) : std::string_view(), true);
    useful_ = !atoms.empty();
  }
  bool may_match(std::string_view raw) const {
    if (!useful_) return true;
    std::vector<int> found, potentials;
    for (std::size_t i = 0; i < finders_.size(); ++i)
      if (finders_[i].found_in(raw)) found.push_back(static_cast<int>(i));
    filtered_->AllPotentials(found, &potentials);
    return !potentials.empty();
  }

 private:
  std::unique_ptr<re2::FilteredRE2> filtered_;
  std::vector<TextFinder> finders_;
  bool useful_ = false;
};

// The metadata whose presence a has: condition asks for.
std::vector<std::string> metadata_asked_for(const Condition& c) {
  std::vector<std::string> out;
  for (const std::string& text : c.texts) {
    FilterField field{};
    std::string_view key;
    if (c.field == FilterField::has && split_keyed(text, field, key) && field == FilterField::metadata)
      out.emplace_back(key);
  }
  return out;
}

bool is_metadata_range(const Condition& c) { return c.field == FilterField::metadata && c.match == Match::range; }

}  // namespace

struct ValueSearch::Impl {
  explicit Impl(const Condition& c)
      : mode(mode_of(c)), matcher(c), member(c.field == FilterField::metadata ? c.key : std::string()) {
    entries = metadata_asked_for(c);
    if (is_metadata_range(c)) {
      range.emplace(c);
      entries = {c.key};
    }
    for (const std::string& entry : entries)
      pieces.emplace_back(longest_plain_run(std::string_view(entry).substr(entry.rfind('.') + 1)), false);
    if (!entries.empty()) return;
    for (const std::string& text : c.texts) {
      if (mode == TextMode::pattern) {
        atoms.emplace_back(text);
        patterns.emplace_back(text);
        continue;
      }
      const bool case_kept = mode == TextMode::contains_case_kept || mode == TextMode::equals;
      // Between the words of a phrase anything but letters may stand; a star is any run.
      const std::string_view breaks = mode == TextMode::phrase ? " " : "";
      pieces.emplace_back(longest_plain_run(text, breaks), !case_kept);
      finders.emplace_back(text, !case_kept);
      phrases.push_back(mode == TextMode::phrase ? words_only(text) : std::string());
      folded_texts.push_back(case_kept || is_ascii(text) ? std::string() : folded(text));
    }
  }

  // Of objects of metadata: any of these entries is there, and in the range where one is asked for.
  bool has_entry(std::string_view text) const {
    return std::any_of(entries.begin(), entries.end(), [&](const std::string& entry) {
      const std::vector<std::string> values = json_entry(text, entry);
      return range ? std::any_of(values.begin(), values.end(), [&](const std::string& v) { return range->text(v); })
                   : !values.empty();
    });
  }

  TextMode mode;
  TextMatcher matcher;
  std::vector<std::string> entries;
  std::optional<NumberRange> range;
  std::string member;                       // of metadata: where the value may stand in an object of entries
  std::vector<TextFinder> pieces, finders;  // by text; a piece may be empty
  std::vector<std::string> phrases, folded_texts;
  std::vector<PatternAtoms> atoms;
  std::vector<Pattern> patterns;

  bool may_hold(std::string_view raw) const {
    const auto found = [&](const TextFinder& piece) { return piece.found_in(raw); };
    const bool held = mode == TextMode::pattern ? std::any_of(atoms.begin(), atoms.end(),
                                                              [&](const PatternAtoms& a) { return a.may_match(raw); })
                                                : std::any_of(pieces.begin(), pieces.end(), found);
    return held || escapes_plain_byte(raw);
  }
  std::optional<Place> find_text(std::size_t index, std::string_view text, std::size_t from) const;
};

ValueSearch::ValueSearch(const Condition& condition) : impl_(std::make_unique<Impl>(condition)) {}
ValueSearch::~ValueSearch() = default;
ValueSearch::ValueSearch(ValueSearch&&) noexcept = default;
ValueSearch& ValueSearch::operator=(ValueSearch&&) noexcept = default;

bool looks_into_values(const Condition& c) {
  const bool field =
      c.field == FilterField::text || c.field == FilterField::attribute || c.field == FilterField::metadata;
  return (field && c.match != Match::range && !c.texts.empty()) || is_metadata_range(c) ||
         !metadata_asked_for(c).empty();
}

namespace {

// Whether the bytes may be searched as they lie.
bool reads_as_it_lies(PayloadEncoding encoding, std::string_view raw) {
  const bool as_it_is = encoding != PayloadEncoding::json_string || raw.find('\\') == std::string_view::npos;
  return keeps_plain_runs(encoding) && as_it_is && is_valid_utf8(raw);
}

}  // namespace

bool ValueSearch::matches(PayloadEncoding encoding, std::string_view raw) const {
  if (keeps_plain_runs(encoding) && !impl_->may_hold(raw)) return false;
  return reads_as_it_lies(encoding, raw) ? matches(raw) : matches(searched_text(encoding, raw));
}

std::uint32_t ValueSearch::count(PayloadEncoding encoding, std::string_view raw) const {
  if (keeps_plain_runs(encoding) && !impl_->may_hold(raw)) return 0;
  return reads_as_it_lies(encoding, raw) ? count(raw) : count(searched_text(encoding, raw));
}

std::uint32_t ValueSearch::count(std::string_view text) const {
  const auto times_in = [this](std::string_view searched) {
    std::uint32_t times = 0;
    for (auto place = find(searched); place; place = find(searched, place->at + place->length)) ++times;
    return times;
  };
  if (const std::uint32_t times = times_in(text); times > 0) return times;
  if (!matches(text)) return 0;
  return std::max(1u, times_in(unescaped_json(text)));
}

bool ValueSearch::matches(std::string_view text) const {
  constexpr std::size_t kMostObjectBytes = 1 << 20;
  if (!impl_->entries.empty()) return text.size() <= kMostObjectBytes && impl_->has_entry(text);
  if (!impl_->member.empty() && text.starts_with('{') && text.size() <= kMostObjectBytes)
    for (const std::string& entry : json_entry(text, impl_->member))
      if (impl_->matcher.matches(entry)) return true;
  if (impl_->matcher.matches(text)) return true;
  const bool whole = impl_->mode == TextMode::equals || impl_->mode == TextMode::glob;
  if (whole || text.find('\\') == std::string_view::npos || !holds_json(text)) return false;
  return impl_->matcher.matches(unescaped_json(text));
}

// The place of words_only(phrase) in the text itself: word by word.
std::optional<ValueSearch::Place> ValueSearch::Impl::find_text(std::size_t index, std::string_view text,
                                                               std::size_t from) const {
  constexpr std::size_t npos = std::string_view::npos;
  if (mode == TextMode::phrase) {
    const auto place = phrase_place(text, phrases[index], from);
    return place ? std::optional<Place>(Place{place->first, place->second}) : std::nullopt;
  }
  if (!folded_texts[index].empty()) {
    const auto place = folded_place(text, folded_texts[index], from);
    return place ? std::optional<Place>(Place{place->first, place->second}) : std::nullopt;
  }
  const std::size_t at = finders[index].find(text, from);
  return at == npos ? std::nullopt : std::optional<Place>(Place{at, finders[index].size()});
}

std::optional<ValueSearch::Place> ValueSearch::find(std::string_view text, std::size_t from) const {
  std::optional<Place> first;
  const auto take = [&](std::optional<Place> place) {
    if (place && place->length > 0 && (!first || place->at < first->at)) first = place;
  };
  for (std::size_t i = 0; i < impl_->finders.size(); ++i) take(impl_->find_text(i, text, from));
  for (const Pattern& pattern : impl_->patterns) {
    Place place;
    if (pattern.find(text, from, place.at, place.length)) take(place);
  }
  return first;
}

TextMarks::TextMarks(const Filter& filter) {
  for (const Condition& c : filter.conditions) {
    const bool searched = c.match == Match::contains || c.match == Match::pattern || c.match == Match::phrase ||
                          (c.match == Match::equals && c.field == FilterField::text);
    if (looks_into_values(c) && searched && !c.negated) searches_.emplace_back(c);
  }
}

std::vector<ValueSearch::Place> TextMarks::in(std::string_view text) const {
  constexpr std::size_t kMostMarks = 100000;  // more cannot be looked at one by one
  std::vector<ValueSearch::Place> out;
  for (const ValueSearch& search : searches_)
    for (auto place = search.find(text); place && out.size() < kMostMarks;
         place = search.find(text, place->at + std::max<std::size_t>(place->length, 1)))
      if (place->length > 0) out.push_back(*place);  // a pattern may match nothing at all
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  std::size_t kept = 0, end = 0;
  for (const ValueSearch::Place& place : out) {
    if (kept > 0 && place.at < end) continue;
    out[kept++] = place;
    end = place.at + place.length;
  }
  out.resize(kept);
  return out;
}

}  // namespace spanorama
