#include "app/value_finder.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "fake_host.h"
#include "spanorama/app/importer.h"
#include "spanorama/query/filter.h"

namespace spanorama::test {
namespace {

// A trace a word, each with one value of `bytes` bytes that ends in it.
std::string long_values(std::size_t bytes, const std::vector<std::string>& words) {
  std::string spans;
  for (std::size_t i = 0; i < words.size(); ++i)
    spans += std::string(i == 0 ? "" : ",") + R"({"traceId":"0af7651916cd43dd8448eb211c80310)" + std::to_string(i + 1) +
             R"(","spanId":"00000000000000a1","name":"x","startTimeUnixNano":"1","endTimeUnixNano":"2","attributes":[)"
             R"({"key":"text","value":{"stringValue":")" +
             std::string(bytes, '.') + words[i] + "\"}}]}";
  return R"({"resourceSpans":[{"scopeSpans":[{"spans":[)" + spans + "]}]}]}";
}
std::string two_long_values(std::size_t bytes) { return long_values(bytes, {"alpha", "beta"}); }

class NoBytes final : public PayloadSource {
 public:
  std::optional<std::string_view> read(const Source&, std::uint64_t, std::uint64_t) override { return std::nullopt; }
};

std::shared_ptr<const TraceStore> store_of(const std::string& text) {
  Importer importer;
  SourceImport& source = importer.begin("a.json", 7);
  source.push(bytes_of(text));
  source.finish();
  return importer.snapshot();
}

// A finder whose host keeps what it is asked.
struct Asked {
  explicit Asked(const std::shared_ptr<const TraceStore>& store) {
    host.takes_searches = true;
    finder.use(store);
  }
  FakeHost host;
  NoBytes payloads;
  ValueFinder finder{host, payloads};
};

Filter filter_of(std::string_view text) {
  Result<Filter> parsed = parse_filter(text);
  REQUIRE(parsed);
  return parsed.value();
}

}  // namespace

TEST_CASE("long values are handed to the host, and what it finds is known when it answers") {
  const std::string text = two_long_values(9'000'000);
  Asked asked(store_of(text));
  auto& [host, payloads, finder] = asked;
  const Filter filter = filter_of("beta");
  finder.want(filter);
  // Without a limit of time it ends all the same while the host is asked.
  CHECK_FALSE(finder.work({}));
  REQUIRE(host.searches.size() == 2);  // each is more than a block by itself
  CHECK(host.searches[0].query == "beta");
  CHECK(host.searches[0].block.source == 7);
  const ValueBlock& second = host.searches[1].block;
  CHECK(text.substr(second.offset + second.length - 4, 4) == "beta");
  CHECK(finder.progress().searching);
  const std::uint64_t before = finder.revision();
  host.searches[0].done({});
  host.searches[1].done({ValueHit{0}});
  finder.work({});
  CHECK_FALSE(finder.progress().searching);
  CHECK(finder.progress().bytes_done == finder.progress().bytes_total);
  CHECK(finder.revision() > before);
  const RowSet* traces = finder.traces(filter.conditions[0]);
  CHECK_FALSE(traces->contains(0));
  CHECK(traces->contains(1));
}

TEST_CASE("words are counted by the host in values of the traces that are ranked, and in no others") {
  const auto store = store_of(two_long_values(1000));
  Asked asked(store);
  auto& [host, payloads, finder] = asked;
  RowSet rows(store->trace_count());
  rows.insert(1);
  const std::vector<Condition> words = ranked_words(filter_of("beta gamma"));
  const auto counts = std::make_shared<WordCounts>(*store, words, rows);
  finder.want_counts(counts, words);
  finder.work({});
  REQUIRE(host.searches.size() == 2);  // a word each
  CHECK(host.searches[0].query == "beta");
  CHECK(host.searches[0].block.counts);
  CHECK(host.searches[0].block.values.size() == 1);
  CHECK_FALSE(finder.counted());
  CHECK(finder.progress().counting);
  CHECK_FALSE(finder.progress().searching);
  host.searches[0].done({ValueHit{0, 5}});
  host.searches[1].done({});
  finder.work({});
  CHECK(finder.counted());
  CHECK(counts->times(TraceRow{1}, 0) == 5);
  CHECK(counts->times(TraceRow{1}, 1) == 0);
  finder.want_counts(nullptr, {});
  CHECK_FALSE(finder.progress().counting);
}

TEST_CASE("an answer asks for the next block, as long as the words are wanted") {
  Asked asked(store_of(long_values(9'000'000, {"a", "b", "c", "d", "e"})));
  auto& [host, payloads, finder] = asked;
  finder.want(filter_of("beta"));
  finder.work({});
  REQUIRE(host.searches.size() == 3);
  host.searches[0].done({});
  CHECK(host.searches.size() == 4);
  finder.want(filter_of("gamma"));
  host.searches[1].done({});
  CHECK(host.searches.size() == 4);
}

TEST_CASE("an answer about a store that is gone changes nothing") {
  Asked asked(store_of(two_long_values(1000)));
  auto& [host, payloads, finder] = asked;
  finder.want(filter_of("beta"));
  finder.work({});
  REQUIRE(host.searches.size() == 1);
  finder.use(store_of(two_long_values(1000)));
  host.searches[0].done({ValueHit{0}, ValueHit{1}});
  const Filter filter = filter_of("beta");
  CHECK_FALSE(finder.traces(filter.conditions[0])->contains(0));
}

}  // namespace spanorama::test
