#include "main/desktop/cli_views.h"

#include "platform/desktop/mapped_file.h"
#include "spanorama/app/saved_views.h"

namespace spanorama {

namespace {

std::string names_of(const std::vector<SavedView>& views) {
  std::string out;
  for (const SavedView& view : views) out += (out.empty() ? "" : ", ") + view.name;
  return out.empty() ? "none" : out;
}

void take_view(CommandLine& line, const SavedView& view) {
  if (!view.filter.empty()) line.filter_text = view.filter + (line.filter_text.empty() ? "" : " ") + line.filter_text;
  if (const auto order = sort_order_from(view.sort); order && !line.sort_given) line.sort = *order;
}

}  // namespace

std::string use_view(CommandLine& line) {
  if (line.views_path.empty()) return {};
  const auto file = MappedFile::open(line.views_path);
  if (!file) return file.error().message;
  const Result<ViewsFile> views = read_views_file(text_of(file.value()->bytes()));
  if (!views) return views.error().message + ": " + line.views_path;
  line.notes = views.value().traces;
  if (line.view_name.empty()) return {};
  for (const SavedView& view : views.value().views)
    if (view.name == line.view_name) return take_view(line, view), std::string();
  return "there is no view " + line.view_name + " (there are: " + names_of(views.value().views) +
         "): " + line.views_path;
}

}  // namespace spanorama
