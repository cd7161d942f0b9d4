// What the models that were called cost, in US dollars per million tokens, and prices of one's own in their place.
#include <algorithm>

#include "spanorama/base/format.h"
#include "views/dialog.h"
#include "views/panels.h"
#include "views/sizes.h"
#include "views/widgets/controls.h"
#include "views/widgets/scroll.h"

namespace spanorama {

namespace {

constexpr float kFieldWidth = 84, kCallsWidth = 64, kOriginWidth = 84, kGap = 6;
constexpr float kOneLineWidth = 640;  // of the content; where it is narrower the fields stand below the name

float field_height() { return cards() ? 44.0f : 32.0f; }

bool is_reading_or_read(const OpenSource& source) {
  return source.phase != OpenSource::Phase::failed && source.phase != OpenSource::Phase::wanted;
}

bool same_models(const std::vector<PricedModel>& a, const std::vector<PricedModel>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const PricedModel& x, const PricedModel& y) {
    return x.provider == y.provider && x.model == y.model && x.price == y.price;
  });
}

// The rows of the models there are now; what was typed stays.
void fill_in(PricesMemory& memory, const std::vector<PricedModel>& models) {
  std::vector<PricesMemory::Row> rows;
  for (const PricedModel& model : models) {
    PricesMemory::Row row{model.provider, model.model, price_fields(model.price), false};
    for (const PricesMemory::Row& before : memory.rows)
      if (before.edited && before.provider == row.provider && before.model == row.model) row = before;
    rows.push_back(std::move(row));
  }
  memory.rows = std::move(rows);
  memory.filled_from = models;
}

// Own prices with what was typed; nothing but a sentence when some of it is no price.
std::string take_fields(PricesMemory& memory, std::vector<OwnPrice>& own) {
  for (std::size_t i = 0; i < memory.rows.size(); ++i) {
    const PricesMemory::Row& row = memory.rows[i];
    if (!row.edited) continue;
    const Result<Price> price = price_with(memory.filled_from[i].price, row.fields);
    if (!price) return row.model + ", " + price.error().message;
    set_own_price(own, {row.provider, row.model, price.value()});
  }
  return {};
}

void use_file(Ui& ui, std::string file) {
  PricesMemory& memory = ui.memory.prices;
  for (PricesMemory::Row& row : memory.rows) row.edited = false;
  memory.mistake.clear();
  memory.file = std::move(file);
  memory.used = !memory.file.empty();
  ui.push(UsePrices{memory.file});
}

void apply_fields(Ui& ui) {
  PricesMemory& memory = ui.memory.prices;
  std::vector<OwnPrice> own = read_own_prices(memory.file);
  memory.mistake = take_fields(memory, own);
  if (memory.mistake.empty()) use_file(ui, own_prices_file(own));
}

// Cells of one row from the right: fields, origin, calls; the name takes the rest.
struct Cells {
  Rect name, calls, origin;
  std::array<Rect, kPriceFields> fields;
};
Cells cells_of(Rect row) {
  Cells cells;
  const bool one_line = row.width() >= kOneLineWidth;
  Rect fields = row;
  if (!one_line) fields.y0 += field_height(), row.y1 = fields.y0;
  const float width =
      one_line ? kFieldWidth : (fields.width() - kGap * (kPriceFields - 1)) / static_cast<float>(kPriceFields);
  for (std::size_t i = kPriceFields; i-- > 0;) {
    cells.fields[i] = inset(cut_right(fields, width), 0, 2);
    fields.x1 -= kGap;
  }
  if (one_line) row.x1 = fields.x1;
  cells.origin = cut_right(row, kOriginWidth);
  cells.calls = cut_right(row, kCallsWidth);
  row.x1 -= 8;
  cells.name = row;
  return cells;
}
float row_height(float width) { return field_height() * (width >= kOneLineWidth ? 1.0f : 2.0f) + 2; }

void head(Ui& ui, Rect row) {
  const bool one_line = row.width() >= kOneLineWidth;
  const Cells cells = cells_of({row.x0, one_line ? row.y0 : row.y0 - field_height(), row.x1, row.y1});
  if (one_line) text_in(ui, cells.name, "Model", ui.color.faint, kTiny);
  if (one_line) text_in(ui, cells.calls, "Calls", ui.color.faint, kTiny);
  if (one_line) text_in(ui, cells.origin, "Price", ui.color.faint, kTiny);
  for (std::size_t i = 0; i < kPriceFields; ++i)
    text_in(ui, inset(cells.fields[i], 8, 0), kPriceFieldNames[i], ui.color.faint, kTiny);
}

std::string_view origin_text(PriceOrigin origin, bool own) {
  if (own) return "own";
  switch (origin) {
    case PriceOrigin::unknown: return "unknown";
    case PriceOrigin::built_in: return "built in";
    case PriceOrigin::file: break;
  }
  return "price file";
}

// True when Enter was pressed in one of the fields.
bool draw_row(Ui& ui, Rect area, std::size_t index, const PricedModel& model, bool own) {
  PricesMemory::Row& row = ui.memory.prices.rows[index];
  Cells cells = cells_of(area);
  const Color ink = model.origin == PriceOrigin::unknown ? ui.color.warn : own ? ui.color.accent : ui.color.dim;
  text_in(ui, cells.origin, origin_text(model.origin, own), ink, kSmall);
  text_in(ui, cells.calls, grouped(static_cast<std::int64_t>(model.calls)), ui.color.dim, kSmall);
  if (model.reported > 0 && mouse_in(cells.calls))
    tooltip(ui, grouped(static_cast<std::int64_t>(model.reported)) + " of them tell their cost, which stays");
  text_left(ui, cells.name, row.model, ui.color.text, kBody, 8);
  text_in(ui, cells.name, row.provider, ui.color.faint, kSmall);
  bool entered = false;
  for (std::size_t i = 0; i < kPriceFields; ++i) {
    InputOptions options;
    options.hint = i < 2 ? "\u2013" : "as input";
    options.style = kSmall;
    const std::string name = "price-" + std::to_string(index) + "-" + std::to_string(i);
    const InputResult result = text_input(ui, name, cells.fields[i], row.fields[i], options);
    row.edited = row.edited || result.changed;
    entered = entered || result.entered;
  }
  return entered;
}

bool draw_rows(Ui& ui, Rect area, const std::vector<OwnPrice>& own) {
  const PricesMemory& memory = ui.memory.prices;
  const float height = row_height(area.width() - 10);
  Scroll& scroll = scroll_of(ui, "prices");
  ScrollView view =
      scroll_begin(ui, scroll, area, static_cast<double>(height) * static_cast<double>(memory.rows.size()));
  bool entered = false;
  for (std::size_t i = 0; i < memory.rows.size(); ++i) {
    const float y = area.y0 + height * static_cast<float>(i) - static_cast<float>(view.y);
    if (y + height <= area.y0 || y >= area.y1) continue;
    const PricedModel& model = memory.filled_from[i];
    const bool is_own = std::any_of(own.begin(), own.end(), [&](const OwnPrice& price) {
      return price.provider == model.provider && price.model == model.model;
    });
    entered = draw_row(ui, {area.x0, y, area.x1 - 10, y + height}, i, model, is_own) || entered;
  }
  scroll_end(ui, "prices", scroll, view);
  return entered;
}

void draw_buttons(Ui& ui, Rect row, bool entered) {
  PricesMemory& memory = ui.memory.prices;
  const bool edited = std::any_of(memory.rows.begin(), memory.rows.end(), [](const auto& r) { return r.edited; });
  const bool pressed =
      text_button(ui, "prices-apply", cut_right(row, button_width(ui, "Apply")), "Apply", ButtonKind::primary);
  if ((pressed || entered) && edited) apply_fields(ui);
  if (memory.file.empty()) return;
  if (text_button(ui, "prices-save", cut_left(row, button_width(ui, "Save as file")), "Save as file",
                  ButtonKind::outlined))
    ui.push(SaveText{"spanorama-prices.json", memory.file});
  row.x0 += 8;
  if (text_button(ui, "prices-forget", cut_left(row, button_width(ui, "Forget")), "Forget", ButtonKind::outlined))
    use_file(ui, {});
}

}  // namespace

void follow_prices(Ui& ui) {
  PricesMemory& memory = ui.memory.prices;
  bool own = false, others = false;
  for (const OpenSource& source : ui.state().sources) {
    if (is_own_prices(source))
      own = true;
    else
      others = others || is_reading_or_read(source);
  }
  if (!others) {
    if (own && memory.used) ui.push(UsePrices{});
    memory.used = false;
  } else if (!memory.used && !memory.file.empty() && ui.store().trace_count() > 0) {
    memory.used = true;
    ui.push(UsePrices{memory.file});
  }
}

void draw_prices(Ui& ui, Rect screen) {
  PricesMemory& memory = ui.memory.prices;
  if (!memory.shown) return;
  const std::vector<PricedModel>& models = ui.frame.derived.models_seen(ui.state());
  if (memory.filled_from.size() != memory.rows.size() || !same_models(memory.filled_from, models))
    fill_in(memory, models);
  const float rows = row_height(720) * static_cast<float>(memory.rows.size());
  Dialog dialog = dialog_begin(ui, "prices", "Prices", screen, 800, std::clamp(rows + 220, 260.0f, 600.0f));
  Rect content = dialog.content;
  const Rect buttons = cut_bottom(content, cards() ? 44.0f : 32.0f);
  content.y1 -= 8;
  content.y0 += text_wrapped(ui, content.x0, content.y0, content.width(),
                             "US dollars per million tokens. Estimated costs follow; costs that a trace tells stay. "
                             "Your prices are kept on this machine; a row without prices goes back to the usual ones.",
                             ui.color.dim, kSmall) +
                8;
  if (!memory.mistake.empty()) text_in(ui, cut_bottom(content, 24), memory.mistake, ui.color.error, kSmall);
  bool entered = false;
  if (memory.rows.empty()) {
    text_in(ui, cut_top(content, 24), "No call that tells its model and tokens is open.", ui.color.dim, kBody);
  } else {
    head(ui, cut_top(content, 20));
    entered = draw_rows(ui, content, read_own_prices(memory.file));
  }
  draw_buttons(ui, buttons, entered);
  dialog_end(ui);
  if (!dialog.closed) return;
  memory.shown = false;
  memory.mistake.clear();
  memory.rows.clear();
  memory.filled_from.clear();
}

}  // namespace spanorama
