#include "spanorama/app/list_rows.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "spanorama/app/json_rows.h"

namespace spanorama {

namespace {

using Json = nlohmann::ordered_json;

std::string text_of_json(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string cell_text(const Json& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  const bool texts =
      value.is_array() && std::all_of(value.begin(), value.end(), [](const Json& v) { return v.is_string(); });
  if (!texts) return text_of_json(value);
  std::string joined;
  for (const Json& item : value) joined += (joined.empty() ? "" : "; ") + item.get<std::string>();
  return joined;
}

void append_cell(std::string& line, std::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    line += cell;
    return;
  }
  line += '"';
  for (const char c : cell) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

}  // namespace

void CsvLines::add(std::string& out, std::string_view object) {
  const Json parsed = Json::parse(object, nullptr, false);
  std::string header, line;
  bool first = true;
  for (const auto& [name, value] : parsed.items()) {
    if (!std::exchange(first, false)) header += ',', line += ',';
    append_cell(header, name);
    append_cell(line, cell_text(value));
  }
  if (!std::exchange(named_, true)) out += header + '\n';
  out += line + '\n';
}

std::size_t ListRows::count() const {
  return kind == RowKind::traces ? traces.size() : kind == RowKind::steps ? steps.size() : group_order.size();
}

ListRowsWriter::ListRowsWriter(std::shared_ptr<const ListRows> rows, RowsForm form)
    : rows_(std::move(rows)), form_(form) {}

std::string ListRowsWriter::object(std::size_t row) const {
  const TraceStore& store = *rows_->store;
  switch (rows_->kind) {
    case RowKind::traces: return trace_json(store, rows_->traces[row], rows_->now);
    case RowKind::steps: return span_json(store, rows_->steps[row]);
    default: return group_json(store, rows_->groups, rows_->groups.groups[rows_->group_order[row]]);
  }
}

bool ListRowsWriter::write(std::string& out, std::size_t bytes) {
  for (; next_ < rows_->count() && out.size() < bytes; ++next_) {
    const std::string line = object(next_);
    if (form_ == RowsForm::csv)
      csv_.add(out, line);
    else
      out += line + '\n';
  }
  return next_ == rows_->count();
}

}  // namespace spanorama
