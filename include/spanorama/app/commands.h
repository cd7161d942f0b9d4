// What views, links, scripts and hosts may ask for. They push; update() applies in order between two frames.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "spanorama/app/state.h"

namespace spanorama {

struct ListRows;  // list_rows.h
enum class RowsForm : std::uint8_t;

// One command a line.
// clang-format off
// From people (views, keyboard, script API)
struct SetFilterText { std::string text; bool typed = false; };  // typed: one undo step with the letters before it
struct UndoFilter {};
struct RedoFilter {};
struct SetView { ListView view; };
struct SetGroupBy { FieldRef field; };
struct SetSort { SortOrder order; };
struct SelectTrace { TraceId trace; };          // zero: back to the list
struct SelectSpan { SpanId span; };
struct SelectTab { DetailTab tab; };
struct SelectSpanTab { SpanTab tab; };
struct SetVisibleTime { std::optional<TimeRange> range; };
struct PickTime { std::optional<TimeRange> range; };       // of the open trace, for everything that adds up
struct SetPlayhead { std::optional<UnixTime> time; };
struct SetTraceView { TraceView view; };
struct SetStepSearch { std::string text; };
struct FoldToDepth { std::uint32_t depth; };    // folds every span that deep, unfolds those above
struct CompareWith { TraceId trace; };          // zero: no comparison
struct ToggleFold { SpanId span; };
struct FoldAll { bool folded; };                // every span of the selected trace that has children, or none
struct SetTheme { ThemeChoice theme; };
struct SetUtc { bool utc; };
struct ShowFilters { bool shown; };
struct ShowDetailFull { bool full; };
struct ShowReport { bool shown; };
struct MarkTraces { std::vector<TraceId> traces; bool marked; };
struct MarkAllTraces { bool marked; };          // that pass the filter, now and later
struct BookmarkTraces { std::vector<TraceId> traces; bool on; };
struct TagTraces { std::vector<TraceId> traces; std::string tag; bool on; };  // with a local tag
struct AddNotes { TraceNotes notes; };          // what was kept from the last time, or came in a file
struct StepTrace { int step; };                 // next (+1) or previous (-1) in the sorted, filtered list
struct OpenUrl { std::string url; };
struct PickFiles {};
struct CancelReading { std::uint32_t source; };
struct ReadMetadataOnly { std::uint32_t source; };  // the same source again, without attributes and texts
struct CloseSource { std::uint32_t source; };
struct CloseAll {};
struct OpenKept { std::uint32_t number; };       // of AppState::kept
struct ForgetKept {};
struct SetKeeping { bool on; };                  // whether what is opened is kept for the next time
struct CopyText { std::string text; std::string notice; };
struct CopyLink {};
struct SaveTraces {                               // as a file: those of the list, the marked ones, or the open one
  enum class Which : std::uint8_t { passing, marked, open } which = Which::passing;
  Format format = Format::otlp_json;              // or otlp_json_lines, otlp_proto
};
struct SaveRows { std::shared_ptr<const ListRows> rows; RowsForm form; };  // what a list shows, as a file
struct SaveMedia { std::string name, text, type; };  // what a part of a message holds, as a file
struct PlaySound { std::string text, type; };        // likewise; no text: stops
struct SaveText { std::string name, text; };      // as a file
struct OpenViews { std::string text; };           // a file of saved views was opened
struct UsePrices { std::string file; };           // own prices, as a price file, in place of those before; nothing: none
struct OpenAddress { std::string address; };      // http, https or mailto, outside of the program
struct ApplyLink { std::string link; bool from_history = false; };  // the address changed or was opened
struct ShowBackend { bool open; };
struct BackendConnect { std::string url; };
struct BackendSearch { std::string service; };
struct BackendFetch { TraceId trace; };
struct AskFilter {                               // a language model, with values of fields that it may know
  AskEndpoint endpoint;
  std::string question;
  std::vector<std::pair<std::string, std::vector<std::string>>> values;
};
struct StopAsking {};

// From the host
struct KeepSaving {};                            // another frame, please
struct ShowNotice { std::string text; };         // one sentence
struct SourceProgress { OpenSource source; };   // matched by id; added when new
struct StoreArrived { std::shared_ptr<const TraceStore> store; ImportReport report; };
struct KeepingChanged { bool available, on; };   // and nothing is kept
struct KeptListed { KeptLoad load; };            // that is kept too
struct BackendAnswer { BackendState state; };
struct AskAnswered { std::string question, proposal, problem; };

// clang-format on

using Command =
    std::variant<SetFilterText, UndoFilter, RedoFilter, SetView, SetGroupBy, SetSort, SelectTrace, SelectSpan,
                 SelectTab, SelectSpanTab, SetVisibleTime, PickTime, SetPlayhead, SetTraceView, SetStepSearch,
                 FoldToDepth, CompareWith, ToggleFold, FoldAll, SetTheme, SetUtc, ShowFilters, ShowDetailFull,
                 ShowReport, MarkTraces, MarkAllTraces, BookmarkTraces, TagTraces, AddNotes, StepTrace, OpenUrl,
                 PickFiles, CancelReading, CloseSource, CloseAll, CopyText, CopyLink, SaveTraces, SaveRows, SaveMedia,
                 PlaySound, OpenAddress, ApplyLink, ShowBackend, BackendConnect, BackendSearch, BackendFetch,
                 KeepSaving, ShowNotice, SourceProgress, StoreArrived, BackendAnswer, OpenKept, ForgetKept, SetKeeping,
                 KeepingChanged, KeptListed, ReadMetadataOnly, SaveText, OpenViews, UsePrices, AskFilter, StopAsking,
                 AskAnswered>;

class CommandQueue {
 public:
  void push(Command command) { commands_.push_back(std::move(command)); }
  bool empty() const { return commands_.empty(); }
  std::vector<Command> take() { return std::exchange(commands_, {}); }

 private:
  std::vector<Command> commands_;
};

}  // namespace spanorama
