// One function per panel of the workspace. Each draws into its rectangle and pushes commands.
#pragma once

#include "views/ui.h"

namespace spanorama {

void draw_top_bar(Ui& ui, Rect area);
void draw_sub_bar(Ui& ui, Rect area);
void draw_filter_rail(Ui& ui, Rect area);
void draw_charts_row(Ui& ui, Rect area);
void draw_list(Ui& ui, Rect area);  // what the chosen view lists
void draw_step_list(Ui& ui, Rect area);
void draw_trace_list(Ui& ui, Rect area);
// What can be done with the traces that are marked; at the bottom of the list.
void draw_mark_bar(Ui& ui, Rect area);
void draw_trace_detail(Ui& ui, Rect area);  // header, tabs and what they show
void draw_timeline(Ui& ui, Rect area);
void draw_tree_table(Ui& ui, Rect area);
void draw_flame(Ui& ui, Rect area);
void draw_merged_flame(Ui& ui, Rect area);
void draw_graph(Ui& ui, Rect area);
void draw_log(Ui& ui, Rect area);
void draw_comparison(Ui& ui, Rect area);
void draw_conversation(Ui& ui, Rect area);
void draw_span_detail(Ui& ui, Rect area);
void draw_empty_state(Ui& ui, Rect area);
void draw_status_bar(Ui& ui, Rect area);

// Dialogs over everything; each opens a window of its own and draws nothing when it is not shown.
void draw_report_panel(Ui& ui, Rect screen);
void draw_backend_dialog(Ui& ui, Rect screen);
void draw_url_dialog(Ui& ui, Rect screen);
void draw_help(Ui& ui, Rect screen);
void draw_command_palette(Ui& ui, Rect screen);
// From when to when the traces began, with a month to pick days in.
void draw_calendar(Ui& ui, Rect screen);
// The filter's conditions as rows of field, operator and value.
void draw_rules(Ui& ui, Rect screen);
// Two versions of a prompt, compared; above their list what opens it, for `count` of them.
void draw_versions(Ui& ui, Rect screen);
bool versions_shown(const Ui& ui);  // its dialog, which other lists hide
void versions_bar(Ui& ui, Rect area, std::size_t count);
// A question in words to a language model that the user names, and the filter that it proposes.
void draw_ask(Ui& ui, Rect screen);
// A text in the query that is such a question: "?slow ones".
bool is_question(const std::string& query);
// Enter was pressed there.
void ask_question(Ui& ui, const std::string& query);
// Below the query while a question is being typed.
void question_note(Ui& ui, Rect box);
// What the models that were called cost, to be edited.
void draw_prices(Ui& ui, Rect screen);
// Own prices are open as long as there is something to price. Once a frame.
void follow_prices(Ui& ui);
void draw_notice(Ui& ui, Rect screen);
bool dialog_open(const Ui& ui);

// Keys that work wherever the pointer is.
void global_keys(Ui& ui);

}  // namespace spanorama
