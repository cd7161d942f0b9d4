// What the packed columns of a store consist of: their values as whole numbers, small ones for what is usual. An invalid row
// is 0, a parent and a subtree's end are told by their distance.
#pragma once

#include <cstddef>
#include <cstdint>

#include "spanorama/model/packed_column.h"
#include "spanorama/model/rows.h"
#include "spanorama/model/span_tables.h"
#include "spanorama/model/value.h"

namespace spanorama {

template <class T>
struct OneNumber {
  static constexpr std::size_t kCount = 1;
  static void put(T value, std::size_t, std::uint64_t* numbers) { numbers[0] = value; }
  static T get(const std::uint64_t* numbers, std::size_t) { return static_cast<T>(numbers[0]); }
};
template <>
struct PackedFields<std::uint32_t> : OneNumber<std::uint32_t> {};
template <>
struct PackedFields<std::uint64_t> : OneNumber<std::uint64_t> {};

template <>
struct PackedFields<StringId> {
  static constexpr std::size_t kCount = 1;
  static void put(StringId id, std::size_t, std::uint64_t* numbers) { numbers[0] = id.value; }
  static StringId get(const std::uint64_t* numbers, std::size_t) { return {static_cast<std::uint32_t>(numbers[0])}; }
};

template <class Tag>
struct PackedFields<Row<Tag>> {
  static constexpr std::size_t kCount = 1;
  static void put(Row<Tag> row, std::size_t, std::uint64_t* numbers) {
    numbers[0] = static_cast<std::uint32_t>(row.value + 1);
  }
  static Row<Tag> get(const std::uint64_t* numbers, std::size_t) {
    return {static_cast<std::uint32_t>(numbers[0] - 1)};
  }
};

template <>
struct PackedFields<Range> {
  static constexpr std::size_t kCount = 2;
  static void put(Range range, std::size_t, std::uint64_t* numbers) {
    numbers[0] = range.begin;
    numbers[1] = range.count;
  }
  static Range get(const std::uint64_t* numbers, std::size_t) {
    return {static_cast<std::uint32_t>(numbers[0]), static_cast<std::uint32_t>(numbers[1])};
  }
};

// How far above the parent stands; 0 for none.
struct ParentDistance {
  static constexpr std::size_t kCount = 1;
  static void put(SpanRow parent, std::size_t row, std::uint64_t* numbers) {
    numbers[0] = parent.valid() ? static_cast<std::uint32_t>(row - parent.value) : 0;
  }
  static SpanRow get(const std::uint64_t* numbers, std::size_t row) {
    return numbers[0] == 0 ? SpanRow{} : SpanRow{static_cast<std::uint32_t>(row - numbers[0])};
  }
};
// How far the row of the other table stands behind that of the span; most have one each, in their order.
struct RowsBehind {
  static constexpr std::size_t kCount = 1;
  static void put(FactsRow facts, std::size_t row, std::uint64_t* numbers) {
    const auto behind = static_cast<std::int64_t>(row) - std::int64_t{facts.value};
    const auto sign = static_cast<std::uint64_t>(behind < 0 ? -1 : 0);
    numbers[0] = facts.valid() ? ((static_cast<std::uint64_t>(behind) << 1) ^ sign) + 1 : 0;
  }
  static FactsRow get(const std::uint64_t* numbers, std::size_t row) {
    if (numbers[0] == 0) return {};
    const std::uint64_t number = numbers[0] - 1;
    return {static_cast<std::uint32_t>(row - ((number >> 1) ^ (0 - (number & 1))))};
  }
};
struct SubtreeSize {
  static constexpr std::size_t kCount = 1;
  static void put(std::uint32_t end, std::size_t row, std::uint64_t* numbers) {
    numbers[0] = static_cast<std::uint32_t>(end - row);
  }
  static std::uint32_t get(const std::uint64_t* numbers, std::size_t row) {
    return static_cast<std::uint32_t>(row + numbers[0]);
  }
};

// The key and type as a number of the table of kinds, see AttributeRows.
template <>
struct PackedFields<Attribute> {
  static constexpr std::size_t kCount = 2;
  static constexpr bool kTakesRoom = true;
  static void put(Attribute attribute, std::size_t, std::uint64_t* numbers) {
    numbers[0] = attribute.key_and_type;
    numbers[1] = attribute.value;
  }
  static Attribute get(const std::uint64_t* numbers, std::size_t) {
    return {static_cast<std::uint32_t>(numbers[0]), static_cast<std::uint32_t>(numbers[1])};
  }
};

template <>
struct PackedFields<Payload> {
  static constexpr std::size_t kCount = 5;
  static constexpr bool kTakesRoom = true;
  static void put(const Payload& payload, std::size_t row, std::uint64_t* numbers) {
    numbers[0] = payload.offset;
    numbers[1] = payload.length;
    PackedFields<SourceRow>::put(payload.source, row, numbers + 2);
    numbers[3] = payload.preview.value;
    numbers[4] = static_cast<std::uint64_t>(payload.encoding);
  }
  static Payload get(const std::uint64_t* numbers, std::size_t row);
};

// Tokens and the like: 0 is unknown, and one more than it is otherwise.
constexpr std::uint64_t packed_count(std::int64_t count) {
  const auto bits = static_cast<std::uint64_t>(count);
  return count == kUnknown ? 0 : count >= 0 ? bits + 1 : bits;
}
constexpr std::int64_t unpacked_count(std::uint64_t number) {
  if (number == 0) return kUnknown;
  return static_cast<std::int64_t>(number <= std::uint64_t{1} << 63 ? number - 1 : number);
}

template <>
struct PackedFields<Facts> {
  // The texts of facts, which are the first numbers, in this order.
  static constexpr StringId Facts::*kTexts[] = {
      &Facts::model,      &Facts::response_model, &Facts::provider,      &Facts::operation,
      &Facts::session_id, &Facts::user_id,        &Facts::environment,   &Facts::release,
      &Facts::tool_name,  &Facts::tool_call_id,   &Facts::prompt_name,   &Facts::prompt_version,
      &Facts::agent_name, &Facts::error_type,     &Facts::input_preview, &Facts::output_preview};
  static constexpr std::size_t kTextCount = sizeof kTexts / sizeof kTexts[0];
  static constexpr std::size_t kCount = kTextCount + 9;
  static void put(const Facts& facts, std::size_t, std::uint64_t* numbers);
  static Facts get(const std::uint64_t* numbers, std::size_t);
  // The last number.
  static constexpr std::uint64_t kStreaming = 1 << 8, kCounted = 1 << 9;
  static constexpr std::size_t number_of(StringId Facts::*text) {
    std::size_t i = 0;
    while (kTexts[i] != text) ++i;
    return i;
  }
};

}  // namespace spanorama
