// Asking a trace store, and opening an address.
#include <algorithm>

#include "spanorama/base/format.h"
#include "views/dialog.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/trace_text.h"
#include "views/widgets/controls.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

void services_row(Ui& ui, Rect row) {
  const BackendState& backend = ui.state().backend;
  for (std::size_t i = 0; i < backend.services.size(); ++i) {
    const std::string& service = backend.services[i];
    const float width = std::min(200.0f, text_width(ui, service, kSmall) + 20);
    if (width > row.width()) break;
    const Rect chip = centered(cut_left(row, width), width, 26);
    row.x0 += 6;
    const bool active = backend.service == service;
    const Press pressed = press(ui, "backend-service:" + service, chip);
    fill(ui, chip, active ? with_alpha(ui.color.accent, 0.2f) : ui.color.raised, 6);
    if (pressed.hovered || active) outline(ui, chip, active ? ui.color.accent : ui.color.faint, 6);
    text_in(ui, inset(chip, 10, 0), service, active ? ui.color.text : ui.color.dim, aligned(kSmall, Align::center));
    if (pressed.focused) focus_ring(ui, chip, 6);
    if (pressed.clicked) ui.push(BackendSearch{service});
  }
}

void hit_row(Ui& ui, Rect row, const BackendState::Hit& hit) {
  const Press pressed = press(ui, "backend-hit:" + hex_from(hit.id), row);
  if (pressed.hovered) fill(ui, row, ui.color.raised, 4);
  if (pressed.focused) focus_ring(ui, inset(row, 1, 1));
  Rect inner = inset(row, 10, 0);
  text_right(ui, inner, relative_text(hit.start, ui.frame.host.now()), ui.color.dim, kSmall, 12);
  text_right(ui, inner, text_from(hit.duration), ui.color.text, kSmall, 12);
  text_right(ui, inner, grouped(static_cast<std::int64_t>(hit.spans)) + " spans", ui.color.dim, kSmall, 12);
  status_mark(ui, hit.errors > 0 ? Status::error : Status::unset, inner.x0 + 6, inner.center_y(), 10);
  inner.x0 += 20;
  text_left(ui, inner, hit.name.empty() ? hex_from(hit.id).substr(0, 12) : hit.name, ui.color.text, kBody, 8);
  text_in(ui, inner, hit.service, ui.color.faint, kSmall);
  if (pressed.clicked) ui.push(BackendFetch{hit.id});
}

void hits(Ui& ui, Rect area) {
  const std::vector<BackendState::Hit>& all = ui.state().backend.hits;
  const float height = cards() ? 44.0f : 34.0f;
  Scroll& scroll = scroll_of(ui, "backend-hits");
  ScrollView view = scroll_begin(ui, scroll, area, static_cast<double>(height) * static_cast<double>(all.size()));
  for (std::size_t i = 0; i < all.size(); ++i) {
    const float y = area.y0 + height * static_cast<float>(i) - static_cast<float>(view.y);
    if (y + height > area.y0 && y < area.y1) hit_row(ui, {area.x0, y, area.x1 - 10, y + height}, all[i]);
  }
  scroll_end(ui, "backend-hits", scroll, view);
}

void message(Ui& ui, Rect& content) {
  const BackendState& backend = ui.state().backend;
  const std::string text = backend.busy ? "Asking the store\u2026" : backend.message;
  if (text.empty()) return;
  const Color color = backend.busy ? ui.color.dim : backend.services.empty() ? ui.color.warn : ui.color.dim;
  // From the second line on it is something to paste into a configuration.
  const std::size_t line = text.find('\n');
  content.y0 +=
      text_wrapped(ui, content.x0, content.y0, content.width(), std::string_view(text).substr(0, line), color, kBody) +
      8;
  if (line == std::string::npos) return;
  const std::size_t code = text.find('\n', line + 1);
  content.y0 += text_wrapped(ui, content.x0, content.y0, content.width(),
                             std::string_view(text).substr(line + 1, code - line - 1), ui.color.dim, kBody) +
                6;
  if (code == std::string::npos) return;
  const std::string_view snippet = std::string_view(text).substr(code + 1);
  const float height = wrapped_height(ui, content.width() - 24, snippet, kMono);
  const Rect box{content.x0, content.y0, content.x1, content.y0 + height + 20};
  fill(ui, box, ui.color.page, 6);
  text_wrapped(ui, box.x0 + 12, box.y0 + 10, box.width() - 24, snippet, ui.color.text, kMono);
  if (icon_button(ui, "backend-copy-config", {box.x1 - 34, box.y0 + 4, box.x1 - 4, box.y0 + 34}, Icon::copy, "Copy"))
    ui.push(CopyText{std::string(snippet), "Copied"});
  content.y0 = box.y1 + 10;
}

}  // namespace

void draw_backend_dialog(Ui& ui, Rect screen) {
  if (!ui.state().backend.open) return;
  Dialog dialog = dialog_begin(ui, "backend", "Connect to Jaeger", screen, 680,
                               ui.state().backend.services.empty() ? 340.0f : 560.0f);
  Rect content = dialog.content;
  std::string& typed = ui.memory.backend_url;
  if (typed.empty() && !ui.state().backend.url.empty() && !ui.memory.backend_url_touched)
    typed = ui.state().backend.url;
  Rect row = cut_top(content, cards() ? 44.0f : 34.0f);
  const Rect button = cut_right(row, button_width(ui, "Connect") + 8);
  row.x1 -= 8;
  InputOptions options;
  options.hint = "http://127.0.0.1:16686";
  options.focus = std::exchange(ui.memory.focus_dialog, false);
  const InputResult result = text_input(ui, "backend-url", row, typed, options);
  ui.memory.backend_url_touched = ui.memory.backend_url_touched || result.changed;
  if (text_button(ui, "backend-connect", button, "Connect", ButtonKind::primary) || result.entered)
    ui.push(BackendConnect{typed});
  content.y0 += 12;
  if (!ui.state().backend.services.empty()) {
    services_row(ui, cut_top(content, 34));
    content.y0 += 6;
  }
  message(ui, content);
  if (ui.state().backend.services.empty() && ui.state().backend.message.empty() && !ui.state().backend.busy)
    text_wrapped(ui, content.x0, content.y0, content.width(),
                 "Type the address of Jaeger's query service. The page asks it directly; nothing else learns of it.",
                 ui.color.dim, kBody);
  hits(ui, content);
  dialog_end(ui);
  if (dialog.closed) ui.push(ShowBackend{false});
}

void draw_url_dialog(Ui& ui, Rect screen) {
  if (!ui.memory.url_shown) return;
  Dialog dialog = dialog_begin(ui, "url", "Open a URL", screen, 560, 190);
  Rect content = dialog.content;
  Rect row = cut_top(content, cards() ? 44.0f : 34.0f);
  const Rect button = cut_right(row, button_width(ui, "Open") + 8);
  row.x1 -= 8;
  InputOptions options;
  options.hint = "https://host/trace.json";
  options.focus = std::exchange(ui.memory.focus_dialog, false);
  const InputResult result = text_input(ui, "url-input", row, ui.memory.url_text, options);
  const bool open = (text_button(ui, "url-open", button, "Open", ButtonKind::primary) || result.entered) &&
                    !ui.memory.url_text.empty();
  content.y0 += 12;
  text_wrapped(ui, content.x0, content.y0, content.width(),
               "An OTLP file, as JSON, JSON Lines or protobuf. The server must allow this page to read it (header "
               "Access-Control-Allow-Origin).",
               ui.color.dim, kSmall);
  dialog_end(ui);
  if (open) ui.push(OpenUrl{ui.memory.url_text});
  if (open || dialog.closed) ui.memory.url_shown = false;
}

}  // namespace spanorama
