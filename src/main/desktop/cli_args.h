// The words after the program's name, checked.
//
//   Result<CommandLine> line = parse_command_line({"traces", "demo.json", "-f", "status:error"});
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spanorama/analysis/groups.h"
#include "spanorama/base/result.h"
#include "spanorama/model/trace_notes.h"
#include "spanorama/query/sort.h"

namespace spanorama {

enum class Verb : std::uint8_t {
  window,
  traces,
  spans,
  show,
  conversation,
  sessions,
  users,
  prompts,
  check,
  facets,
  stats,
  search,
  export_traces,
  convert,
  diff,
  help,
  version
};
// What `export` and `convert` write.
enum class WrittenForm : std::uint8_t { unknown, otlp_json, otlp_json_lines, otlp_proto, csv, jsonl, spano };
enum class OutputFormat : std::uint8_t { automatic, table, jsonl, csv };

struct CommandLine {
  Verb verb = Verb::window;
  std::vector<std::string> sources;  // files, folders, "-", http(s) URLs
  std::string filter_text;
  std::string question, ask_url, ask_model;  // --ask: a filter in words, and whom to ask for it
  bool use_proposal = false;                 // --yes
  std::string views_path, view_name;         // a file of saved views and the one to use
  TraceNotes notes;                          // of that file: bookmarks and local tags
  bool sort_given = false;
  SortOrder sort;
  std::optional<GroupSort> group_sort;  // sessions, users, prompts: instead of the latest first
  bool group_descending = false;
  std::uint64_t limit = UINT64_MAX;  // objects printed
  OutputFormat format = OutputFormat::automatic;
  std::string trace_prefix, span_prefix;  // lower-case hex, checked
  std::string session;                    // conversation: this session's, over its traces
  std::string field;                      // facets --field, stats --by
  std::string search_text;
  std::vector<std::string> compared;  // diff: ids of two traces, when they are told so; lower-case hex, checked
  std::string prices_path;            // a price file that goes over the built-in table
  std::string prompts_path;           // a prompt file, for templates
  WrittenForm form = WrittenForm::unknown;
  bool metadata_only = false;
  std::uint64_t most_memory = 0;  // bytes; 0: no limit
  std::string output_path;        // empty or "-": standard output
  bool quiet = false;
};

// An error names what is wrong and what would be right.
Result<CommandLine> parse_command_line(const std::vector<std::string>& arguments);

// The text of --help.
std::string_view usage_text();

}  // namespace spanorama
