// What is being read, what was read, and what went wrong, in one line.
#include <cmath>

#include "spanorama/base/format.h"
#include "spanorama/model/store_memory.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/widgets/controls.h"

namespace spanorama {

namespace {

struct Sums {
  std::uint64_t bytes = 0, bytes_total = 0, spans = 0, issues = 0, failed = 0;
  double seconds = 0;
  const OpenSource* reading = nullptr;
  const OpenSource* too_large = nullptr;
  bool lossy = false;
};

Sums sums_of(const AppState& state) {
  Sums sums;
  for (const OpenSource& source : state.sources) {
    sums.bytes += source.bytes_read;
    sums.bytes_total += source.bytes_total;
    sums.spans += source.spans;
    sums.seconds += source.seconds;
    if (source.phase == OpenSource::Phase::reading) sums.reading = &source;
    if (source.phase == OpenSource::Phase::failed) ++sums.failed;
    if (source.fits < 1) sums.too_large = &source;
  }
  for (const SourceReport& report : state.report.sources) {
    sums.issues += report.issues.size();
    sums.lossy = sums.lossy || report.worst() != Severity::info;
  }
  return sums;
}

std::string rate_text(std::uint64_t bytes, double seconds) {
  return seconds <= 0 ? std::string()
                      : text_from_bytes(static_cast<std::uint64_t>(static_cast<double>(bytes) / seconds)) + "/s";
}

void reading_part(Ui& ui, Rect& row, const OpenSource& source) {
  Rect track = centered(cut_left(row, 120), 120, 4);
  row.x0 += 10;
  fill(ui, track, ui.color.raised, 2);
  if (source.bytes_total > 0) {
    const float share =
        static_cast<float>(static_cast<double>(source.bytes_read) / static_cast<double>(source.bytes_total));
    fill(ui, {track.x0, track.y0, track.x0 + track.width() * std::min(1.0f, share), track.y1}, ui.color.accent, 2);
  }
  std::string text = "Reading " + source.name + "   " + text_from_bytes(source.bytes_read);
  if (source.bytes_total > 0) text += " of " + text_from_bytes(source.bytes_total);
  const std::string rate = rate_text(source.bytes_read, source.seconds);
  if (!rate.empty()) text += "   " + rate;
  text += "   " + grouped(static_cast<std::int64_t>(source.spans)) + " spans";
  const float cancel_width = button_width(ui, "Cancel");
  Rect label = row;
  label.x1 -= cancel_width;
  const float width = text_in(ui, label, text, ui.color.dim, kSmall);
  row.x0 += width + 8;
  const Rect cancel = centered(cut_left(row, cancel_width), cancel_width, 20);
  if (text_button(ui, "cancel-reading", cancel, "Cancel", ButtonKind::quiet)) ui.push(CancelReading{source.id});
}

void done_part(Ui& ui, Rect& row, const Sums& sums) {
  const auto all = static_cast<std::int64_t>(ui.store().trace_count());
  if (all == 0) return;
  const auto shown = static_cast<std::int64_t>(ui.frame.derived.filtered(ui.state()).count());
  std::string text =
      (shown == all ? grouped(all) : grouped(shown) + " of " + grouped(all)) + (all == 1 ? " trace" : " traces");
  text += "  \u00b7  " + grouped(ui.store().span_count()) + (ui.store().span_count() == 1 ? " span" : " spans");
  if (sums.bytes > 0 && !cards()) {
    text += "  \u00b7  " + text_from_bytes(sums.bytes) + " read";
    const std::string rate = rate_text(sums.bytes, sums.seconds);
    if (!rate.empty() && sums.seconds > 0.05) text += " at " + rate;
  }
  constexpr std::uint64_t kMemoryWorthSaying = 16 << 20;
  if (const std::uint64_t held = memory_of(ui.store().columns()).all(); held >= kMemoryWorthSaying && !cards())
    text += "  \u00b7  " + text_from_bytes(held) + " in memory";
  const SearchProgress search = ui.frame.derived.search_progress();
  if (search.searching && search.bytes_total > 0)
    text += "  \u00b7  searching, " + text_from_bytes(search.bytes_done) + " of " + text_from_bytes(search.bytes_total);
  else if (search.counting && search.bytes_total > 0)
    text += "  \u00b7  counting words, " + text_from_bytes(search.bytes_done) + " of " +
            text_from_bytes(search.bytes_total);
  else if (search.values_found > 0)
    text += "  \u00b7  found in " + grouped(static_cast<std::int64_t>(search.values_found)) + " long values";
  text_left(ui, row, text, ui.color.dim, kSmall, 12);
}

// "Memory for 32 % of it   Read metadata only"
void memory_part(Ui& ui, Rect& row, const OpenSource& source) {
  const int percent = static_cast<int>(source.fits * 100);
  const std::string share = percent > 0 ? std::to_string(percent) + " %" : "less than 1 %";
  const bool done = source.phase != OpenSource::Phase::reading;
  const std::string text = (done ? "Memory held " : "Memory will hold about ") + share + " of it";
  if (!cards()) text_left(ui, row, text, ui.color.warn, kSmall, 4);
  constexpr std::string_view kLabel = "Read metadata only";
  const float width = button_width(ui, kLabel);
  const Rect button = centered(cut_left(row, width), width, 20);
  if (text_button(ui, "read-metadata-only", button, kLabel, ButtonKind::quiet)) ui.push(ReadMetadataOnly{source.id});
}

void report_button(Ui& ui, Rect& row, const Sums& sums) {
  const std::uint64_t count = sums.issues + sums.failed;
  if (count == 0) return;
  const std::string label =
      grouped(static_cast<std::int64_t>(count)) + (count == 1 ? " import issue" : " import issues");
  const float width = std::ceil(text_width(ui, label, kSmall)) + 34;
  const Rect area = cut_left(row, width);
  const Press pressed = press(ui, "report-button", area);
  if (pressed.hovered) fill(ui, inset(area, 0, 2), ui.color.raised, 4);
  Rect inner = inset(area, 8, 0);
  const Color ink = sums.failed > 0 || sums.lossy ? ui.color.warn : ui.color.dim;
  icon(ui, Icon::warning, inner.x0 + 5, inner.center_y(), 12, ink);
  inner.x0 += 16;
  text_in(ui, inner, label, ink, kSmall);
  if (pressed.focused) focus_ring(ui, inset(area, 0, 2));
  if (pressed.clicked) ui.push(ShowReport{!ui.state().report_shown});
}

}  // namespace

void draw_status_bar(Ui& ui, Rect area) {
  fill(ui, area, ui.color.panel);
  fill(ui, {area.x0, area.y0, area.x1, area.y0 + 1}, ui.color.hairline);
  ui.rects.add("status-bar", {area.x0, area.y0, area.width(), area.height()});
  Rect row = inset(area, 12, 0);
  const Sums sums = sums_of(ui.state());
  Rect zone = cut_right(row, 64);
  const Press pressed = press(ui, "utc-toggle", zone);
  text_in(ui, zone, ui.state().utc ? "UTC" : "Local time", pressed.hovered ? ui.color.text : ui.color.faint,
          aligned(kSmall, Align::right));
  if (pressed.focused) focus_ring(ui, inset(zone, 0, 2));
  if (pressed.clicked) ui.push(SetUtc{!ui.state().utc});
  if (sums.reading != nullptr)
    reading_part(ui, row, *sums.reading);
  else
    done_part(ui, row, sums);
  if (sums.too_large != nullptr) memory_part(ui, row, *sums.too_large);
  report_button(ui, row, sums);
}

}  // namespace spanorama
