#include "spanorama/app/saved_views.h"

#include <doctest/doctest.h>

#include "spanorama/app/application.h"
#include "unit/app/fake_host.h"

namespace spanorama {

namespace {

ViewsFile read(std::string_view text) {
  Result<ViewsFile> file = read_views_file(text);
  REQUIRE(file);
  return std::move(file).value();
}

std::string mistake_of(std::string_view text) {
  const Result<ViewsFile> file = read_views_file(text);
  return file ? "none" : file.error().message;
}

}  // namespace

TEST_CASE("Saved views come back from their file as they were") {
  const std::vector<SavedView> views = {{"Slow \"ones\"", "duration:>5s name:=\"a b\"", "cost:desc", "sessions"},
                                        {"Größe\n", "", "", ""}};
  const std::string text = views_file(views);
  CHECK(is_views_file(text));
  const ViewsFile back = read(text);
  CHECK(back.notes.empty());
  REQUIRE(back.views.size() == 2);
  CHECK(back.views[0] == views[0]);
  CHECK(back.views[1].name == views[1].name);
}

TEST_CASE("Order, field and columns of a list travel with a view; a view without them has none") {
  const std::vector<SavedView> views = {
      {"routes", "", "start:desc", "groups", "attr.http.route", "cost:desc", "count:74,cost:88"},
      {"older", "", "start:desc", "traces"}};
  const std::string text = views_file(views);
  CHECK(text.find("\"columns\":\"count:74,cost:88\"") != std::string::npos);
  CHECK(text.find("\"view\":\"traces\"}") != std::string::npos);  // nothing behind the list
  const ViewsFile back = read(text);
  CHECK(back.notes.empty());
  CHECK(back.views == views);
  const ViewsFile odd =
      read(R"({"spanorama_views": 1, "views": [{"name": "odd", "filter": "x", "group_by": "colour of it"}]})");
  CHECK(odd.views == std::vector<SavedView>{{"odd", "x", "", ""}});
  REQUIRE(odd.notes.size() == 1);
  CHECK(odd.notes[0].find("colour of it") != std::string::npos);
}

TEST_CASE("Bookmarks and local tags travel with the views, and are joined with those that are there") {
  TraceNotes notes;
  notes.bookmark(TraceId{1, 2}, true);
  notes.tag(TraceId{3, 4}, "to \"fix\"", true);
  const std::string text = views_file({}, notes);
  CHECK(text.find("\"0000000000000001000000000000000") != std::string::npos);
  const ViewsFile back = read(text);
  CHECK(back.notes.empty());
  CHECK(back.traces == notes);
  CHECK(views_file({}).find("traces\"") == std::string::npos);
  test::FakeHost host;
  Application app(host);
  app.commands().push(TagTraces{{TraceId{3, 4}}, "mine", true});
  app.commands().push(OpenViews{text});
  app.update();
  CHECK(app.state().notes->bookmarked(TraceId{1, 2}));
  CHECK(app.state().notes->find(TraceId{3, 4})->tags == std::vector<std::string>{"mine", "to \"fix\""});
  CHECK(app.state().notice.find("2 noted traces") != std::string::npos);
}

TEST_CASE("What is noted of a trace and cannot be read is left out with a note") {
  const ViewsFile file = read(R"({"spanorama_views": 1, "views": [], "traces": [
    {"trace": "00000000000000010000000000000002", "bookmarked": true, "tags": ["a", 7, ""]}, 8, {"trace": "xyz"}]})");
  CHECK(file.traces.all().size() == 1);
  CHECK(file.notes.size() == 3);
  CHECK(mistake_of(R"({"spanorama_views": 1, "views": [], "traces": {}})").find("\"traces\"") != std::string::npos);
}

TEST_CASE("A file of views is told by its beginning") {
  CHECK(is_views_file("\xef\xbb\xbf \n{ \"spanorama_views\": 1"));
  CHECK_FALSE(is_views_file("{\"resourceSpans\":[]}"));
  CHECK_FALSE(is_views_file("[{\"spanorama_views\":1}]"));
  CHECK_FALSE(is_views_file(""));
}

TEST_CASE("What is no file of views says what was expected") {
  CHECK(mistake_of("{\"spanorama_views\": 1, \"views\": [").find("written to its end") != std::string::npos);
  CHECK(mistake_of("[]").find("an object with \"spanorama_views\"") != std::string::npos);
  CHECK(mistake_of("{\"spanorama_views\": \"x\", \"views\": []}").find("version of the form") != std::string::npos);
  CHECK(mistake_of("{\"spanorama_views\": 7, \"views\": []}").find("newer version (form 7)") != std::string::npos);
  CHECK(mistake_of("{\"spanorama_views\": 1, \"views\": {}}").find("\"views\" is to be a list") != std::string::npos);
}

TEST_CASE("A view that cannot be used is left out with a note, the others are kept") {
  const ViewsFile file = read(R"({"spanorama_views": 1, "views": [
    {"name": "good", "filter": "status:error"}, {"filter": "x"}, 7,
    {"name": "bad", "filter": "duration:>quick"},
    {"name": "odd", "filter": "", "sort": "sideways", "view": "spirals", "colour": "red"},
    {"name": "good", "filter": "status:ok"}]})");
  REQUIRE(file.views.size() == 2);
  CHECK(file.views[0] == SavedView{"good", "status:ok", "", ""});  // the later one of a name
  CHECK(file.views[1] == SavedView{"odd", "", "", ""});
  REQUIRE(file.notes.size() == 6);
  CHECK(file.notes[0] == "View 2 has no \"name\": it was left out.");
  CHECK(file.notes[1] == "View 3 is no object: it was left out.");
  CHECK(file.notes[2].find("The filter of \"bad\" cannot be read") == 0);
}

TEST_CASE("Views of a file that is opened are told and handed to the panel") {
  test::FakeHost host;
  Application app{host};
  app.commands().push(
      OpenViews{"{\"spanorama_views\": 1, \"views\": [{\"name\": \"a\", \"filter\": \"status:error\"}]}"});
  app.update();
  CHECK(app.state().opened_views.revision == 1);
  REQUIRE(app.state().opened_views.views.size() == 1);
  CHECK(app.state().notice == "1 saved view read.");
  app.commands().push(OpenViews{"{\"spanorama_views\": 9}"});
  app.update();
  CHECK(app.state().opened_views.revision == 1);
  CHECK(app.state().notice.find("newer version") != std::string::npos);
}

}  // namespace spanorama
