#include "views/kept_memory.h"

#include <algorithm>
#include <array>

#include "spanorama/app/deep_link.h"
#include "spanorama/base/format.h"
#include "spanorama/base/take.h"

namespace spanorama {

namespace {

constexpr std::size_t kMostKept = 200;

std::string encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      out += c;
      continue;
    }
    out += '%';
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
    out += escape ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
    if (escape) i += 2;
  }
  return out;
}

std::string_view part_of(std::string_view text, std::string_view key) {
  const std::size_t at = text.find(key);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = text.substr(at + key.size());
  return rest.substr(0, rest.find(' '));
}

// "NAME&ROWS&TOTAL&ID~WIDTH&…;", the ids only where columns were chosen; nothing for a table that is as usual.
std::string table_text(std::string_view name, const TableChoice& choice) {
  if (!choice.chosen && !choice.rows && choice.total == ColumnTotal::none) return {};
  std::string out = encoded(name) + '&' + std::to_string(choice.rows ? static_cast<int>(*choice.rows) + 1 : 0) + '&' +
                    std::string(name_of(choice.total));
  if (choice.chosen) out += "&columns";
  for (const TableChoice::Column& column : choice.columns)
    out += '&' + encoded(column.id) + '~' + std::to_string(static_cast<int>(column.width));
  return out + ';';
}

TableChoice::Column column_from(std::string_view text) {
  const std::string id = decoded(take_until(text, '~'));
  double width = 0;
  if (!parse_double(text, width)) width = 0;
  return {id, std::clamp(static_cast<float>(width), kColumnLeast, kColumnMost)};
}

void read_table(Memory& memory, std::string_view text) {
  constexpr std::size_t kMostColumns = 100;
  const std::string name = decoded(take_until(text, '&'));
  if (name.empty()) return;
  TableChoice choice;
  std::int64_t rows = 0;  // 0: as usual, 1: small, and so on
  if (parse_int64(take_until(text, '&'), rows) && rows >= 1 && rows <= kRowSizeCount)
    choice.rows = static_cast<RowSize>(rows - 1);
  const std::string_view total = take_until(text, '&');
  for (int i = 0; i < kColumnTotalCount; ++i)
    if (name_of(static_cast<ColumnTotal>(i)) == total) choice.total = static_cast<ColumnTotal>(i);
  choice.chosen = take_until(text, '&') == "columns";
  while (choice.chosen && !text.empty() && choice.columns.size() < kMostColumns)
    choice.columns.push_back(column_from(take_until(text, '&')));
  memory.tables[name] = std::move(choice);
}

}  // namespace

std::string memory_text(const Memory& memory) {
  std::string saved, asked;
  for (const SavedView& view : memory.saved_views)
    saved += encoded(view.name) + '&' + encoded(view.filter) + '&' + encoded(view.sort) + '&' + encoded(view.view) +
             '&' + encoded(view.group_by) + '&' + encoded(view.list_sort) + '&' + encoded(view.columns) + ';';
  for (const std::string& query : memory.filter_history) asked += encoded(query) + ';';
  std::string tables;
  for (const auto& [name, choice] : memory.tables) tables += table_text(name, choice);
  std::string out;
  if (!tables.empty()) out += " tables=" + tables;
  if (!saved.empty()) out += " saved=" + saved;
  if (!asked.empty()) out += " asked=" + asked;
  std::string noted;
  for (const TraceNote& note : memory.notes.all()) {
    noted += hex_from(note.trace) + (note.bookmarked ? "&1" : "&0");
    for (const std::string& tag : note.tags) noted += '&' + encoded(tag);
    noted += ';';
  }
  if (!noted.empty()) out += " noted=" + noted;
  if (const AskEndpoint& ask = memory.ask.endpoint; !ask.url.empty())
    out +=
        " ask=" + encoded(without_credentials(ask.url)) + '&' + encoded(ask.model) + (memory.ask.values ? "&1" : "&0");
  if (!memory.prices.file.empty()) out += " prices=" + encoded(memory.prices.file);
  return out;
}

void read_memory_text(Memory& memory, std::string_view text) {
  for (std::string_view tables = part_of(text, " tables="); !tables.empty() && memory.tables.size() < kMostKept;)
    read_table(memory, take_until(tables, ';'));
  for (std::string_view saved = part_of(text, " saved="); !saved.empty() && memory.saved_views.size() < kMostKept;) {
    std::string_view one = take_until(saved, ';');
    std::array<std::string, 7> parts;  // the last three are missing where an older version wrote
    for (std::string& part : parts) part = decoded(take_until(one, '&'));
    if (!parts[0].empty())
      memory.saved_views.push_back({parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]});
  }
  for (std::string_view asked = part_of(text, " asked="); !asked.empty() && memory.filter_history.size() < kMostKept;)
    if (std::string query = decoded(take_until(asked, ';')); !query.empty())
      memory.filter_history.push_back(std::move(query));
  for (std::string_view noted = part_of(text, " noted="); !noted.empty();) {
    std::string_view one = take_until(noted, ';');
    TraceNote note;
    if (!trace_id_from_hex(take_until(one, '&'), note.trace)) continue;
    note.bookmarked = take_until(one, '&') == "1";
    while (!one.empty()) note.tags.push_back(decoded(take_until(one, '&')));
    if (!memory.notes.add(note) && memory.notes.all().size() >= TraceNotes::kMostNotes) break;
    memory.notes_restored = true;
  }
  if (std::string_view ask = part_of(text, " ask="); !ask.empty()) {
    memory.ask.endpoint.url = decoded(take_until(ask, '&'));
    memory.ask.endpoint.model = decoded(take_until(ask, '&'));
    memory.ask.values = take_until(ask, '&') == "1";
  }
  // Written anew, so that nothing else of it is handed on.
  if (const std::string_view prices = part_of(text, " prices="); !prices.empty())
    memory.prices.file = own_prices_file(read_own_prices(decoded(prices)));
}

}  // namespace spanorama
