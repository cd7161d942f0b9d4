// What happened while the sources were read, in sentences.
#include <algorithm>

#include "spanorama/base/format.h"
#include "spanorama/model/import_report.h"
#include "views/dialog.h"
#include "views/panels.h"
#include "views/widgets/controls.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

std::string figures_of(const SourceReport& report) {
  std::string text = std::string(name_of(report.format)) + "  \u00b7  " + text_from_bytes(report.bytes) + "  \u00b7  " +
                     grouped(static_cast<std::int64_t>(report.spans)) + " spans";
  if (report.seconds > 0) text += "  \u00b7  " + text_from(Nanos{static_cast<std::int64_t>(report.seconds * 1e9)});
  return text;
}

Color severity_color(const Ui& ui, Severity severity) {
  if (severity == Severity::error) return ui.color.error;
  return severity == Severity::data_loss ? ui.color.warn : ui.color.faint;
}

float draw_source(Ui& ui, Rect area, float y, const SourceReport& report) {
  Rect head{area.x0, y, area.x1, y + 26};
  text_left(ui, head, report.name, ui.color.text, kStrong, 12);
  text_in(ui, head, figures_of(report), ui.color.dim, kSmall);
  y += 30;
  if (report.issues.empty()) {
    text_in(ui, {area.x0 + 20, y, area.x1, y + 20}, "Everything was read.", ui.color.dim, kSmall);
    y += 24;
  }
  for (const Issue& issue : report.issues) {
    const Color color = severity_color(ui, issue.severity);
    icon(ui, Icon::warning, area.x0 + 7, y + 9, 12, color);
    std::string text = sentence(report, issue);
    if (issue.count > 1) text += "  (" + grouped(static_cast<std::int64_t>(issue.count)) + " times)";
    y += text_wrapped(ui, area.x0 + 22, y, area.width() - 30, text, ui.color.text, kBody) + 4;
    if (!issue.help.empty() && text.find(issue.help) == std::string::npos)
      y += text_wrapped(ui, area.x0 + 22, y, area.width() - 30, issue.help, ui.color.dim, kSmall) + 4;
    y += 6;
  }
  return y + 10;
}

float draw_failures(Ui& ui, Rect area, float y) {
  for (const OpenSource& source : ui.state().sources) {
    if (source.phase != OpenSource::Phase::failed) continue;
    error_mark(ui, area.x0 + 7, y + 9, 12);
    y += text_wrapped(ui, area.x0 + 22, y, area.width() - 30, source.name + ": " + source.error, ui.color.text, kBody) +
         10;
  }
  return y;
}

float draw_schema(Ui& ui, Rect area, float y) {
  if (ui.store().span_count() == 0) return y;
  text_in(ui, {area.x0, y, area.x1, y + 26}, "What the spans tell", ui.color.text, kStrong);
  y += 30;
  for (const std::string& line : ui.frame.derived.schema_lines(ui.state()))
    y += text_wrapped(ui, area.x0 + 22, y, area.width() - 30, line, ui.color.dim, kBody) + 6;
  return y + 10;
}

}  // namespace

void draw_report_panel(Ui& ui, Rect screen) {
  if (!ui.state().report_shown) return;
  const Dialog dialog =
      dialog_begin(ui, "report", "What was read", screen, 720,
                   std::clamp(static_cast<float>(scroll_of(ui, "report").content) + 76, 180.0f, 560.0f));
  ScrollPanel panel = scroll_panel_begin(ui, "report", dialog.content, 0);
  Rect area = panel.area;
  area.x1 -= 10;
  float y = draw_failures(ui, area, area.y0);
  for (const SourceReport& report : ui.state().report.sources) y = draw_source(ui, area, y, report);
  y = draw_schema(ui, area, y);
  if (ui.state().report.sources.empty() && y == area.y0)
    text_in(ui, {area.x0, y, area.x1, y + 24}, "Nothing has been read yet.", ui.color.dim);
  scroll_panel_end(ui, "report", panel, y);
  dialog_end(ui);
  if (dialog.closed) ui.push(ShowReport{false});
}

}  // namespace spanorama
