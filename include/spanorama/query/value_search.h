// A condition's texts searched in values as they lie in their sources. What cannot hold them is told apart in the raw
// bytes, at the speed of memory; what may hold them is decoded and compared as the filter compares all texts.
//
//   ValueSearch search(*condition);                       // "refund", "Exact case", `these words`, /re.?fund/
//   search.matches(payload.encoding, bytes_of_the_source)
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/model/value.h"
#include "spanorama/query/filter.h"

namespace spanorama {

// Whether answering the condition takes a look at values that lie in a source.
bool looks_into_values(const Condition& condition);

class ValueSearch {
 public:
  // A text condition (no range) with any one of its texts.
  explicit ValueSearch(const Condition& condition);
  ~ValueSearch();
  ValueSearch(ValueSearch&&) noexcept;
  ValueSearch& operator=(ValueSearch&&) noexcept;

  // The value as it reads, or what it reads with its JSON escapes resolved where it holds a JSON text.
  bool matches(PayloadEncoding encoding, std::string_view raw) const;
  bool matches(std::string_view text) const;
  // How often, matches that do not overlap, of texts that are searched; 0 where it does not match.
  std::uint32_t count(PayloadEncoding encoding, std::string_view raw) const;
  std::uint32_t count(std::string_view text) const;

  struct Place {
    std::size_t at = 0, length = 0;  // bytes
  };
  // The first match at or after `from`, of texts that are searched (not compared as a whole).
  std::optional<Place> find(std::string_view text, std::size_t from = 0) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Places of a filter's words to search, for marking them; rising, not overlapping; at most 100,000 a word.
class TextMarks {
 public:
  TextMarks() = default;
  explicit TextMarks(const Filter& filter);
  bool empty() const { return searches_.empty(); }
  std::vector<ValueSearch::Place> in(std::string_view text) const;

 private:
  std::vector<ValueSearch> searches_;
};

}  // namespace spanorama
