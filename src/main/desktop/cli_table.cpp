#include "main/desktop/cli_table.h"

#include <algorithm>

#include "spanorama/base/utf8.h"

namespace spanorama {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kLeastWidth = 8;
constexpr std::size_t kMostWidth = 400;  // of a cell, however wide the terminal is

struct CodeRange {
  char32_t first, last;
};
// From Unicode's EastAsianWidth (wide and full-width), joined into coarse blocks.
constexpr CodeRange kWide[] = {
    {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},   {0xa960, 0xa97c},   {0xac00, 0xd7a3},
    {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},   {0x1f300, 0x1f64f},
    {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x1fa70, 0x1faff}, {0x20000, 0x3fffd},
};
constexpr CodeRange kCombining[] = {
    {0x0300, 0x036f}, {0x200b, 0x200f}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
};

bool in_any(const CodeRange* first, const CodeRange* last, char32_t c) {
  return std::any_of(first, last, [c](CodeRange range) { return c >= range.first && c <= range.last; });
}

std::size_t width_of(char32_t c) {
  if (c < 0x300) return 1;
  if (in_any(std::begin(kCombining), std::end(kCombining), c)) return 0;
  return in_any(std::begin(kWide), std::end(kWide), c) ? 2 : 1;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) width += width_of(next_code_point(text, at));
  return width;
}

std::string cut_to_width(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::size_t used = 1;  // the ellipsis
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size(); end = at) {
    used += width_of(next_code_point(text, at));
    if (used > width) break;
  }
  return std::string(text.substr(0, end)) + "…";
}

void Table::add(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = cut_to_width(without_controls(cell), kMostWidth);
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Table::widths(std::size_t limit) const {
  std::vector<std::size_t> widths;
  for (const TableColumn& column : columns_) widths.push_back(display_width(column.title));
  for (const auto& row : rows_)
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], display_width(row[c]));
  if (limit == 0) return widths;
  std::size_t total = kGap * (widths.size() - 1);
  for (const std::size_t width : widths) total += width;
  for (std::size_t c = 0; c < widths.size() && total > limit; ++c) {
    if (!holds_nothing(c)) continue;
    total -= widths[c] + kGap;
    widths[c] = 0;
  }
  // One cell at a time from the widest flexible column: few rounds, as a terminal has few hundred cells.
  for (; total > limit; --total) {
    std::size_t widest = widths.size();
    for (std::size_t c = 0; c < widths.size(); ++c) {
      if (!columns_[c].flexible || widths[c] <= kLeastWidth) continue;
      if (widest == widths.size() || widths[c] > widths[widest]) widest = c;
    }
    if (widest == widths.size()) break;
    --widths[widest];
  }
  return widths;
}

bool Table::holds_nothing(std::size_t column) const {
  return std::all_of(rows_.begin(), rows_.end(),
                     [column](const auto& row) { return row[column].empty() || row[column] == "–"; });
}

std::string Table::line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const {
  std::string line;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (widths[c] == 0) continue;
    if (!line.empty()) line.append(kGap, ' ');
    const std::string cell = cut_to_width(cells[c], widths[c]);
    const std::size_t padding = widths[c] - display_width(cell);
    if (columns_[c].align == Align::right) line.append(padding, ' ');
    line += cell;
    if (columns_[c].align == Align::left) line.append(padding, ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

void Table::print(Output& output) const {
  if (rows_.empty()) return;
  const auto limit = static_cast<std::size_t>(std::max(output.columns(), 0));
  const std::vector<std::size_t> column_widths = widths(limit);
  std::vector<std::string> titles;
  for (const TableColumn& column : columns_) titles.emplace_back(column.title);
  const auto fitted = [limit](std::string text) { return limit == 0 ? text : cut_to_width(text, limit); };
  if (!output.line(fitted(line(titles, column_widths)))) return;
  for (const auto& row : rows_)
    if (!output.line(fitted(line(row, column_widths)))) return;
}

}  // namespace spanorama
