#include <doctest/doctest.h>

#include <memory>
#include <random>

#include "spanorama/model/attribute_rows.h"
#include "spanorama/model/maybe_facts.h"
#include "spanorama/model/packed_fields.h"

using namespace spanorama;

namespace {

template <class T, class Fields = PackedFields<T>>
struct Packed {
  std::vector<std::byte> bytes;
  PackedColumn<T, Fields> column;
  explicit Packed(const std::vector<T>& rows) : bytes(pack_column<T, Fields>(std::span<const T>(rows))) {
    REQUIRE(column.attach(bytes));
    REQUIRE(column.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) CHECK(column[i] == rows[i]);
  }
};

Facts told_facts() {
  Facts facts;
  std::uint32_t text = 7;
  for (const auto each : PackedFields<Facts>::kTexts) facts.*each = {text += 70'000};
  facts.usage = {
      .input_plain = 0, .cache_read = kUnknown, .cache_write = -1, .output_plain = INT64_MAX, .reasoning = 9};
  facts.cost_microcents = -INT64_MAX;
  facts.ttft_ns = 1'000'000'000'000;
  facts.dialects = 0x80000001;
  facts.cost_source = CostSource::estimated;
  facts.streaming = true;
  return facts;
}

bool same(const Facts& a, const Facts& b) {
  for (const auto text : PackedFields<Facts>::kTexts)
    if (!(a.*text == b.*text)) return false;
  const auto numbers = [](const Facts& f) {
    return std::vector<std::int64_t>{
        f.usage.input_plain, f.usage.cache_read, f.usage.cache_write, f.usage.output_plain, f.usage.reasoning,
        f.cost_microcents,   f.ttft_ns};
  };
  return numbers(a) == numbers(b) && a.dialects == b.dialects && a.cost_source == b.cost_source &&
         a.streaming == b.streaming && a.counted == b.counted;
}

}  // namespace

TEST_CASE("a column gives back what was put into it, in no more bytes than it needs") {
  CHECK(Packed<std::uint64_t>({}).column.row_bytes() == 0);
  CHECK(Packed<std::uint64_t>({5, 5, 5}).column.row_bytes() == 0);
  CHECK(Packed<std::uint64_t>({1'000'000, 1'000'255}).column.row_bytes() == 1);
  CHECK(Packed<std::uint64_t>({1'000'000, 1'000'256}).column.row_bytes() == 2);
  CHECK(Packed<std::uint64_t>({0, UINT64_MAX, 77}).column.row_bytes() == 8);
  CHECK(Packed<SpanRow>({SpanRow{}, SpanRow{}}).column.row_bytes() == 0);
  CHECK(Packed<ResourceRow>({ResourceRow{}, ResourceRow{3}, ResourceRow{0}}).column.row_bytes() == 1);
  CHECK(Packed<Range>({Range{0, 3}, Range{3, 0}, Range{3, 2}}).column.row_bytes() == 2);
  CHECK(Packed<SpanRow, ParentDistance>({SpanRow{}, {0}, {0}, {2}, SpanRow{}, {4}}).column.row_bytes() == 1);
  CHECK(Packed<FactsRow, RowsBehind>({{0}, {1}, {2}, {3}}).column.row_bytes() == 0);
  CHECK(Packed<FactsRow, RowsBehind>({{0}, FactsRow{}, {1}, FactsRow{}, {2}, {90}}).column.row_bytes() == 1);
  CHECK(Packed<FactsRow, RowsBehind>({{UINT32_MAX - 1}, {0}}).column.row_bytes() == 5);
  CHECK(Packed<std::uint32_t, SubtreeSize>({70'000, 2, 3}).column.row_bytes() == 3);
  CHECK(Packed<StringId>({StringId{UINT32_MAX}, StringId{0}}).column.row_bytes() == 4);
}

TEST_CASE("random columns of every width come back") {
  std::mt19937_64 random(20240902);
  for (int bits = 1; bits <= 64; ++bits) {
    std::vector<std::uint64_t> rows(50);
    for (std::uint64_t& row : rows) row = random() >> (64 - bits);
    Packed<std::uint64_t>{rows};
  }
}

TEST_CASE("facts come back whole, unknown and negative numbers too") {
  const std::vector<Facts> rows = {Facts{}, told_facts(), Facts{}};
  const std::vector<std::byte> bytes = pack_column<Facts>(std::span<const Facts>(rows));
  PackedColumn<Facts> column;
  REQUIRE(column.attach(bytes));
  for (std::size_t i = 0; i < rows.size(); ++i) CHECK(same(column[i], rows[i]));
  CHECK(column.number(1, PackedFields<Facts>::number_of(&Facts::agent_name)) == rows[1].agent_name.value);
  for (const std::int64_t count : {kUnknown, std::int64_t{-1}, std::int64_t{0}, INT64_MAX, INT64_MIN + 1})
    CHECK(unpacked_count(packed_count(count)) == count);
}

TEST_CASE("rows of a table take room, so that a count is no claim") {
  const std::vector<Payload> payloads(3);
  const std::vector<Attribute> attributes(3);
  CHECK(pack_column<Payload>(std::span<const Payload>(payloads)).size() ==
        sizeof(PackedHead) + 5 * sizeof(PackedField) + 3 + kPackedTailBytes);
  PackedColumn<Attribute> column;
  const std::vector<std::byte> bytes = pack_column<Attribute>(std::span<const Attribute>(attributes));
  REQUIRE(column.attach(bytes));
  CHECK(column.row_bytes() == 1);
}

TEST_CASE("bytes that are no column are refused") {
  const std::vector<Range> rows = {{0, 1}, {1, 300}, {301, 2}};
  const std::vector<std::byte> good = pack_column<Range>(std::span<const Range>(rows));
  PackedColumn<Range> column;
  for (std::size_t size = 0; size < good.size(); ++size) CHECK_FALSE(column.attach(ByteSpan(good).first(size)));
  CHECK(column.empty());
  CHECK_FALSE(PackedColumn<StringId>().attach(good));  // of another kind

  const auto refused = [&](std::size_t at, std::uint64_t value, std::size_t bytes) {
    std::vector<std::byte> changed = good;
    std::memcpy(changed.data() + at, &value, bytes);
    return !column.attach(changed);
  };
  CHECK(refused(0, 4, 8));  // rows
  CHECK(refused(0, UINT64_MAX, 8));
  CHECK(refused(8, 17, 4));                                 // bytes of a row
  CHECK(refused(12, 1, 4));                                 // numbers
  CHECK(refused(sizeof(PackedHead) + 8, 100, 4));           // place
  CHECK(refused(sizeof(PackedHead) + 12, 9, 4));            // bytes
  CHECK_FALSE(refused(sizeof(PackedHead), UINT64_MAX, 8));  // any least value may be

  // Whatever the bytes are, no number is looked for outside of them (the sanitizers watch).
  std::mt19937 random(7);
  for (int round = 0; round < 5000; ++round) {
    auto changed = std::make_unique<std::vector<std::byte>>(good);
    (*changed)[random() % changed->size()] = static_cast<std::byte>(random());
    PackedColumn<Range> any;
    if (!any.attach(*changed)) continue;
    std::uint64_t sum = 0;
    for (const Range range : any) sum += range.count;
    CHECK(sum <= any.size() * std::uint64_t{UINT32_MAX});
  }
}

TEST_CASE("attributes are told by the numbers of their kinds") {
  std::vector<Attribute> rows = {Attribute::make({5}, ValueType::string, 9), Attribute::make({5}, ValueType::int32, 9),
                                 Attribute::make({2}, ValueType::string, 1),
                                 Attribute::make({5}, ValueType::string, 300)};
  const std::vector<Attribute> told = rows;
  const std::vector<std::uint32_t> kinds = number_kinds(rows, 6);
  CHECK(kinds.size() == 3);
  CHECK(rows[3].key_and_type == 0);
  const std::vector<std::byte> bytes = pack_column<Attribute>(std::span<const Attribute>(rows));
  AttributeRows column;
  REQUIRE(column.attach(bytes));
  column.use_kinds(kinds);
  CHECK(column.row_bytes() == 3);
  std::size_t at = 1;
  for (const Attribute attribute : column.list({1, 3})) {
    CHECK(attribute.key_and_type == told[at].key_and_type);
    CHECK(attribute.value == told[at].value);
    CHECK(column.key(at) == told[at].key());
    ++at;
  }
  CHECK(at == 4);
  CHECK(column.list({1, 3})[2].value == 300);
  CHECK(column.list({}).empty());
}

TEST_CASE("with very many keys attributes tell their kinds themselves") {
  std::vector<Attribute> rows = {Attribute::make({100'000}, ValueType::string, 9)};
  const std::uint32_t told = rows[0].key_and_type;
  CHECK(number_kinds(rows, 100'001).empty());
  CHECK(rows[0].key_and_type == told);
  CHECK(number_kinds(rows, 50).empty());  // a key that is not there
  CHECK(rows[0].key_and_type == told);
}

TEST_CASE("facts that may be there") {
  const MaybeFacts none;
  CHECK(none == nullptr);
  CHECK_FALSE(none);
  const MaybeFacts some(told_facts());
  CHECK(some != nullptr);
  CHECK(same(*some, told_facts()));
  CHECK(some->streaming);
}
