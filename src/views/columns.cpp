#include "views/columns.h"

#include <algorithm>
#include <array>

namespace spanorama {

namespace {

struct Shown {
  std::size_t column = 0;
  float width = 0;
};

std::vector<Shown> usual_columns(std::span<const TableColumn> columns, float width) {
  std::vector<Shown> out;
  float used = kFirstColumnLeast;
  for (std::size_t i = 1; i < columns.size(); ++i) {
    if (!columns[i].usual || width < columns[i].needs) continue;
    if (used + columns[i].width > width) break;
    used += columns[i].width;
    out.push_back({i, columns[i].width});
  }
  return out;
}

std::vector<Shown> chosen_columns(std::span<const TableColumn> columns, const TableChoice& choice) {
  std::vector<Shown> out;
  for (const TableChoice::Column& chosen : choice.columns)
    for (std::size_t i = 1; i < columns.size(); ++i)
      if (columns[i].id == chosen.id) out.push_back({i, std::clamp(chosen.width, kColumnLeast, kColumnMost)});
  return out;
}

void make_explicit(TableChoice& choice, std::span<const TableColumn> columns, float width) {
  if (choice.chosen) return;
  choice.columns.clear();
  for (const Shown& one : usual_columns(columns, width))
    choice.columns.push_back({std::string(columns[one.column].id), one.width});
  choice.chosen = true;
}

auto find_column(TableChoice& choice, std::string_view id) {
  return std::find_if(choice.columns.begin(), choice.columns.end(),
                      [id](const TableChoice::Column& column) { return column.id == id; });
}

}  // namespace

std::string_view name_of(ColumnTotal total) {
  constexpr std::array<std::string_view, kColumnTotalCount> kNames = {"none", "sum", "mean", "median", "least", "most"};
  return kNames[static_cast<std::size_t>(total)];
}

std::int64_t total_of(const NumberTotals& totals, ColumnTotal total) {
  switch (total) {
    case ColumnTotal::sum: return totals.sum;
    case ColumnTotal::mean: return totals.mean;
    case ColumnTotal::median: return totals.median;
    case ColumnTotal::least: return totals.least;
    case ColumnTotal::most: return totals.most;
    case ColumnTotal::none: break;
  }
  return kUnknown;
}

ColumnLayout place_columns(std::span<const TableColumn> columns, const TableChoice& choice, float width,
                           float scrolled) {
  const std::vector<Shown> shown = choice.chosen ? chosen_columns(columns, choice) : usual_columns(columns, width);
  float total = 0;
  for (const Shown& one : shown) total += one.width;
  ColumnLayout layout;
  const bool roomy = choice.chosen && width > 2 * kFirstBesideChosen;
  layout.first_width = std::max(std::min(roomy ? kFirstBesideChosen : kFirstColumnLeast, width), width - total);
  layout.hidden = std::max(0.0f, layout.first_width + total - width);
  float x = layout.first_width - std::clamp(scrolled, 0.0f, layout.hidden);
  for (const Shown& one : shown) {
    layout.cells.push_back({one.column, x, x + one.width});
    x += one.width;
  }
  return layout;
}

void set_column_shown(TableChoice& choice, std::span<const TableColumn> columns, float width, std::size_t column,
                      bool shown) {
  make_explicit(choice, columns, width);
  const auto at = find_column(choice, columns[column].id);
  if (!shown && at != choice.columns.end()) choice.columns.erase(at);
  if (!shown || at != choice.columns.end()) return;
  // Where it usually stands: before the first that usually stands behind it.
  auto place = choice.columns.begin();
  for (; place != choice.columns.end(); ++place) {
    const auto known =
        std::find_if(columns.begin(), columns.end(), [&](const TableColumn& c) { return c.id == place->id; });
    if (known - columns.begin() > static_cast<std::ptrdiff_t>(column)) break;
  }
  choice.columns.insert(place, {std::string(columns[column].id), columns[column].width});
}

void set_column_width(TableChoice& choice, std::span<const TableColumn> columns, float width, std::size_t column,
                      float column_width) {
  make_explicit(choice, columns, width);
  const auto at = find_column(choice, columns[column].id);
  if (at != choice.columns.end()) at->width = std::clamp(column_width, kColumnLeast, kColumnMost);
}

void move_column(TableChoice& choice, std::span<const TableColumn> columns, float width, std::size_t column,
                 std::size_t place) {
  make_explicit(choice, columns, width);
  const auto at = find_column(choice, columns[column].id);
  if (at == choice.columns.end()) return;
  const auto from = static_cast<std::size_t>(at - choice.columns.begin());
  const std::size_t to = std::min(place, choice.columns.size());
  if (to > from)
    std::rotate(at, at + 1, choice.columns.begin() + static_cast<std::ptrdiff_t>(to));
  else
    std::rotate(choice.columns.begin() + static_cast<std::ptrdiff_t>(to), at, at + 1);
}

}  // namespace spanorama
