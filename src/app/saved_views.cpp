#include "spanorama/app/saved_views.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "app/json_writer.h"
#include "spanorama/app/state.h"
#include "spanorama/base/utf8.h"
#include "spanorama/query/field_values.h"
#include "spanorama/query/filter.h"
#include "spanorama/query/sort.h"

namespace spanorama {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;
constexpr std::string_view kMark = "spanorama_views";
constexpr std::array<std::string_view, 7> kParts = {"name",     "filter",    "sort",   "view",
                                                    "group_by", "list_sort", "columns"};

std::string in_marks(const std::string& text) { return "\"" + std::string(utf8_prefix(text, 60)) + "\""; }

std::string text_member(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

class Reader {
 public:
  explicit Reader(ViewsFile& out) : out_(out) {}

  void add(const Json& entry, std::size_t number) {
    const std::string place = "View " + std::to_string(number);
    if (!entry.is_object()) return note(place + " is no object: it was left out.");
    SavedView view{text_member(entry, "name"),   text_member(entry, "filter"),   text_member(entry, "sort"),
                   text_member(entry, "view"),   text_member(entry, "group_by"), text_member(entry, "list_sort"),
                   text_member(entry, "columns")};
    if (view.name.empty()) return note(place + " has no \"name\": it was left out.");
    if (const Result<Filter> filter = parse_filter(view.filter); !filter)
      return note("The filter of " + in_marks(view.name) +
                  " cannot be read, so it was left out: " + filter.error().message);
    if (!view.sort.empty() && !sort_order_from(view.sort)) {
      note(in_marks(view.name) + " has an order that is not known, " + in_marks(view.sort) +
           ": the usual one is used.");
      view.sort.clear();
    }
    if (!view.view.empty() && !list_view_from(view.view)) {
      note(in_marks(view.name) + " shows a list that is not known, " + in_marks(view.view) + ": traces are shown.");
      view.view.clear();
    }
    if (!view.group_by.empty() && !field_ref_from(view.group_by)) {
      note(in_marks(view.name) + " groups by a field that is not known, " + in_marks(view.group_by) +
           ": the present one stays.");
      view.group_by.clear();
    }
    for (const auto& [key, value] : entry.items())
      if (std::find(kParts.begin(), kParts.end(), key) == kParts.end())
        note(in_marks(view.name) + " has " + in_marks(key) + ", which is not known: it was passed over.");
    merge_views(out_.views, {std::move(view)});
  }

  void add_trace(const Json& entry, std::size_t number) {
    const std::string place = "Trace " + std::to_string(number);
    if (!entry.is_object()) return note(place + " is no object: it was left out.");
    TraceNote one;
    if (!trace_id_from_hex(text_member(entry, "trace"), one.trace) || !one.trace.valid())
      return note(place + " has no \"trace\" with the 32 hex digits of an id: it was left out.");
    const auto bookmarked = entry.find("bookmarked");
    one.bookmarked = bookmarked != entry.end() && bookmarked->is_boolean() && bookmarked->get<bool>();
    const auto tags = entry.find("tags");
    if (tags != entry.end() && tags->is_array())
      for (const Json& tag : *tags)
        if (tag.is_string()) one.tags.push_back(tag.get<std::string>());
    if (!out_.traces.add(one)) note("Not all that is noted about " + hex_from(one.trace) + " could be taken over.");
  }

 private:
  void note(std::string sentence) { out_.notes.push_back(std::move(sentence)); }
  ViewsFile& out_;
};

Error expected(std::string what) { return Error{"This is no file of saved views: " + std::move(what)}; }

}  // namespace

bool is_views_file(std::string_view head) {
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  const auto skip_blank = [&] { head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size())); };
  skip_blank();
  if (!head.starts_with('{')) return false;
  head.remove_prefix(1);
  skip_blank();
  return head.starts_with("\"" + std::string(kMark) + "\"");
}

Result<ViewsFile> read_views_file(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  const Json document = Json::parse(text, nullptr, false);
  if (document.is_discarded()) return expected("it is no whole JSON text. Was it written to its end?");
  if (!document.is_object() || !document.contains(kMark))
    return expected("an object with \"spanorama_views\" was expected.");
  const Json& version = document[std::string(kMark)];
  if (!version.is_number_integer() || version.get<std::int64_t>() < 1)
    return expected("\"spanorama_views\" is to be the version of the form, 1.");
  if (version.get<std::int64_t>() > kVersion)
    return Error{"These views were saved by a newer version (form " + std::to_string(version.get<std::int64_t>()) +
                 "); this one reads form " + std::to_string(kVersion) + "."};
  const auto views = document.find("views");
  if (views == document.end() || !views->is_array()) return expected("\"views\" is to be a list.");
  ViewsFile out;
  Reader reader(out);
  for (std::size_t i = 0; i < views->size(); ++i) {
    if (out.views.size() == kMostSavedViews) {
      out.notes.push_back("Only the first " + std::to_string(kMostSavedViews) + " views were read.");
      break;
    }
    reader.add((*views)[i], i + 1);
  }
  const auto traces = document.find("traces");
  if (traces == document.end()) return out;
  if (!traces->is_array()) return expected("\"traces\" is to be a list.");
  for (std::size_t i = 0; i < std::min(traces->size(), TraceNotes::kMostNotes); ++i)
    reader.add_trace((*traces)[i], i + 1);
  if (traces->size() > TraceNotes::kMostNotes)
    out.notes.push_back("Only the first " + std::to_string(TraceNotes::kMostNotes) + " noted traces were read.");
  return out;
}

namespace {

std::string traces_text(const TraceNotes& traces) {
  std::string out;
  for (const TraceNote& note : traces.all()) {
    JsonWriter one;
    one.open('{');
    one.field("trace", hex_from(note.trace));
    one.bool_field("bookmarked", note.bookmarked);
    one.key("tags");
    one.open('[');
    for (const std::string& tag : note.tags) one.text(tag);
    one.close(']');
    one.close('}');
    out += (out.empty() ? "\n" : ",\n") + one.take();
  }
  return out;
}

}  // namespace

std::string views_file(const std::vector<SavedView>& views, const TraceNotes& traces) {
  std::string out = "{\"" + std::string(kMark) + "\": " + std::to_string(kVersion) + ", \"views\": [";
  for (std::size_t i = 0; i < views.size(); ++i) {
    JsonWriter one;
    one.open('{');
    one.field("name", views[i].name);
    one.field("filter", views[i].filter);
    one.field("sort", views[i].sort);
    one.field("view", views[i].view);
    if (!views[i].group_by.empty()) one.field("group_by", views[i].group_by);
    if (!views[i].list_sort.empty()) one.field("list_sort", views[i].list_sort);
    if (!views[i].columns.empty()) one.field("columns", views[i].columns);
    one.close('}');
    out += (i == 0 ? "\n" : ",\n") + one.take();
  }
  out += "\n]";
  if (!traces.all().empty()) out += ", \"traces\": [" + traces_text(traces) + "\n]";
  return out + "}\n";
}

void merge_views(std::vector<SavedView>& known, const std::vector<SavedView>& more) {
  for (const SavedView& view : more) {
    const auto same = std::find_if(known.begin(), known.end(), [&](const SavedView& k) { return k.name == view.name; });
    if (same != known.end())
      *same = view;
    else if (known.size() < kMostSavedViews)
      known.push_back(view);
  }
}

}  // namespace spanorama
