#include "main/desktop/cli_rows.h"

#include <algorithm>

namespace spanorama {
namespace {

constexpr std::size_t kMaxIndent = 40;

void break_line(std::string& out, std::size_t depth) {
  out += '\n';
  out.append(2 * std::min(depth, kMaxIndent), ' ');
}

}  // namespace

OutputFormat chosen_format(OutputFormat asked, const Output& output) {
  if (asked != OutputFormat::automatic) return asked;
  return output.is_terminal() ? OutputFormat::table : OutputFormat::jsonl;
}

RowPrinter::RowPrinter(Output& output, OutputFormat format, std::vector<TableColumn> columns, std::uint64_t limit)
    : output_(output), format_(chosen_format(format, output)), table_(std::move(columns)), left_(limit) {}

void RowPrinter::cells(std::vector<std::string> cells) {
  --left_;
  table_.add(std::move(cells));
}

void RowPrinter::json(const std::string& object) {
  --left_;
  format_ == OutputFormat::csv ? csv(object) : static_cast<void>(output_.line(object));
}

void RowPrinter::csv(const std::string& object) {
  std::string lines;
  csv_.add(lines, object);
  lines.pop_back();  // the output ends lines itself
  output_.line(lines);
}

void RowPrinter::finish() {
  if (wants_cells()) table_.print(output_);
  output_.flush();
}

std::string indented_json(std::string_view json) {
  std::string out;
  std::size_t depth = 0;
  bool in_text = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (in_text) {
      out += c;
      if (c == '\\' && at + 1 < json.size()) out += json[++at];
      in_text = c != '"';
      continue;
    }
    const bool closes = c == '}' || c == ']';
    const bool empty_pair = closes && at > 0 && (json[at - 1] == '{' || json[at - 1] == '[');
    if (closes) --depth;
    if (closes && !empty_pair) break_line(out, depth);
    out += c;
    if (c == ':') out += ' ';
    if (c == ',') break_line(out, depth);
    if (c == '{' || c == '[') {
      ++depth;
      if (at + 1 < json.size() && json[at + 1] != '}' && json[at + 1] != ']') break_line(out, depth);
    }
    in_text = c == '"';
  }
  return out;
}

}  // namespace spanorama
