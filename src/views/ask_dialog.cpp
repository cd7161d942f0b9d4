// Asking for a filter in words. What the model answers is shown with what it would find, can be changed, and becomes the
// filter only by Enter in it or its button.
#include <algorithm>
#include <utility>

#include "spanorama/app/deep_link.h"
#include "spanorama/base/format.h"
#include "views/dialog.h"
#include "views/filter_completion.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

constexpr FilterField kToldFields[] = {FilterField::model,       FilterField::provider, FilterField::service,
                                       FilterField::environment, FilterField::tool,     FilterField::prompt,
                                       FilterField::operation,   FilterField::tags};

using Values = std::vector<std::pair<std::string, std::vector<std::string>>>;

float field_height() { return cards() ? 44.0f : 34.0f; }

// Frequent values of short fields, over everything that is open. As far as they are known: asked for in every frame that
// shows the dialog.
Values told_values(Ui& ui) {
  constexpr std::size_t kMost = 20, kMostBytes = 80;
  Values out;
  AppState all;  // what facets look at, and no more
  all.store = ui.state().store;
  for (const FilterField field : kToldFields) {
    std::vector<std::string> values;
    for (const FacetValue& value : ui.frame.derived.facet_values(all, field).values)
      if (!value.value.empty() && value.value.size() <= kMostBytes && values.size() < kMost)
        values.emplace_back(value.value);
    if (!values.empty()) out.emplace_back(name_of(field), std::move(values));
  }
  return out;
}

void ask(Ui& ui) {
  AskMemory& memory = ui.memory.ask;
  if (memory.question.empty()) return;
  if (memory.endpoint.url.empty()) {
    memory.settings = true;
    return;
  }
  memory.settings = false;
  ui.push(AskFilter{memory.endpoint, memory.question, memory.values ? told_values(ui) : Values()});
}

void use(Ui& ui) {
  ui.push(SetFilterText{ui.memory.ask.proposal});
  ui.memory.ask.shown = false;
}

void question_row(Ui& ui, Rect& content, bool focus) {
  AskMemory& memory = ui.memory.ask;
  Rect row = cut_top(content, field_height());
  const bool busy = ui.state().ask.busy;
  const std::string_view label = busy ? "Stop" : "Ask";
  const Rect button = cut_right(row, button_width(ui, label) + 8);
  row.x1 -= 8;
  InputOptions options;
  options.hint = cards() ? "What do you look for?"
                         : "What do you look for? For instance: failed ones with gpt-4o, slower than 5 s";
  options.focus = focus;
  const InputResult typed = text_input(ui, "ask-question", row, memory.question, options);
  const bool pressed = text_button(ui, "ask-send", button, label, busy ? ButtonKind::outlined : ButtonKind::primary);
  if (busy && pressed) ui.push(StopAsking{});
  if (!busy && (pressed || typed.entered)) ask(ui);
  content.y0 += 10;
}

void setting(Ui& ui, Rect& content, std::string_view name, std::string_view label, std::string& text,
             InputOptions options) {
  Rect row = cut_top(content, field_height());
  content.y0 += 6;
  text_in(ui, cut_left(row, 76), label, ui.color.dim, kSmall);
  text_input(ui, name, row, text, options);
}

void values_row(Ui& ui, Rect& content) {
  bool& values = ui.memory.ask.values;
  Rect row = cut_top(content, cards() ? 44.0f : 28.0f);
  row.x0 += 76;
  const Press pressed = press(ui, "ask-values", row);
  check_box(ui, centered(cut_left(row, 16), 14, 14), values, pressed.hovered);
  row.x0 += 8;
  text_in(ui, row, "Tell it names that occur: models, services, tools, prompts, tags", ui.color.text, kSmall);
  if (pressed.focused) focus_ring(ui, row);
  if (pressed.clicked) values = !values;
  content.y0 += 6;
}

// Whom to ask, folded to a line once it is known.
void endpoint_rows(Ui& ui, Rect& content) {
  AskMemory& memory = ui.memory.ask;
  if (!memory.settings) {
    Rect row = cut_top(content, cards() ? 44.0f : 26.0f);
    const Rect button = cut_right(row, button_width(ui, "Change"));
    if (text_button(ui, "ask-change", button, "Change", ButtonKind::quiet)) memory.settings = true;
    const std::string model = memory.endpoint.model.empty() ? "" : memory.endpoint.model + " at ";
    text_in(ui, row, "Asks " + model + without_credentials(memory.endpoint.url), ui.color.dim, kSmall);
    content.y0 += 6;
    return;
  }
  InputOptions options;
  options.style = kSmall;
  options.hint = "http://localhost:11434 or any address of chat completions";
  setting(ui, content, "ask-url", "Address", memory.endpoint.url, options);
  options.hint = "llama3.1, gpt-4o-mini, \u2026";
  setting(ui, content, "ask-model", "Model", memory.endpoint.model, options);
  options.hint = "none, a token, or HEADER: VALUE; forgotten with this page";
  options.secret = true;
  setting(ui, content, "ask-key", "Key", memory.endpoint.key, options);
  values_row(ui, content);
  content.y0 +=
      text_wrapped(ui, content.x0, content.y0, content.width(),
                   "Your question, the query language and the names of attributes are sent to this address, and "
                   "nothing else; no prompts, no answers. Nothing is sent before you press Ask.",
                   ui.color.dim, kSmall) +
      10;
}

// How many traces would pass, or where the mistake is.
void finding(Ui& ui, Rect& content, const std::string& mistake) {
  if (!mistake.empty()) {
    error_mark(ui, content.x0 + 6, content.y0 + 9, 11);
    content.y0 += text_wrapped(ui, content.x0 + 20, content.y0, content.width() - 20, mistake, ui.color.text, kSmall);
    return;
  }
  const Derived::Found* found = ui.frame.derived.found(ui.state(), ui.memory.ask.proposal, ui.frame.host.now());
  const std::string all = grouped(ui.store().trace_count());
  const std::string text = found == nullptr ? "Counted when it is used: whole prompts are searched for it"
                                            : "Finds " + grouped(found->traces) + " of " + all + " traces";
  text_in(ui, cut_top(content, 20), text, found != nullptr && found->traces == 0 ? ui.color.warn : ui.color.dim,
          kSmall);
}

void proposal(Ui& ui, Rect& content) {
  AskMemory& memory = ui.memory.ask;
  const AskState& state = ui.state().ask;
  if (memory.proposal.empty()) return;
  text_in(ui, cut_top(content, 24), "Proposed filter", ui.color.dim, kSmall);
  Rect row = cut_top(content, field_height());
  const Rect button = cut_right(row, button_width(ui, "Use it") + 8);
  row.x1 -= 8;
  InputOptions options;
  options.style = kMono;
  options.focus = std::exchange(memory.focus_proposal, false);
  const InputResult typed = text_input(ui, "ask-proposal", row, memory.proposal, options);
  const Result<Filter> filter = parse_filter(memory.proposal, ui.frame.host.now());
  const bool pressed =
      text_button(ui, "ask-use", button, "Use it", filter ? ButtonKind::primary : ButtonKind::outlined);
  if ((pressed || typed.entered) && filter && !state.busy) use(ui);
  content.y0 += 8;
  finding(ui, content, filter ? std::string() : filter.error().message);
}

// What came since the last frame.
void take_answer(Ui& ui) {
  AskMemory& memory = ui.memory.ask;
  const AskState& state = ui.state().ask;
  if (memory.known == state.revision) return;
  memory.known = state.revision;
  memory.proposal = state.proposal;
  memory.focus_proposal = !state.proposal.empty();
}

}  // namespace

bool is_question(const std::string& query) { return !query.empty() && query[0] == '?'; }

void ask_question(Ui& ui, const std::string& query) {
  AskMemory& memory = ui.memory.ask;
  const std::size_t begin = query.find_first_not_of("? ");
  memory.shown = true;
  memory.question = begin == std::string::npos ? "" : query.substr(begin);
  memory.proposal.clear();
  ask(ui);
}

void question_note(Ui& ui, Rect box) {
  const AskEndpoint& endpoint = ui.memory.ask.endpoint;
  const std::string text = endpoint.url.empty() ? "Enter: ask a language model for a filter (you say which)"
                                                : "Enter: ask " + without_credentials(endpoint.url) + " for a filter";
  const float width = std::min(screen_width() - 16, std::ceil(text_width(ui, text, kSmall)) + 24);
  const float left = std::max(8.0f, std::min(box.x0, screen_width() - width - 8));
  const Rect note{left, box.y1 + 6, left + width, box.y1 + 34};
  ImGui::SetNextWindowPos(corner0(note));
  ImGui::SetNextWindowSize({note.width(), note.height()});
  ImGui::Begin("##question-note", nullptr,
               ImGuiWindowFlags_Tooltip | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoDecoration);
  fill(ui, note, ui.color.dark ? ui.color.raised : ui.color.panel, 6);
  outline(ui, note, ui.color.hairline, 6);
  text_in(ui, inset(note, 12, 0), text, ui.color.dim, kSmall);
  ui.rects.add("question-note", {note.x0, note.y0, note.width(), note.height()});
  ImGui::End();
}

void draw_ask(Ui& ui, Rect screen) {
  AskMemory& memory = ui.memory.ask;
  if (!memory.shown) return;
  take_answer(ui);
  const AskState& state = ui.state().ask;
  memory.settings =
      memory.settings || memory.endpoint.url.empty();  // until a question is asked, not until a letter is typed
  const bool settings = memory.settings;
  if (memory.values) told_values(ui);
  const float height =
      150.0f + (settings ? 4 * field_height() + 70 : 26.0f) + (memory.proposal.empty() ? 30.0f : 110.0f);
  Dialog dialog = dialog_begin(ui, "ask", "Ask for a filter", screen, 640, height);
  Rect content = dialog.content;
  question_row(ui, content, std::exchange(ui.memory.focus_dialog, false));
  endpoint_rows(ui, content);
  if (state.busy) text_in(ui, cut_top(content, 24), "Asking\u2026", ui.color.dim, kBody);
  if (!state.problem.empty())
    content.y0 += text_wrapped(ui, content.x0, content.y0, content.width(), state.problem, ui.color.warn, kBody) + 6;
  proposal(ui, content);
  dialog_end(ui);
  if (!dialog.closed) return;
  memory.shown = false;
  if (state.busy) ui.push(StopAsking{});
}

}  // namespace spanorama
