#include "spanorama/model/trace_notes.h"

#include <doctest/doctest.h>

using namespace spanorama;

namespace {

TraceId id_of(std::uint64_t n) { return {n, n}; }

}  // namespace

TEST_CASE("a note holds a bookmark and tags, and goes when nothing is left of it") {
  TraceNotes notes;
  CHECK(notes.bookmark(id_of(2), true));
  CHECK(notes.tag(id_of(1), " to fix ", true));
  CHECK(notes.tag(id_of(1), "a", true));
  CHECK(notes.tag(id_of(1), "a", true));
  REQUIRE(notes.all().size() == 2);
  CHECK(notes.all()[0] == TraceNote{id_of(1), false, {"a", "to fix"}});
  CHECK(notes.bookmarked(id_of(2)));
  CHECK_FALSE(notes.bookmarked(id_of(1)));
  CHECK(notes.find(id_of(3)) == nullptr);
  CHECK(notes.bookmark(id_of(2), false));
  CHECK(notes.tag(id_of(1), "a", false));
  CHECK(notes.tag(id_of(1), "to fix", false));
  CHECK(notes.all().empty());
  CHECK(notes.bookmark(id_of(9), false));  // nothing to take away
  CHECK(notes.tag(id_of(9), "x", false));
  CHECK(notes.all().empty());
}

TEST_CASE("tags are cut, repaired and limited; no trace is no trace") {
  TraceNotes notes;
  CHECK_FALSE(notes.tag(id_of(1), " \t ", true));
  CHECK_FALSE(notes.bookmark({}, true));
  CHECK(notes.tag(id_of(1), std::string(200, 'x'), true));
  CHECK(notes.all()[0].tags[0].size() == TraceNotes::kMostTagBytes);
  CHECK(notes.tag(id_of(1), "\xff", true));
  for (std::size_t i = 0; i < 50; ++i) notes.tag(id_of(1), "t" + std::to_string(i), true);
  CHECK(notes.all()[0].tags.size() == TraceNotes::kMostTags);
  for (std::uint64_t i = 1; i <= TraceNotes::kMostNotes + 5; ++i) notes.bookmark(id_of(i), true);
  CHECK(notes.all().size() == TraceNotes::kMostNotes);
  CHECK_FALSE(notes.bookmark(id_of(1u << 20), true));
}

TEST_CASE("notes are joined") {
  TraceNotes notes;
  notes.tag(id_of(1), "b", true);
  CHECK(notes.add({id_of(1), true, {"a", "b"}}));
  CHECK(notes.all()[0] == TraceNote{id_of(1), true, {"a", "b"}});
}
