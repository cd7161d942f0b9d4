#include "views/markdown/layout.h"

#include <algorithm>
#include <cmath>

#include "spanorama/base/bidi.h"
#include "spanorama/base/utf8.h"
#include "views/widgets/line_text.h"

namespace spanorama {

namespace {

constexpr float kLine = 20, kCodeLine = 18, kGap = 8, kIndent = 22, kQuoteIndent = 14;
constexpr float kCodePad = 10, kCellPadX = 10, kCellPadY = 5, kLeastColumn = 44;
constexpr float kHeadingSizes[6] = {18, 16, 15, 14, 13, 13};

TextStyle heading_font(int level) { return {Face::semibold, kHeadingSizes[level - 1], Align::left}; }

TextStyle font_for(const MarkdownBlock& block, std::uint8_t style) {
  if (block.kind == BlockKind::code || (style & kRunCode) != 0) return kMono;
  if (block.kind == BlockKind::heading) return heading_font(block.level);
  return (style & kRunStrong) != 0 || block.header ? kStrong : kBody;
}

float line_height_for(const MarkdownBlock& block) {
  if (block.kind == BlockKind::code) return kCodeLine;
  return block.kind == BlockKind::heading ? std::round(heading_font(block.level).size * 1.5f) : kLine;
}

bool breaks_after(char32_t c) { return c >= 0x2e80 && c < 0xe000; }

// The next piece that a line cannot be broken in, with the spaces after it. Returns its end; `ink_end` is where the
// spaces begin.
std::size_t token_end(std::string_view text, std::size_t at, std::size_t& ink_end) {
  std::size_t end = at;
  while (end < text.size() && text[end] != ' ' && text[end] != '\n' && text[end] != '\t') {
    const char32_t c = next_code_point(text, end);
    if (breaks_after(c)) break;
  }
  ink_end = end;
  while (end < text.size() && text[end] == ' ') ++end;
  return end;
}

// Nothing stands between the character before `at` and the one at it that a line could be broken at.
bool glued_at(std::string_view text, std::size_t at) {
  if (at == 0 || at >= text.size()) return false;
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\t'; };
  if (is_space(text[at]) || is_space(text[at - 1])) return false;
  std::size_t before = at - 1;
  while (before > 0 && (static_cast<unsigned char>(text[before]) & 0xC0) == 0x80) --before;
  return !breaks_after(next_code_point(text, before));
}

std::string_view text_of_block(const Markdown& document, const MarkdownBlock& block) {
  if (block.run_begin >= block.run_end) return {};
  const std::uint32_t begin = document.runs[block.run_begin].begin;
  return std::string_view(document.text).substr(begin, document.runs[block.run_end - 1].end - begin);
}

// Code begins at the left whatever it holds.
BidiText::Base base_for(const MarkdownBlock& block) {
  return block.kind == BlockKind::code ? BidiText::Base::left_to_right : BidiText::Base::of_first_letter;
}

// Breaks the runs of one block into lines inside [x0, x1).
class Flow {
 public:
  Flow(const Markdown& document, const TextMeasure& measure, RichLayout& out)
      : doc_(document), measure_(measure), out_(out) {}

  // Returns the y below the last line.
  float run(const MarkdownBlock& block, float x0, float x1, float y) {
    block_ = &block;
    x0_ = x_ = x0;
    x1_ = x1;
    y_ = y;
    height_ = line_height_for(block);
    line_first_ = out_.fragments.size();
    bidi_begin_ = block.run_begin < block.run_end ? doc_.runs[block.run_begin].begin : 0;
    bidi_ = BidiText(text_of_block(doc_, block), base_for(block));
    for (std::uint32_t i = block.run_begin; i < block.run_end; ++i) add_run(i);
    finish_line();
    return y_ + height_;
  }

 private:
  void add_run(std::uint32_t index) {
    const MarkdownRun& run = doc_.runs[index];
    const TextStyle font = font_for(*block_, run.style);
    std::size_t at = run.begin;
    const std::string_view text = std::string_view(doc_.text).substr(0, run.end);
    while (at < run.end) {
      if (text[at] == '\n') {
        new_line();
        ++at;
        continue;
      }
      if (text[at] == '\t') {
        const float width = next_tab_stop(x_ - x0_, measure_.width(font, "0")) - (x_ - x0_);
        if (x_ + width > x1_ && x_ > x0_) new_line();
        append(run, font, at, at + 1, x_ > x0_ ? width : next_tab_stop(0, measure_.width(font, "0")));
        ++at;
        continue;
      }
      std::size_t ink_end = at;
      const std::size_t end = token_end(text, at, ink_end);
      if (end == run.end && ink_end == end) keep_together(index, measure_.width(font, text.substr(at, end - at)));
      place(run, font, at, ink_end, end);
      at = end;
    }
  }

  // A word whose style changes inside goes on in the next runs: where all of it fits into a line of its own it begins one.
  void keep_together(std::uint32_t index, float width) {
    constexpr std::uint32_t kMostRuns = 64;
    const std::string_view text(doc_.text);
    const float line = x1_ - x0_, head = width;
    const std::uint32_t last = std::min(block_->run_end, index + kMostRuns);
    for (std::uint32_t next = index + 1; next < last && width <= line; ++next) {
      const MarkdownRun& run = doc_.runs[next];
      if (run.begin != doc_.runs[next - 1].end || !glued_at(text, run.begin)) break;
      std::size_t ink_end = run.begin;
      const std::size_t end = token_end(text.substr(0, run.end), run.begin, ink_end);
      width += measure_.width(font_for(*block_, run.style), text.substr(run.begin, ink_end - run.begin));
      if (end < run.end || ink_end < end) break;
    }
    if (width > head && width <= line && x_ > x0_ && x_ + width > x1_) new_line();
  }

  void place(const MarkdownRun& run, TextStyle font, std::size_t at, std::size_t ink_end, std::size_t end) {
    const std::string_view text(doc_.text);
    const float ink = measure_.width(font, text.substr(at, ink_end - at));
    // What is glued to the end of the line is broken there rather than torn off it.
    constexpr float kLeastPiece = 24;
    const bool glued = glued_at(text, at) && out_.fragments.size() > line_first_ && out_.fragments.back().end == at;
    if (x_ > x0_ && x_ + ink > x1_ && !(glued && x1_ - x_ > kLeastPiece)) new_line();
    if (x_ + ink > x1_ && ink_end > at) {
      at = place_broken(run, font, at, ink_end);
      if (at == ink_end && end == ink_end) return;
      append(run, font, at, end, measure_.width(font, text.substr(at, end - at)));
      return;
    }
    append(run, font, at, end, end == ink_end ? ink : measure_.width(font, text.substr(at, end - at)));
  }

  // A word wider than the line: as many characters a line as fit, found by halving. Returns where the last line's begin.
  std::size_t place_broken(const MarkdownRun& run, TextStyle font, std::size_t at, std::size_t end) {
    const std::string_view text(doc_.text);
    for (;;) {
      const float all = measure_.width(font, text.substr(at, std::min<std::size_t>(end - at, kMostOnLine)));
      if (end - at <= kMostOnLine && x_ + all <= x1_) return at;
      std::size_t low = 1, high = std::min<std::size_t>(end - at, kMostOnLine);
      while (low < high) {
        const std::size_t middle = (low + high + 1) / 2;
        if (x_ + measure_.width(font, text.substr(at, middle)) <= x1_)
          low = middle;
        else
          high = middle - 1;
      }
      std::size_t cut = utf8_prefix(text.substr(at, end - at), low).size();
      if (cut == 0) next_code_point(text.substr(at, end - at), cut);
      append(run, font, at, at + cut, measure_.width(font, text.substr(at, cut)));
      at += cut;
      if (at >= end) return end;
      new_line();
    }
  }

  void append(const MarkdownRun& run, TextStyle font, std::size_t begin, std::size_t end, float width) {
    if (begin >= end) return;
    if (out_.fragments.size() > line_first_) {
      RichFragment& last = out_.fragments.back();
      if (last.end == begin && last.style == run.style && last.link == run.link) {
        last.end = static_cast<std::uint32_t>(end);
        last.width += width;
        x_ += width;
        return;
      }
    }
    out_.fragments.push_back({x_, y_, width, height_, static_cast<std::uint32_t>(begin),
                              static_cast<std::uint32_t>(end), run.style, false, run.link, font, x_ - x0_});
    x_ += width;
  }

  void new_line() {
    finish_line();
    y_ += height_;
    x_ = x0_;
    line_first_ = out_.fragments.size();
  }

  void finish_line() {
    if (line_first_ == out_.fragments.size()) return;
    order_line();
    const float room = x1_ - x_;
    const CellAlign align =
        block_->align == CellAlign::left && bidi_.right_to_left() ? CellAlign::right : block_->align;
    if (align == CellAlign::left || room <= 0) return;
    const float moved = align == CellAlign::right ? room : room * 0.5f;
    for (std::size_t i = line_first_; i < out_.fragments.size(); ++i) out_.fragments[i].x += moved;
  }

  // Fragments are cut where the direction changes.
  void order_line() {
    const std::size_t begin = out_.fragments[line_first_].begin, end = out_.fragments.back().end;
    const std::vector<TextRun> runs = bidi_.line(begin - bidi_begin_, end - bidi_begin_);
    if (runs.empty()) return;
    const auto first = out_.fragments.begin() + static_cast<std::ptrdiff_t>(line_first_);
    const std::vector<RichFragment> logical(first, out_.fragments.end());
    out_.fragments.erase(first, out_.fragments.end());
    x_ = x0_;
    for (TextRun run : runs) {
      run.begin += static_cast<std::uint32_t>(bidi_begin_);
      run.end += static_cast<std::uint32_t>(bidi_begin_);
      const auto from = std::partition_point(logical.begin(), logical.end(),
                                             [&](const RichFragment& f) { return f.end <= run.begin; });
      const auto to =
          std::partition_point(from, logical.end(), [&](const RichFragment& f) { return f.begin < run.end; });
      if (run.right_to_left)
        for (auto at = to; at != from;) add_ordered(*--at, run);
      else
        for (auto at = from; at != to; ++at) add_ordered(*at, run);
    }
  }

  void add_ordered(RichFragment fragment, const TextRun& run) {
    fragment.begin = std::max(fragment.begin, run.begin);
    fragment.end = std::min(fragment.end, run.end);
    if (fragment.begin >= fragment.end) return;
    const auto text = std::string_view(doc_.text).substr(fragment.begin, fragment.end - fragment.begin);
    fragment.right_to_left = run.right_to_left;
    fragment.width =
        measure_.width(fragment.font, run.right_to_left ? shape_right_to_left(text).text : std::string(text));
    fragment.x = x_;
    x_ += fragment.width;
    out_.fragments.push_back(fragment);
  }

  static constexpr std::size_t kMostOnLine = 2048;
  const Markdown& doc_;
  const TextMeasure& measure_;
  RichLayout& out_;
  const MarkdownBlock* block_ = nullptr;
  float x0_ = 0, x1_ = 0, x_ = 0, y_ = 0, height_ = 0;
  std::size_t line_first_ = 0;
  BidiText bidi_;               // of the block's text
  std::size_t bidi_begin_ = 0;  // where that begins
};

class Page {
 public:
  Page(const Markdown& document, float width, const TextMeasure& measure)
      : doc_(document), width_(width), measure_(measure), flow_(document, measure, out_) {}

  RichLayout run() {
    for (std::size_t i = 0; i < doc_.blocks.size();) {
      if (i > 0) y_ += gap_before(doc_.blocks[i], doc_.blocks[i - 1]);
      i = doc_.blocks[i].kind == BlockKind::cell ? add_table(i) : add_block(i);
    }
    add_inline_grounds();
    out_.height = y_;
    return std::move(out_);
  }

 private:
  static float gap_before(const MarkdownBlock& block, const MarkdownBlock& before) {
    if (block.kind == BlockKind::heading) return block.level <= 2 ? 16 : 12;
    if (block.kind == BlockKind::code || block.kind == BlockKind::cell || before.kind == BlockKind::cell) return kGap;
    return block.tight ? 2 : kGap;
  }

  float left_of(const MarkdownBlock& block) const {
    const float left = static_cast<float>(block.indent) * kIndent + static_cast<float>(block.quotes) * kQuoteIndent;
    return std::min(left, std::max(0.0f, width_ - 80));
  }

  void quote_bars(const MarkdownBlock& block, float top, float bottom) {
    for (int i = 0; i < block.quotes; ++i) {
      const float x = left_of(block) - static_cast<float>(i + 1) * kQuoteIndent + 2;
      RichMark* last = out_.marks.empty() ? nullptr : &out_.marks.back();
      if (block.quotes == 1 && last != nullptr && last->kind == MarkKind::quote_bar && last->rect.x0 == x &&
          top - last->rect.y1 <= 17)
        last->rect.y1 = bottom;  // one bar along the whole quotation
      else
        out_.marks.push_back({MarkKind::quote_bar, {x, top, x + 3, bottom}});
    }
  }

  std::size_t add_block(std::size_t index) {
    const MarkdownBlock& block = doc_.blocks[index];
    const float left = left_of(block), top = y_;
    // A list that reads from right to left has its indent and its bullets at the right.
    const bool mirrored = left > 0 && block.quotes == 0 && base_for(block) == BidiText::Base::of_first_letter &&
                          begins_right_to_left(text_of_block(doc_, block));
    if (!block.marker.empty())
      out_.labels.push_back(
          {mirrored ? width_ - left + 6 : left - 6, y_, line_height_for(block), mirrored, block.marker});
    if (block.kind == BlockKind::rule) {
      out_.marks.push_back({MarkKind::rule, {left, y_ + 4, width_, y_ + 5}});
      y_ += 9;
    } else if (block.kind == BlockKind::code) {
      const std::size_t mark = out_.marks.size();
      out_.marks.push_back({MarkKind::code_ground, {}});
      y_ = flow_.run(block, left + kCodePad, width_ - kCodePad, y_ + kCodePad - 2) + kCodePad - 2;
      const Rect ground{left, top, width_, y_};
      out_.marks[mark].rect = ground;
      const bool any = block.run_end > block.run_begin;
      out_.codes.push_back(
          {ground, any ? doc_.runs[block.run_begin].begin : 0, any ? doc_.runs[block.run_end - 1].end : 0});
    } else {
      y_ = mirrored ? flow_.run(block, 0, width_ - left, y_) : flow_.run(block, left, width_, y_);
    }
    quote_bars(block, top, y_);
    return index + 1;
  }

  // Widths of the columns: what each would like, cut in proportion where that is more than there is.
  std::vector<float> column_widths(std::size_t first, std::size_t end, float room) const {
    std::vector<float> want;
    for (std::size_t i = first; i < end; ++i) {
      const MarkdownBlock& cell = doc_.blocks[i];
      float width = 2 * kCellPadX + 1;
      for (std::uint32_t r = cell.run_begin; r < cell.run_end; ++r)
        width += measure_.width(
            font_for(cell, doc_.runs[r].style),
            std::string_view(doc_.text).substr(doc_.runs[r].begin, doc_.runs[r].end - doc_.runs[r].begin));
      if (want.size() <= cell.column) want.resize(cell.column + 1, kLeastColumn);
      want[cell.column] = std::max(want[cell.column], width);
    }
    float sum = 0;
    for (const float width : want) sum += width;
    if (sum <= room) return want;
    // Narrow columns keep what they ask for; the wide ones share the rest by the root of their wish.
    const float fair = room / static_cast<float>(want.size());
    float kept = 0, roots = 0;
    for (const float width : want) (width <= fair ? kept : roots) += width <= fair ? width : std::sqrt(width);
    for (float& width : want)
      if (width > fair) width = std::max(kLeastColumn, (room - kept) * std::sqrt(width) / roots);
    return want;
  }

  std::size_t add_table(std::size_t first) {
    std::size_t end = first;
    while (end < doc_.blocks.size() && doc_.blocks[end].kind == BlockKind::cell &&
           doc_.blocks[end].table == doc_.blocks[first].table)
      ++end;
    const float left = left_of(doc_.blocks[first]), top = y_;
    const std::vector<float> widths = column_widths(first, end, width_ - left);
    float right = left;
    for (const float width : widths) right += width;
    for (std::size_t i = first; i < end;) {
      const std::uint32_t row = doc_.blocks[i].row;
      const bool header = doc_.blocks[i].header;
      const std::size_t mark = out_.marks.size();
      if (header) out_.marks.push_back({MarkKind::header_ground, {}});
      float bottom = y_ + kLine + 2 * kCellPadY, x = left;
      for (; i < end && doc_.blocks[i].row == row; ++i) {
        const float width = widths[doc_.blocks[i].column];
        bottom = std::max(bottom,
                          kCellPadY + flow_.run(doc_.blocks[i], x + kCellPadX, x + width - kCellPadX, y_ + kCellPadY));
        x += width;
      }
      if (header) out_.marks[mark].rect = {left, y_, right, bottom};
      out_.marks.push_back({MarkKind::table_line, {left, bottom, right, bottom + 1}});
      y_ = bottom + 1;
    }
    quote_bars(doc_.blocks[first], top, y_);
    return end;
  }

  void add_inline_grounds() {
    for (const RichFragment& f : out_.fragments)
      if ((f.style & kRunCode) != 0)
        out_.marks.push_back({MarkKind::inline_code, {f.x - 2, f.y + 2, f.x + f.width + 2, f.y + f.height - 2}});
  }

  const Markdown& doc_;
  float width_;
  const TextMeasure& measure_;
  RichLayout out_;
  Flow flow_;
  float y_ = 0;
};

}  // namespace

RichLayout layout_markdown(const Markdown& document, float width, const TextMeasure& measure) {
  return Page(document, width, measure).run();
}

}  // namespace spanorama
