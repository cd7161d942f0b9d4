// "Add as filter" and "exclude" for everything that is shown: a right press, a finger that rests, or the keyboard's menu
// key (Shift F10) on a value opens a list of what the filter can ask about it.
//
//   offer_values(ui, cell, pressed.focused, [&] { return values_of(ui.store(), trace, FilterField::model); });
//
// Where such rectangles lie in one another the one that is offered first wins: cells before their row.
#pragma once

#include "views/shown_values.h"
#include "views/ui.h"

namespace spanorama {

// True in the frame in which the values of `rect` are asked for.
bool values_wanted(Ui& ui, Rect rect, bool focused);
void open_value_menu(Ui& ui, Rect rect, bool at_pointer, std::vector<ShownValue> values);

// `values` gives a std::vector<ShownValue> and is called only when they are asked for.
template <class Values>
void offer_values(Ui& ui, Rect rect, bool focused, Values&& values) {
  if (values_wanted(ui, rect, focused)) open_value_menu(ui, rect, !focused, values());
}

// The key V: what the open step, else the open trace tells.
void value_keys(Ui& ui);
// The open list, over everything; items are named value-menu-INDEX.
void draw_value_menu(Ui& ui);

}  // namespace spanorama
