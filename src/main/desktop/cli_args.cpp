#include "main/desktop/cli_args.h"

#include <algorithm>

#include "spanorama/base/format.h"
#include "spanorama/base/utf8.h"
#include "spanorama/export/packer.h"

namespace spanorama {
namespace {

struct VerbName {
  std::string_view name;
  Verb verb;
};
constexpr VerbName kVerbs[] = {
    {"traces", Verb::traces},     {"spans", Verb::spans},
    {"show", Verb::show},         {"conversation", Verb::conversation},
    {"sessions", Verb::sessions}, {"users", Verb::users},
    {"prompts", Verb::prompts},   {"check", Verb::check},
    {"facets", Verb::facets},     {"stats", Verb::stats},
    {"search", Verb::search},     {"export", Verb::export_traces},
    {"convert", Verb::convert},   {"diff", Verb::diff},
};

struct FormName {
  std::string_view name, ending;  // of --to, and of the file behind -o
  WrittenForm form;
};
constexpr FormName kForms[] = {
    {"otlp-json", ".json", WrittenForm::otlp_json},
    {"otlp-jsonl", ".jsonl", WrittenForm::otlp_json_lines},
    {"otlp-jsonl", ".ndjson", WrittenForm::otlp_json_lines},
    {"otlp-proto", ".binpb", WrittenForm::otlp_proto},
    {"otlp-proto", ".pb", WrittenForm::otlp_proto},
    {"csv", ".csv", WrittenForm::csv},
    {"jsonl", "", WrittenForm::jsonl},
    {"spano", ".spano", WrittenForm::spano},
};

WrittenForm form_named(std::string_view name) {
  for (const FormName& known : kForms)
    if (known.name == name) return known.form;
  return WrittenForm::unknown;
}

// A packed file has the ending of what it holds in front: .jsonl.gz
WrittenForm form_of_path(std::string_view path) {
  path = unpacked_name(path);
  for (const FormName& known : kForms)
    if (!known.ending.empty() && path.ends_with(known.ending)) return known.form;
  return WrittenForm::unknown;
}

constexpr std::string_view kUsage =
    R"(spanorama: see what an LLM application did, from its OpenTelemetry traces.

  spanorama [SRC…]                 opens a window; with --open LINK on what a link shows
  spanorama traces SRC…            one line per trace
  spanorama spans SRC…             one line per span, depth-first
  spanorama show --trace ID SRC…   everything about a trace, or with --span ID about one span
  spanorama conversation SRC…      what was said, of --trace ID or over the traces of --session ID
  spanorama sessions SRC…          one line per session; likewise users, and prompts with their versions
  spanorama check SRC…             what was read, and what could not be
  spanorama facets SRC…            the values of a field and how many traces have them (--field F)
  spanorama stats SRC…             counts, sums and percentiles (--by F for groups)
  spanorama search TEXT SRC…       texts that contain TEXT, any case; of several words, the most relevant traces first
  spanorama diff A B               two traces step by step: the latest ones of two sources, or by their ids: diff ID ID SRC…
  spanorama export --to FORM SRC…  the traces whole: otlp-json, otlp-jsonl, otlp-proto, or a span a line: csv, jsonl
  spanorama convert SRC… -o FILE   the same into a file, by its ending: .json .jsonl .binpb .csv, or
                                   .spano, which opens again without being read; .gz or .zst behind it packs
  spanorama --screenshot OUT.png [--size WxH] [--scale S] [--theme dark|light] [--open LINK] SRC…
                                   a picture of the window

SRC is a file, a folder, - for standard input, or an http(s) URL.

  -f, --filter QUERY   only traces that pass, for example 'status:error duration:>5s'
  --ask WORDS          a filter in words: prints what the language model at --ask-url ADDRESS, called --ask-model NAME,
                       proposes (or SPANORAMA_ASK_URL, SPANORAMA_ASK_MODEL, and SPANORAMA_ASK_KEY for its key); with
                       --yes goes on with it
  --views FILE [--view NAME]
                       the filter and order of a view that was saved as a file; -f is asked for as well; and the
                       bookmarks and local tags in it, for -f bookmarked:true and local_tag:
  --sort KEY[:desc]    start name status duration cost tokens ttft spans errors, or relevance of the words that are
                       searched for; of sessions, users and prompts name last first count traces errors error_rate
                       duration tokens mean_tokens cost mean_cost ttft
  --limit N            at most N lines
  --trace ID           this trace; the first digits of the id are enough
  --span ID            this span; likewise
  --session ID         the whole id
  --field F, --by F    status name model provider service environment release user session tags prompt type tool;
                       stats --by model, provider, prompt, version and tool counts calls, not traces
  --to FORM, -o FILE   of export and convert: what is written, and where to
  --format FORMAT      table, jsonl or csv; a terminal gets a table, everything else jsonl
  --memory MIB         reading stops where the spans would need more memory; what was read is used
  --metadata-only      without values of attributes and texts, in less memory
  --prices FILE        a price file (JSON) over the built-in one, for costs that are not reported
  --prompts FILE       a prompt file (JSON) with templates, for show and prompts
  --quiet              no progress and no import issues on standard error
  --help, --version

Exit status: 0 all was read; 1 some was lost, see `check`; 2 nothing could be read or found; 3 wrong usage.
)";

bool is_hex_prefix(std::string_view text, std::size_t most) {
  const auto digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return !text.empty() && text.size() <= most && std::all_of(text.begin(), text.end(), digit);
}

// Takes the arguments one by one; the first mistake stays.
class Parser {
 public:
  explicit Parser(const std::vector<std::string>& arguments) : arguments_(arguments) {}

  Result<CommandLine> run() {
    read_verb();
    while (at_ < arguments_.size() && error_.empty()) read_one();
    if (error_.empty()) check_whole();
    if (!error_.empty()) return Error{error_};
    return line_;
  }

 private:
  void read_verb() {
    if (arguments_.empty()) return;
    for (const VerbName& known : kVerbs) {
      if (known.name != arguments_[0]) continue;
      line_.verb = known.verb;
      at_ = 1;
    }
  }

  void read_one() {
    const std::string& word = arguments_[at_++];
    if (only_sources_ || word.size() < 2 || word[0] != '-') return read_plain(word);
    if (word == "--") {
      only_sources_ = true;
      return;
    }
    const std::size_t equals = word.starts_with("--") ? word.find('=') : std::string::npos;
    const std::string name = word.substr(0, equals);
    if (read_switch(name)) return;
    if (!takes_value(name)) return fail("there is no option " + name + "; see spanorama --help");
    if (equals != std::string::npos) return read_value(name, word.substr(equals + 1));
    if (at_ == arguments_.size()) return fail(name + " needs a value after it");
    read_value(name, arguments_[at_++]);
  }

  void read_plain(const std::string& word) {
    if (line_.verb == Verb::search && !has_text_) {
      line_.search_text = word;
      has_text_ = true;
    } else {
      line_.sources.push_back(word);
    }
  }

  bool read_switch(std::string_view name) {
    if (name == "--help" || name == "-h")
      line_.verb = Verb::help;
    else if (name == "--version")
      line_.verb = Verb::version;
    else if (name == "--quiet" || name == "-q")
      line_.quiet = true;
    else if (name == "--metadata-only")
      line_.metadata_only = true;
    else if (name == "--yes")
      line_.use_proposal = true;
    else
      return false;
    return true;
  }

  static bool takes_value(std::string_view name) {
    constexpr std::string_view kNames[] = {"-f",     "--filter",  "--sort",     "--limit",   "--format",  "--trace",
                                           "--span", "--field",   "--by",       "--prices",  "--session", "--to",
                                           "-o",     "--output",  "--memory",   "--prompts", "--views",   "--view",
                                           "--ask",  "--ask-url", "--ask-model"};
    return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
  }

  void read_value(std::string_view name, const std::string& value) {
    if (name == "-f" || name == "--filter")
      line_.filter_text += (line_.filter_text.empty() ? "" : " ") + value;
    else if (name == "--sort")
      read_sort(value);
    else if (name == "--limit")
      read_limit(value);
    else if (name == "--format")
      read_format(value);
    else if (name == "--trace")
      read_id(name, value, 32, line_.trace_prefix);
    else if (name == "--span")
      read_id(name, value, 16, line_.span_prefix);
    else if (name == "--to")
      read_form(value);
    else if (name == "-o" || name == "--output")
      line_.output_path = value;
    else if (name == "--prices")
      line_.prices_path = value;
    else if (name == "--memory")
      read_memory(value);
    else if (name == "--prompts")
      line_.prompts_path = value;
    else if (name == "--views")
      line_.views_path = value;
    else if (name == "--view")
      line_.view_name = value;
    else if (name == "--session")
      line_.session = value;
    else if (name == "--ask")
      line_.question = value;
    else if (name == "--ask-url")
      line_.ask_url = value;
    else if (name == "--ask-model")
      line_.ask_model = value;
    else
      line_.field = value;
  }

  bool lists_groups() const {
    return line_.verb == Verb::sessions || line_.verb == Verb::users || line_.verb == Verb::prompts;
  }

  void read_group_sort(std::string_view value) {
    const std::size_t colon = value.find(':');
    const std::string_view direction = colon == std::string_view::npos ? "asc" : value.substr(colon + 1);
    line_.group_sort = group_sort_from(value.substr(0, colon));
    line_.group_descending = direction == "desc";
    if (!line_.group_sort || (direction != "asc" && direction != "desc"))
      fail(
          "--sort needs one of name last first count traces errors error_rate duration tokens mean_tokens cost "
          "mean_cost ttft here, with :desc or :asc after it if wanted, not " +
          std::string(value));
  }

  void read_sort(const std::string& value) {
    if (lists_groups()) return read_group_sort(value);
    const std::optional<SortOrder> order = sort_order_from(value);
    if (!order)
      return fail(
          "--sort needs one of start name status duration cost tokens ttft spans errors relevance, with :desc "
          "or :asc after it if wanted, not " +
          value);
    line_.sort = *order;
    line_.sort_given = true;
  }

  void read_limit(const std::string& value) {
    std::int64_t limit = 0;
    if (!parse_int64(value, limit) || limit < 0) return fail("--limit needs a number, not " + value);
    line_.limit = static_cast<std::uint64_t>(limit);
  }

  void read_format(const std::string& value) {
    if (value == "table")
      line_.format = OutputFormat::table;
    else if (value == "jsonl")
      line_.format = OutputFormat::jsonl;
    else if (value == "csv")
      line_.format = OutputFormat::csv;
    else
      fail("--format needs table, jsonl or csv, not " + value);
  }

  void read_memory(const std::string& value) {
    std::int64_t megabytes = 0;
    if (!parse_int64(value, megabytes) || megabytes < 1 || megabytes > 1 << 24)
      return fail("--memory needs a number of megabytes (MiB), not " + value);
    line_.most_memory = static_cast<std::uint64_t>(megabytes) << 20;
  }

  void read_form(const std::string& value) {
    line_.form = form_named(value);
    if (line_.form == WrittenForm::unknown)
      fail("--to needs otlp-json, otlp-jsonl, otlp-proto, csv, jsonl or spano, not " + value);
  }

  void read_id(std::string_view name, const std::string& value, std::size_t most, std::string& out) {
    out = ascii_lower(value);
    if (!is_hex_prefix(out, most))
      fail(std::string(name) + " needs up to " + std::to_string(most) + " hex digits, not " + value);
  }

  void check_whole() {
    if (line_.views_path.empty() && !line_.view_name.empty())
      return fail("--view needs --views FILE, a file of saved views");
    if (line_.verb == Verb::help || line_.verb == Verb::version) return;
    if (line_.use_proposal && line_.question.empty()) return fail("--yes goes with --ask WORDS");
    if (line_.verb == Verb::window && !line_.question.empty()) return fail("--ask goes with a verb, as in traces");
    if (line_.verb == Verb::window) return;
    if (line_.verb == Verb::search && line_.search_text.empty()) return fail("search needs the text to look for");
    if (line_.verb == Verb::diff) take_compared();
    if (line_.sources.empty())
      return fail(arguments_[0] + " needs something to read: a file, a folder, - for standard input, or a URL");
    if (line_.verb == Verb::export_traces || line_.verb == Verb::convert) return check_form();
    if (line_.form != WrittenForm::unknown || !line_.output_path.empty())
      return fail("--to and -o go with export and convert");
    if (line_.verb == Verb::show && line_.trace_prefix.empty() && line_.span_prefix.empty())
      fail("show needs --trace ID or --span ID");
  }

  // Of more than two words the first two are ids of traces in the others.
  void take_compared() {
    if (line_.sources.size() < 2) return fail("diff needs two sources, or two ids of traces and where they are");
    if (line_.sources.size() == 2) return;
    for (const int side : {0, 1}) {
      line_.compared.emplace_back();
      read_id(side == 0 ? "diff, first," : "diff, second,", line_.sources[static_cast<std::size_t>(side)], 32,
              line_.compared.back());
    }
    line_.sources.erase(line_.sources.begin(), line_.sources.begin() + 2);
  }

  void check_form() {
    if (line_.verb == Verb::convert && line_.output_path.empty()) return fail("convert needs -o FILE");
    if (line_.format != OutputFormat::automatic) return fail("export and convert take --to FORM, not --format");
    if (line_.form == WrittenForm::unknown) line_.form = form_of_path(line_.output_path);
    if (line_.form != WrittenForm::unknown) return;
    if (line_.output_path.empty() || line_.output_path == "-")
      return fail("export needs --to otlp-json, otlp-jsonl, otlp-proto, csv, jsonl or spano");
    fail(
        "what is to be written is told by the file's ending, .json, .jsonl, .binpb, .csv or .spano, with .gz or .zst "
        "behind it to pack it, or by --to FORM: " +
        line_.output_path);
  }

  void fail(std::string message) {
    if (error_.empty()) error_ = std::move(message);
  }

  const std::vector<std::string>& arguments_;
  std::size_t at_ = 0;
  CommandLine line_;
  bool only_sources_ = false, has_text_ = false;
  std::string error_;
};

}  // namespace

Result<CommandLine> parse_command_line(const std::vector<std::string>& arguments) { return Parser(arguments).run(); }

std::string_view usage_text() { return kUsage; }

}  // namespace spanorama
