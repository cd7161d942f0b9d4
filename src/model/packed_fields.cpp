#include "spanorama/model/packed_fields.h"

namespace spanorama {
namespace {

constexpr std::int64_t Usage::*kParts[] = {&Usage::input_plain, &Usage::cache_read, &Usage::cache_write,
                                           &Usage::output_plain, &Usage::reasoning};

}  // namespace

Payload PackedFields<Payload>::get(const std::uint64_t* numbers, std::size_t row) {
  Payload payload;
  payload.offset = numbers[0];
  payload.length = numbers[1];
  payload.source = PackedFields<SourceRow>::get(numbers + 2, row);
  payload.preview = {static_cast<std::uint32_t>(numbers[3])};
  payload.encoding = static_cast<PayloadEncoding>(numbers[4]);
  return payload;
}

void PackedFields<Facts>::put(const Facts& facts, std::size_t, std::uint64_t* numbers) {
  for (const auto text : kTexts) *numbers++ = (facts.*text).value;
  for (const auto part : kParts) *numbers++ = packed_count(facts.usage.*part);
  *numbers++ = packed_count(facts.cost_microcents);
  *numbers++ = packed_count(facts.ttft_ns);
  *numbers++ = facts.dialects;
  *numbers = static_cast<std::uint64_t>(facts.cost_source) | (facts.streaming ? kStreaming : 0) |
             (facts.counted ? kCounted : 0);
}

Facts PackedFields<Facts>::get(const std::uint64_t* numbers, std::size_t) {
  Facts facts;
  for (const auto text : kTexts) facts.*text = {static_cast<std::uint32_t>(*numbers++)};
  for (const auto part : kParts) facts.usage.*part = unpacked_count(*numbers++);
  facts.cost_microcents = unpacked_count(*numbers++);
  facts.ttft_ns = unpacked_count(*numbers++);
  facts.dialects = static_cast<std::uint32_t>(*numbers++);
  facts.cost_source = static_cast<CostSource>(*numbers & 0xFF);
  facts.streaming = (*numbers & kStreaming) != 0;
  facts.counted = (*numbers & kCounted) != 0;
  return facts;
}

}  // namespace spanorama
