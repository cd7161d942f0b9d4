#include "spanorama/app/deep_link.h"

#include <doctest/doctest.h>

#include "unit/support/random_store.h"

namespace spanorama {

namespace {

using test::Random;

std::string random_text(Random& random) {
  static constexpr const char* kPieces[] = {"a", "status:error", " ", "%",  "&",  "=",    "#",   "?", "\u00e4",
                                            "+", "\"",           "/", "..", "\n", "\x7f", "\xff"};
  std::string out;
  for (std::uint32_t i = random.below(6); i > 0; --i) out += random.pick(kPieces);
  return out;
}

DeepLink random_link(Random& random) {
  DeepLink link;
  for (std::uint32_t i = random.below(3); i > 0; --i) {
    link.sources.push_back(random.chance(50) ? "https://host" + std::to_string(random.below(100)) + "/a b.json?page=2"
                                             : "file:0123456789abcdef:tr\u00e4ce&=#?.json");
  }
  link.filter = random_text(random);
  link.sort = {static_cast<SortKey>(random.below(9)), random.chance(50)};
  if (random.chance(60)) link.trace = {random.next(), random.next() | 1};
  if (random.chance(60)) link.span = {random.next() | 1};
  link.tab = static_cast<DetailTab>(random.below(8));
  if (random.chance(50)) {
    const auto begin = static_cast<std::int64_t>(random.next() >> 2);
    link.visible_time = TimeRange{{begin}, {begin + 1 + random.below(1000000)}};
  }
  if (random.chance(40)) link.compared = {random.next(), random.next() | 1};
  link.look.color_by = static_cast<ColorBy>(random.below(6));
  link.look.least_level = static_cast<StepLevel>(random.below(4));
  link.look.flame_kind = static_cast<FlameKind>(random.below(3));
  link.look.flame_scope = static_cast<FlameScope>(random.below(3));
  link.look.hidden_types = random.below(1u << kObservationTypeCount);
  link.look.critical_path = random.chance(50);
  link.look.fold_gaps = random.chance(50);
  link.look.only_llm = random.chance(50);
  link.look.log_by_time = random.chance(50);
  if (random.chance(30)) link.look.top = {random.next() | 1};
  link.theme = static_cast<ThemeChoice>(random.below(3));
  for (std::uint32_t i = random.below(3); i > 0; --i)
    link.unknown.emplace_back("x" + random_text(random), random_text(random));
  return link;
}

}  // namespace

TEST_CASE("A link that was printed reads back as it was") {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    Random random(seed);
    const DeepLink link = random_link(random);
    CAPTURE(seed);
    CAPTURE(print(link));
    CHECK(parse_link(print(link)) == link);
    CHECK(parse_link("#" + print(link)) == link);
    CHECK(parse_link("https://viewer.example/app/#" + print(link)) == link);
  }
}

TEST_CASE("What is printed is no address, though a source holds a question mark") {
  DeepLink link;
  link.sources = {"data.json?keyboard=2"};
  CHECK(parse_link(print(link)).sources == link.sources);
  CHECK(parse_link("#" + print(link)).sources == link.sources);
}

TEST_CASE("Junk gives the default and never fails") {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    Random random(seed);
    std::string junk;
    for (std::uint32_t i = random.below(40); i > 0; --i) junk.push_back(static_cast<char>(random.below(256)));
    CAPTURE(seed);
    const DeepLink link = parse_link("#trace=" + junk + "&span=zz&t=5..&tab=nowhere&sort=&v=-3&&=&" + junk);
    CHECK(link.tab == DetailTab::timeline);
    CHECK(link.version == 1);
    CHECK_FALSE(link.visible_time.has_value());
    CHECK_FALSE(link.span.valid());
  }
  CHECK(parse_link("") == DeepLink{});
  CHECK(parse_link("https://viewer.example/") == DeepLink{});
}

TEST_CASE("A link is readable: only what differs from the default stands in it") {
  CHECK(print(DeepLink{}) == "v=1");
  DeepLink link;
  link.sources = {"https://host/a.json"};
  link.filter = "status:error model:gpt-4o*";
  CHECK(trace_id_from_hex("4bf92f3577b34da6a3ce929d0e0e4736", link.trace));
  link.tab = DetailTab::tree;
  CHECK(print(link) ==
        "v=1&src=https://host/a.json&f=status:error%20model:gpt-4o*&trace=4bf92f3577b34da6a3ce929d0e0e4736&tab=tree");
}

TEST_CASE("The short form names a source in the page's query") {
  const DeepLink link = parse_link("https://viewer.example/?url=https%3A%2F%2Fhost%2Fa.json&other=1#f=x");
  REQUIRE(link.sources.size() == 1);
  CHECK(link.sources[0] == "https://host/a.json");
  CHECK(link.filter == "x");
  CHECK(link.unknown.empty());
}

TEST_CASE("Parts that are not known are kept, in their order") {
  const DeepLink link = parse_link("#v=1&later=1&f=x&beyond=abc");
  REQUIRE(link.unknown.size() == 2);
  CHECK(link.unknown[0] == std::pair<std::string, std::string>("later", "1"));
  CHECK(print(link) == "v=1&f=x&later=1&beyond=abc");
}

TEST_CASE("The version of another program is told, and printed links are of this one") {
  CHECK(parse_link("#v=7&f=x").version == 7);
  CHECK(parse_link("#f=x").version == 1);
  CHECK(print(parse_link("#v=7&f=x")) == "v=1&f=x");
}

TEST_CASE("Links of older forms are upgraded") {
  struct Old {
    std::string_view link, now;
  };
  constexpr Old kOld[] = {
      {"#filter=status:error&traceId=4bf92f3577b34da6a3ce929d0e0e4736&spanId=00f067aa0ba902b7&tab=waterfall",
       "v=1&f=status:error&trace=4bf92f3577b34da6a3ce929d0e0e4736&span=00f067aa0ba902b7"},
      {"#q=model:gpt-4o&tab=flamegraph&view=generations", "v=1&f=model:gpt-4o&view=calls&tab=flame"},
      {"#source=https://host/a.json&order=cost:desc&list=groups&groupBy=tags&compare=4bf92f3577b34da6a3ce929d0e0e4736",
       "v=1&src=https://host/a.json&sort=cost:desc&view=groups&by=tags&cmp=4bf92f3577b34da6a3ce929d0e0e4736"},
      {"#range=100..200&tab=messages", "v=1&tab=conversation&t=100..200"},
  };
  for (const Old& old : kOld) {
    CAPTURE(old.link);
    CHECK(print(parse_link(old.link)) == old.now);
    CHECK(parse_link(old.link).unknown.empty());
    CHECK(parse_link(old.link).unread.empty());
  }
}

TEST_CASE("The present form is not upgraded, and a new name wins over an old one beside it") {
  const DeepLink present = parse_link("#v=1&filter=x&tab=waterfall");
  CHECK(present.filter == "");
  REQUIRE(present.unknown.size() == 1);
  CHECK(present.unknown[0].first == "filter");
  CHECK(present.unread == std::vector<std::string>{"tab=waterfall"});
  const DeepLink both = parse_link("#f=a&filter=b");
  CHECK(both.filter == "a");
  REQUIRE(both.unknown.size() == 1);
  CHECK(both.unknown[0].second == "b");
}

TEST_CASE("Values that cannot be read are told by name") {
  const DeepLink link = parse_link("#v=1&trace=zz&sort=sideways&t=5..1&by=duration&theme=pink&f=ok");
  CHECK(link.unread == std::vector<std::string>{"trace=zz", "sort=sideways", "t=5..1", "by=duration", "theme=pink"});
  CHECK(link.filter == "ok");
}

TEST_CASE("No credentials stand in a link") {
  CHECK(without_credentials("https://user:pass@host/a") == "https://host/a");
  CHECK(without_credentials("https://user@host") == "https://host");
  CHECK(without_credentials("//u:p@host/a") == "//host/a");
  CHECK(without_credentials("https://host/a@b") == "https://host/a@b");
  CHECK(without_credentials("https://host/a?page=2&token=s3cret") == "https://host/a?page=2");
  CHECK(without_credentials("https://host/a?X-Amz-Signature=abc&X-Amz-Credential=d") == "https://host/a");
  CHECK(without_credentials("https://host/a?api_key=1#access_token=2") == "https://host/a");
  CHECK(without_credentials("data.json?key=1&keyboard=2") == "data.json?keyboard=2");
  CHECK(without_credentials("file:00:token=1.json") == "file:00:token=1.json");
  DeepLink link;
  link.sources = {"https://user:pass@host/a?secret=1"};
  CHECK(print(link) == "v=1&src=https://host/a");
}

}  // namespace spanorama
