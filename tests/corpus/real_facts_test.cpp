// What each step of an LLM app in the real files is read as, against expected/facts.txt, so that a change in reading
// shows. Tokens were compared with the raw files by a script of its own, models and costs of a part by eye; the other
// lines are what the program says. Facts only; of texts the length of their preview, as JSON writes it.
#include <doctest/doctest.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "real_files.h"
#include "spanorama/app/json_rows.h"

namespace spanorama {
namespace {

constexpr std::string_view kShown[] = {"type",
                                       "operation",
                                       "provider",
                                       "model",
                                       "response_model",
                                       "input_tokens",
                                       "cache_read_tokens",
                                       "cache_write_tokens",
                                       "output_tokens",
                                       "reasoning_tokens",
                                       "cost_microcents",
                                       "cost_source",
                                       "ttft_ns",
                                       "tool_name",
                                       "counted"};

// The value of a member as it is written; members of this name further inside come later. Empty without one.
std::string_view member(std::string_view row, std::string_view name) {
  const std::string key = '"' + std::string(name) + "\":";
  const std::size_t at = row.find(key);
  if (at == std::string_view::npos) return {};
  const std::size_t begin = at + key.size();
  const bool text = row[begin] == '"';
  std::size_t end = begin + 1;
  while (end < row.size() && (text ? row[end] != '"' || row[end - 1] == '\\' : row[end] != ',' && row[end] != '}'))
    ++end;
  return row.substr(begin, end - begin + (text ? 1 : 0));
}

bool is_llm_step(std::string_view row) {
  const std::string_view type = member(row, "type");
  return type != "\"span\"" && type != "\"http\"" && type != "\"db\"" && type != "\"event\"";
}

std::string facts_of_span(const TraceStore& store, SpanRow span) {
  const std::string row = span_json(store, span);
  if (!is_llm_step(row)) return {};
  std::string line = " ";
  for (const std::string_view name : kShown) {
    const std::string_view value = member(row, name);
    if (!value.empty() && value != "null") line += " " + std::string(name) + "=" + std::string(value);
  }
  const auto bytes = [&](std::string_view name) {
    const std::string_view value = member(row, name);
    return value.empty() || value == "null" ? std::size_t{0} : value.size() - 2;
  };
  line += " asked=" + std::to_string(bytes("input_preview")) + " answered=" + std::to_string(bytes("output_preview"));
  return line + "\n";
}

std::string facts_of_file(const std::string& path) {
  const Read read = read_in_chunks(content_of(corpus_folder() / path), 1 << 20);
  std::string lines;
  for (std::uint32_t t = 0; t < read.store->trace_count(); ++t) {
    const std::string row = trace_json(*read.store, TraceRow{t});
    lines += "  trace";
    for (const std::string_view name : {"total_tokens", "cost_microcents", "cost_source"})
      lines += " " + std::string(name) + "=" + std::string(member(row, name));
    lines += std::string(" session=") + (member(row, "session_id") == "null" ? "no" : "yes") + "\n";
  }
  std::string steps;
  for (std::uint32_t s = 0; s < read.store->span_count(); ++s) steps += facts_of_span(*read.store, SpanRow{s});
  return steps.empty() ? std::string() : path + "\n" + lines + steps;
}

std::string facts_of_corpus() {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(corpus_folder()))
    if (entry.is_regular_file()) paths.push_back(std::filesystem::relative(entry.path(), corpus_folder()).string());
  std::sort(paths.begin(), paths.end());
  std::string all;
  for (const std::string& path : paths) all += facts_of_file(path);
  return all;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

}  // namespace

TEST_CASE("every step of an LLM app in the real files has the facts that were recorded") {
  if (!corpus_is_here()) return;
  const std::filesystem::path known = std::filesystem::path(SPANORAMA_SOURCE_DIR) / "tests/corpus/expected/facts.txt";
  const std::string got = facts_of_corpus();
  const char* update = std::getenv("SPANORAMA_UPDATE");
  if (update != nullptr && *update != '\0') std::ofstream(known, std::ios::binary) << got;
  const std::vector<std::string> want_lines = lines_of(content_of(known)), got_lines = lines_of(got);
  CHECK(want_lines.size() == got_lines.size());
  std::string file;
  for (std::size_t i = 0; i < std::min(want_lines.size(), got_lines.size()); ++i) {
    if (!want_lines[i].empty() && want_lines[i][0] != ' ') file = want_lines[i];
    CAPTURE(file);
    REQUIRE(got_lines[i] == want_lines[i]);
  }
}

}  // namespace spanorama
