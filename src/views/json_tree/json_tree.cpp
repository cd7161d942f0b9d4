#include "views/json_tree/json_tree.h"

#include <algorithm>
#include <memory>

#include "spanorama/base/format.h"
#include "spanorama/base/json_text.h"
#include "spanorama/base/utf8.h"
#include "views/json_tree/outline.h"
#include "views/search_marks.h"
#include "views/value_menu.h"
#include "views/widgets/controls.h"
#include "views/widgets/prose.h"

namespace spanorama {

namespace {

constexpr float kRow = 20, kIndent = 14;
constexpr std::size_t kBytesPerFrame = 2u << 20, kSearchBytesPerFrame = 16u << 20;
constexpr std::size_t kShownValue = 300, kSearchedFrom = 2000;

struct Colors {
  Color key, string, number, literal, mark;
};

Colors colors_of(const Ui& ui) {
  const bool dark = ui.color.dark;
  return {mixed(type_color(ObservationType::agent, dark), ui.color.text, 0.35f),
          mixed(type_color(ObservationType::retriever, dark), ui.color.text, 0.35f),
          mixed(type_color(ObservationType::tool, dark), ui.color.text, 0.25f),
          mixed(type_color(ObservationType::generation, dark), ui.color.text, 0.25f), ui.color.faint};
}

JsonTreeMemory& memory_of(Ui& ui, std::string_view name, std::string_view text) {
  JsonTreeMemory& kept = ui.memory.json_trees[std::string(name)];
  const std::uint64_t revision = ui.store().revision();
  if (kept.data != text.data() || kept.size != text.size() || kept.store_revision != revision) {
    kept = JsonTreeMemory();
    kept.data = text.data();
    kept.size = text.size();
    kept.store_revision = revision;
    kept.outline = std::make_shared<JsonOutline>(text);
  }
  return kept;
}

std::string closed_text(const JsonNode& node) {
  const bool object = node.kind == JsonKind::object;
  if (!node.complete) return object ? "{\u2026}" : "[\u2026]";
  if (node.children.empty()) return object ? "{}" : "[]";
  const std::string count = grouped(static_cast<std::int64_t>(node.children.size()));
  return object ? "{ " + count + " }" : "[ " + count + " ]";
}

Color value_color(const Colors& colors, JsonKind kind) {
  switch (kind) {
    case JsonKind::string: return colors.string;
    case JsonKind::number: return colors.number;
    case JsonKind::literal: return colors.literal;
    default: return colors.mark;
  }
}

// What a value looks like on its row; strings without their escapes.
std::string row_value(const JsonOutline& outline, const JsonNode& node) {
  if (node.container()) return closed_text(node);
  const std::string_view value = outline.value(node);
  const std::string_view cut = utf8_prefix(value, kShownValue);
  if (node.kind != JsonKind::string) return std::string(cut);
  std::string shown =
      unescaped_json(cut.substr(1, cut.size() - (cut.size() == value.size() && cut.size() > 1 ? 2 : 1)));
  return cut.size() < value.size() ? "\"" + shown + "\u2026" : "\"" + shown + "\"";
}

bool long_string(const JsonOutline& outline, const JsonNode& node) {
  if (node.kind != JsonKind::string) return false;
  const std::string_view value = outline.value(node);
  return value.size() > 90 || value.find("\\n") != std::string_view::npos;
}

std::string copied_value(const JsonOutline& outline, const JsonNode& node) {
  const std::string_view value = outline.value(node);
  if (node.kind != JsonKind::string || value.size() < 2) return std::string(value);
  return unescaped_json(value.substr(1, value.size() - 2));
}

// What the filter can ask about a value; nothing for containers.
std::vector<ShownValue> values_of_node(const JsonOutline& outline, std::uint32_t id, JsonOrigin origin) {
  const JsonNode& node = outline.nodes()[id];
  if (node.container() || node.kind == JsonKind::broken || outline.value(node) == "null") return {};
  const std::string text = copied_value(outline, node);
  const std::string path = origin == JsonOrigin::metadata ? outline.member_path(id) : std::string();
  return path.empty() ? searched_value(text) : member_value(path, text, node.kind == JsonKind::number);
}

void copy_buttons(Ui& ui, const std::string& name, Rect& row, const JsonOutline& outline, std::uint32_t id) {
  const JsonNode& node = outline.nodes()[id];
  if (icon_button(ui, name + "-copy", cut_right(row, 22), Icon::copy, "Copy value"))
    ui.push(CopyText{copied_value(outline, node), "Value copied"});
  if (icon_button(ui, name + "-path", cut_right(row, 22), Icon::link, "Copy path"))
    ui.push(CopyText{outline.path(id), "Path copied"});
}

// The whole string below its row, as text to read and select.
float string_below(Ui& ui, JsonTreeMemory& memory, const std::string& name, std::uint32_t id, Rect area) {
  const JsonOutline& outline = *memory.outline;
  std::string& text = memory.opened_strings[id];
  if (text.empty()) text = copied_value(outline, outline.nodes()[id]);
  return prose(ui, name + "-string", area.x0, area.y0 + 2, area.width(), text, ui.color.text, kMono) + 6;
}

void draw_value_row(Ui& ui, JsonTreeMemory& memory, const std::string& name, std::uint32_t id, Rect row,
                    JsonOrigin origin) {
  const Colors colors = colors_of(ui);
  JsonOutline& outline = *memory.outline;
  const JsonNode& node = outline.nodes()[id];
  const bool folds = (node.container() && !(node.complete && node.children.empty())) || long_string(outline, node);
  const Press pressed = press(ui, name, row, folds ? kPressOverlap : kPressOverlap | kPressNoFocus);
  if (pressed.hovered || memory.marked == static_cast<std::int64_t>(id))
    fill(ui, row, with_alpha(ui.color.accent, memory.marked == static_cast<std::int64_t>(id) ? 0.18f : 0.07f), 3);
  if (pressed.focused) focus_ring(ui, row);
  offer_values(ui, row, pressed.focused, [&] { return values_of_node(outline, id, origin); });
  Rect rest = row;
  if (pressed.hovered) copy_buttons(ui, name, rest, outline, id);
  rest.x0 += std::min<float>(node.depth, 30) * kIndent;
  const Rect chevron = cut_left(rest, 16);
  if (folds)
    icon(ui, node.open ? Icon::chevron_down : Icon::chevron_right, chevron.center_x(), chevron.center_y(), 8,
         ui.color.dim);
  if (id != 0) {
    const bool in_array = outline.nodes()[node.parent].kind == JsonKind::array;
    const std::string key = in_array ? std::to_string(node.index) : unescaped_json(utf8_prefix(outline.key(node), 200));
    text_left(ui, rest, key, in_array ? colors.mark : colors.key, kMono, 0);
    text_left(ui, rest, ":", colors.mark, kMono, 7);
  }
  if (!node.open || node.kind != JsonKind::string) {
    const std::string value(row_value(outline, node));
    mark_line(ui, rest, value, kMono);
    text_in(ui, rest, value, value_color(colors, node.kind), kMono);
  }
  if (pressed.clicked && folds) outline.set_open(id, !node.open);
}

void draw_other_row(Ui& ui, JsonTreeMemory& memory, const std::string& name, const JsonRow& row, Rect rect) {
  JsonOutline& outline = *memory.outline;
  const JsonNode& node = outline.nodes()[row.node];
  rect.x0 += std::min<float>(node.depth + 1.0f, 30) * kIndent + 16;
  if (row.kind == JsonRow::Kind::reading) {
    text_in(ui, rect, "reading\u2026", ui.color.faint, kSmall);
    return;
  }
  const std::string label = grouped(node.wanted) + " shown \u2013 show " + grouped(JsonOutline::kPage) + " more";
  const Press pressed = press(ui, name, rect, kPressOverlap);
  text_in(ui, rect, label, pressed.hovered ? ui.color.text : ui.color.accent, kSmall);
  if (pressed.focused) focus_ring(ui, rect);
  if (pressed.clicked) outline.show_more(row.node);
}

// Looks on from where the last find was, a bounded number of bytes a frame, around the end once.
void search_on(JsonTreeMemory& memory) {
  const std::string_view text = memory.outline->text();
  std::size_t budget = kSearchBytesPerFrame;
  while (memory.searching && budget > 0) {
    const std::size_t from = memory.search_at;
    const std::size_t part = std::min(budget, text.size() - std::min(text.size(), from));
    if (part == 0) {
      if (memory.wrapped) memory.searching = false, memory.missing = true;
      memory.wrapped = true;
      memory.search_at = 0;
      if (text.empty()) memory.searching = false;
      continue;
    }
    const std::string_view window = text.substr(from, part + memory.search.size() - 1);
    const std::size_t found = window.find(memory.search);
    if (found != std::string_view::npos) {
      memory.outline->reveal(static_cast<std::uint32_t>(from + found));
      memory.search_at = from + found + 1;
      memory.searching = false;
      memory.missing = memory.wrapped = false;
      return;
    }
    memory.search_at = from + part;
    budget -= part;
  }
}

void search_row(Ui& ui, Column& column, JsonTreeMemory& memory, const std::string& name) {
  const Rect box{column.x, column.y, column.x + std::min(240.0f, column.width), column.y + 26};
  const InputResult typed =
      text_input(ui, name + "-search", box, memory.search, {.hint = "Find in this JSON", .style = kSmall});
  if (typed.changed) memory.search_at = 0, memory.missing = false;
  if ((typed.changed || typed.entered) && !memory.search.empty()) memory.searching = true, memory.wrapped = false;
  if (memory.missing && !memory.search.empty())
    text_in(ui, {box.x1 + 10, box.y0, column.x + column.width, box.y1}, "not found", ui.color.warn, kSmall);
  column.y += 32;
}

}  // namespace

void draw_json_tree(Ui& ui, Column& column, std::string_view name, std::string_view text, JsonOrigin origin) {
  JsonTreeMemory& memory = memory_of(ui, name, text);
  const std::string prefix(name);
  if (text.size() > kSearchedFrom) search_row(ui, column, memory, prefix);
  if (memory.searching) search_on(memory);
  if (memory.outline->work(kBytesPerFrame) || memory.searching) ui.animating = true;
  if (const auto found = memory.outline->take_revealed()) memory.marked = *found;
  const ImVec2 clip0 = ui.draw()->GetClipRectMin(), clip1 = ui.draw()->GetClipRectMax();
  const std::vector<JsonRow>& rows = memory.outline->rows();  // a press changes nodes; rows follow in the next frame
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const JsonRow row = rows[i];
    const Rect rect{column.x, column.y, column.x + column.width, column.y + kRow};
    const JsonNode& node = memory.outline->nodes()[row.node];
    const bool open_string = row.kind == JsonRow::Kind::value && node.open && node.kind == JsonKind::string;
    if (memory.marked == static_cast<std::int64_t>(row.node) && memory.scrolled_to != memory.marked) {
      memory.scrolled_to = memory.marked;
      ui.memory.scroll_wanted = rect.y0;
    }
    if (rect.y1 > clip0.y && rect.y0 < clip1.y) {
      const std::string row_name = prefix + "#" + std::to_string(i);
      if (row.kind == JsonRow::Kind::value)
        draw_value_row(ui, memory, row_name, row.node, rect, origin);
      else
        draw_other_row(ui, memory, row_name, row, rect);
    }
    column.y += kRow;
    if (open_string) {
      const float indent = std::min<float>(node.depth + 1.0f, 30) * kIndent + 16;
      column.y +=
          string_below(ui, memory, prefix + "#" + std::to_string(i), row.node,
                       {column.x + std::min(indent, column.width - 60), column.y, column.x + column.width, column.y});
    }
  }
  column.y += 4;
}

}  // namespace spanorama
