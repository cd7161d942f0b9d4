#include "views/media.h"

#include <algorithm>
#include <cmath>

#include "spanorama/base/format.h"
#include "spanorama/base/utf8.h"
#include "views/widgets/controls.h"

namespace spanorama {
namespace {

constexpr float kUsualHeight = 240;
constexpr std::size_t kShownBytes = 200;

std::string_view kind_word(PartKind kind) {
  return kind == PartKind::image ? "Picture" : kind == PartKind::audio ? "Sound" : "File";
}

// "picture.png"
std::string file_name(PartKind kind, std::string_view type) {
  std::string name = kind == PartKind::image ? "picture" : kind == PartKind::audio ? "sound" : "file";
  const std::string_view end = type.substr(std::min(type.size(), type.find('/') + 1));
  const bool plain = !end.empty() && std::all_of(end.begin(), end.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
  return name + "." + (end == "mpeg" ? "mp3" : plain ? std::string(end) : "bin");
}

std::string facts_of(const Pictures::Entry& entry) {
  std::string out = entry.type;
  if (entry.size.width_px > 0)
    out +=
        (out.empty() ? "" : " · ") + std::to_string(entry.size.width_px) + " × " + std::to_string(entry.size.height_px);
  if (entry.encoded_bytes > 0) out += (out.empty() ? "" : " · ") + text_from_bytes(entry.encoded_bytes);
  return out;
}

void draw_head(Ui& ui, Column& column, const std::string& name, const MessagePart& part, const Pictures::Entry& entry) {
  Rect row{column.x, column.y, column.x + column.width, column.y + 26};
  const bool here = entry.encoded_bytes > 0 || !entry.problem.empty();  // what cannot be shown can be saved
  if (here && icon_button(ui, name + "-save", cut_right(row, 26), Icon::download, "Save as a file"))
    ui.push(SaveMedia{file_name(part.kind, entry.type), part.text, part.name});
  const Host::Sounds sounds = ui.frame.host.sounds();
  if (entry.encoded_bytes > 0 && part.kind == PartKind::audio && sounds != Host::Sounds::none) {
    bool& playing = ui.memory.unfolded[name + "-playing"];
    const std::string label = playing ? "Stop" : "Play";
    if (text_button(ui, name + "-play", cut_right(row, button_width(ui, label)), label, ButtonKind::quiet)) {
      playing = !playing && sounds == Host::Sounds::here;
      const bool begins = playing || sounds == Host::Sounds::elsewhere;
      ui.push(begins ? PlaySound{part.text, part.name} : PlaySound{});
    }
  }
  text_left(ui, row, kind_word(part.kind), ui.color.dim, kSmall, 8);
  text_in(ui, row, facts_of(entry), ui.color.faint, kTiny);
  column.y += 28;
}

void draw_sentence(Ui& ui, Column& column, std::string_view sentence) {
  column.y += text_wrapped(ui, column.x, column.y, column.width, sentence, ui.color.dim, kSmall) + 4;
}

void draw_picture(Ui& ui, Column& column, const std::string& name, const Pictures::Entry& entry) {
  bool& wide = ui.memory.unfolded[name + "-wide"];
  const auto width_px = static_cast<float>(entry.size.width_px), height_px = static_cast<float>(entry.size.height_px);
  float scale = std::min(1.0f, column.width / width_px);
  if (!wide) scale = std::min(scale, kUsualHeight / height_px);
  const Rect place{column.x, column.y, column.x + std::max(1.0f, std::round(width_px * scale)),
                   column.y + std::max(1.0f, std::round(height_px * scale))};
  column.y = place.y1 + 6;
  if (!entry.picture) return fill(ui, place, ui.color.page, 6);  // of the size that it will have
  const Press pressed = press(ui, name + "-picture", place);
  if (pressed.clicked) wide = !wide;
  if (ImGui::IsRectVisible(corner0(place), corner1(place)))
    ui.draw()->AddImageRounded(ui.memory.pictures.texture(entry.id, *entry.picture), corner0(place), corner1(place),
                               {0, 0}, {1, 1}, IM_COL32_WHITE, 6);
  outline(ui, place, ui.color.hairline, 6);
  if (pressed.focused) focus_ring(ui, place);
}

void draw_address(Ui& ui, Column& column, const std::string& name, const std::string& address) {
  Rect row{column.x, column.y, column.x + column.width, column.y + 28};
  if (text_button(ui, name + "-open", cut_right(row, button_width(ui, "Open")), "Open", ButtonKind::quiet))
    ui.push(OpenAddress{address});
  text_in(ui, row, address, ui.color.text, {Face::mono, 12, Align::left});
  column.y += 30;
  draw_sentence(ui, column, "It lies elsewhere and is not loaded.");
}

}  // namespace

void draw_media(Ui& ui, Column& column, const std::string& name, const MessagePart& part) {
  const auto entry = ui.frame.derived.pictures().of(part.text, part.name);
  draw_head(ui, column, name, part, *entry);
  if (!entry->address.empty()) {
    draw_address(ui, column, name, entry->address);
  } else if (!entry->problem.empty()) {
    draw_sentence(ui, column, entry->problem);
  } else if (entry->size.width_px > 0) {
    draw_picture(ui, column, name, *entry);
  } else if (entry->encoded_bytes == 0) {  // the name of what is kept elsewhere
    draw_code_block(ui, column, name, utf8_prefix(part.text, kShownBytes));
  }
}

}  // namespace spanorama
