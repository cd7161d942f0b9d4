// What a command may touch, and one function per command. Only Application::update calls them.
#pragma once

#include <memory>

#include "spanorama/app/commands.h"
#include "spanorama/app/connector.h"
#include "spanorama/app/derived.h"
#include "spanorama/app/host.h"
#include "spanorama/app/state.h"
#include "spanorama/app/trace_saver.h"

namespace spanorama {

class FilterAsker;

struct UpdateContext {
  AppState& state;
  Derived& derived;
  CommandQueue& commands;  // for answers that come later
  Host& host;
  std::unique_ptr<Connector>& connector;
  TraceSaver& saver;
  FilterAsker& asker;
  bool push_link = false;     // the link after this update is a new entry
  bool from_history = false;  // the host has the link already
};

void show_notice(AppState& state, std::string sentence);

// update_view.cpp
void apply(UpdateContext& c, const SetFilterText& command);
void apply(UpdateContext& c, const UndoFilter& command);
void apply(UpdateContext& c, const RedoFilter& command);
void apply(UpdateContext& c, const SetView& command);
void apply(UpdateContext& c, const SetGroupBy& command);
void apply(UpdateContext& c, const SetSort& command);
void apply(UpdateContext& c, const SelectTrace& command);
void apply(UpdateContext& c, const SelectSpan& command);
void apply(UpdateContext& c, const SelectTab& command);
void apply(UpdateContext& c, const SelectSpanTab& command);
void apply(UpdateContext& c, const SetVisibleTime& command);
void apply(UpdateContext& c, const PickTime& command);
void apply(UpdateContext& c, const SetPlayhead& command);
void apply(UpdateContext& c, const SetTraceView& command);
void apply(UpdateContext& c, const SetStepSearch& command);
void apply(UpdateContext& c, const FoldToDepth& command);
void apply(UpdateContext& c, const CompareWith& command);
void apply(UpdateContext& c, const ToggleFold& command);
void apply(UpdateContext& c, const FoldAll& command);
void apply(UpdateContext& c, const SetTheme& command);
void apply(UpdateContext& c, const SetUtc& command);
void apply(UpdateContext& c, const ShowFilters& command);
void apply(UpdateContext& c, const ShowDetailFull& command);
void apply(UpdateContext& c, const ShowReport& command);
void apply(UpdateContext& c, const MarkTraces& command);
void apply(UpdateContext& c, const MarkAllTraces& command);
void apply(UpdateContext& c, const StepTrace& command);

// update_notes.cpp
void apply(UpdateContext& c, const BookmarkTraces& command);
void apply(UpdateContext& c, const TagTraces& command);
void apply(UpdateContext& c, const AddNotes& command);

// update_sources.cpp
void apply(UpdateContext& c, const OpenUrl& command);
void apply(UpdateContext& c, const PickFiles& command);
void apply(UpdateContext& c, const CancelReading& command);
void apply(UpdateContext& c, const CloseSource& command);
void apply(UpdateContext& c, const ReadMetadataOnly& command);
void apply(UpdateContext& c, const CloseAll& command);
void apply(UpdateContext& c, const OpenKept& command);
void apply(UpdateContext& c, const ForgetKept& command);
void apply(UpdateContext& c, const SetKeeping& command);
void apply(UpdateContext& c, const KeepingChanged& command);
void apply(UpdateContext& c, const KeptListed& command);
void apply(UpdateContext& c, const CopyText& command);
void apply(UpdateContext& c, const CopyLink& command);
void apply(UpdateContext& c, const SaveMedia& command);
void apply(UpdateContext& c, const PlaySound& command);
void apply(UpdateContext& c, const OpenAddress& command);
void apply(UpdateContext& c, const ApplyLink& command);
void apply(UpdateContext& c, const ShowNotice& command);
void apply(UpdateContext& c, const SourceProgress& command);
void apply(UpdateContext& c, const StoreArrived& command);

// update_saving.cpp
void apply(UpdateContext& c, const SaveTraces& command);
void apply(UpdateContext& c, const SaveRows& command);
void apply(UpdateContext& c, const SaveText& command);
void apply(UpdateContext& c, const OpenViews& command);
void apply(UpdateContext& c, const UsePrices& command);
void apply(UpdateContext& c, const KeepSaving& command);

// update_backend.cpp
void apply(UpdateContext& c, const ShowBackend& command);
void apply(UpdateContext& c, const BackendConnect& command);
void apply(UpdateContext& c, const BackendSearch& command);
void apply(UpdateContext& c, const BackendFetch& command);
void apply(UpdateContext& c, const BackendAnswer& command);

// update_ask.cpp
void apply(UpdateContext& c, const AskFilter& command);
void apply(UpdateContext& c, const StopAsking& command);
void apply(UpdateContext& c, const AskAnswered& command);

}  // namespace spanorama
