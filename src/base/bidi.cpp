#include "spanorama/base/bidi.h"

#include <fribidi/fribidi.h>

#include <algorithm>
#include <cstring>

#include "spanorama/base/utf8.h"

namespace spanorama {

namespace {

// The three bytes of a character of the blocks U+FB1D..FDFF and U+FE70..FEFE, of the marks U+200F, 202B, 202E, 2067.
bool reads_right_to_left(unsigned char lead, unsigned char second, unsigned char third) {
  if (lead == 0xE0) return second >= 0xA0 && second <= 0xA3;  // U+0800..08FF
  if (lead == 0xE2)
    return (second == 0x80 && (third == 0x8F || third == 0xAB || third == 0xAE)) || (second == 0x81 && third == 0xA7);
  if (lead != 0xEF) return false;
  if (second == 0xAC) return third >= 0x9D;
  return (second >= 0xAD && second <= 0xB7) || (second == 0xB9 && third >= 0xB0) || second == 0xBA ||
         (second == 0xBB && third >= 0x80 && third != 0xBF);
}

// U+10800..10FFF and U+1E800..1EFFF.
bool reads_right_to_left(unsigned char second, unsigned char third) {
  return (second == 0x90 && third >= 0xA0) || (second == 0x9E && third >= 0xA0);
}

// Nothing is drawn for them: directions' marks, joiners, the filler of ligatures, which is also the mark of byte order.
bool is_invisible(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x061C ||
         c == FRIBIDI_CHAR_FILL;
}

FriBidiParType par_type(BidiParagraph::Base base) {
  if (base == BidiParagraph::Base::of_first_letter) return FRIBIDI_PAR_ON;
  return base == BidiParagraph::Base::right_to_left ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
}

std::uint32_t size32(std::size_t size) { return static_cast<std::uint32_t>(size); }

// Code points of the text, and the byte at which each begins.
template <class Offsets>
std::vector<FriBidiChar> decoded(std::string_view text, std::size_t first_byte, Offsets& offsets) {
  std::vector<FriBidiChar> out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    offsets.push_back(size32(first_byte + at));
    out.push_back(next_code_point(text, at));
  }
  offsets.push_back(size32(first_byte + text.size()));
  return out;
}

// Joined forms of Arabic letters, ligatures of lam and alef, mirrored brackets, in place.
void join(std::vector<FriBidiChar>& chars, const std::vector<FriBidiCharType>& types) {
  const auto count = static_cast<FriBidiStrIndex>(chars.size());
  const std::vector<FriBidiLevel> levels(chars.size(), 1);
  std::vector<FriBidiArabicProp> joining(chars.size());
  fribidi_get_joining_types(chars.data(), count, joining.data());
  fribidi_join_arabic(types.data(), count, levels.data(), joining.data());
  fribidi_shape(FRIBIDI_FLAG_SHAPE_MIRRORING | FRIBIDI_FLAG_SHAPE_ARAB_PRES | FRIBIDI_FLAG_SHAPE_ARAB_LIGA,
                levels.data(), count, joining.data(), chars.data());
}

}  // namespace

bool may_read_right_to_left(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::uint64_t word = 0;
    while (at + sizeof word <= text.size()) {
      std::memcpy(&word, text.data() + at, sizeof word);
      if ((word & kHighBits) != 0) break;
      at += sizeof word;
    }
    if (at >= text.size()) return false;
    const auto byte = [&](std::size_t i) {
      return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : static_cast<unsigned char>(0);
    };
    const unsigned char lead = byte(0);
    if (lead >= 0xD6 && lead <= 0xDF && (lead != 0xD6 || byte(1) >= 0x90)) return true;  // U+0590..07FF
    if (lead >= 0xE0 && lead < 0xF0 && reads_right_to_left(lead, byte(1), byte(2))) return true;
    if (lead == 0xF0 && reads_right_to_left(byte(1), byte(2))) return true;
  }
  return false;
}

BidiParagraph::BidiParagraph(std::string_view text, Base base) : text_(text) {
  const bool long_one = text.size() > kMostBytes;
  whole_ = read(0, long_one ? utf8_prefix(text, kMostBytes).size() : text.size(), base);
  right_to_left_ = base == Base::right_to_left;
  if (long_one) whole_ = {};
}

BidiParagraph::Levels BidiParagraph::read(std::size_t begin, std::size_t end, Base& base) const {
  Levels out;
  out.chars = decoded(text_.substr(begin, end - begin), begin, out.offsets);
  const auto count = static_cast<FriBidiStrIndex>(out.chars.size());
  out.types.resize(out.chars.size());
  out.levels.resize(out.chars.size());
  FriBidiParType direction = par_type(base);
  base = base == Base::right_to_left ? base : Base::left_to_right;
  if (count == 0) return out;
  std::vector<FriBidiBracketType> brackets(out.chars.size());
  fribidi_get_bidi_types(out.chars.data(), count, out.types.data());
  fribidi_get_bracket_types(out.chars.data(), count, out.types.data(), brackets.data());
  if (fribidi_get_par_embedding_levels_ex(out.types.data(), brackets.data(), count, &direction, out.levels.data()) == 0)
    std::fill(out.levels.begin(), out.levels.end(), FriBidiLevel{0});  // no memory
  base = FRIBIDI_IS_RTL(direction) ? Base::right_to_left : Base::left_to_right;
  return out;
}

std::vector<TextRun> BidiParagraph::line(std::size_t begin, std::size_t end) const {
  if (begin >= end) return {};
  if (end - begin > kMostBytes) return {{size32(begin), size32(end), right_to_left_}};
  Base base = right_to_left_ ? Base::right_to_left : Base::left_to_right;
  Levels own;
  if (whole_.chars.empty()) own = read(begin, end, base);
  const Levels& from = whole_.chars.empty() ? own : whole_;
  const auto char_at = [&](std::size_t byte) {
    return std::lower_bound(from.offsets.begin(), from.offsets.end() - 1, byte) - from.offsets.begin();
  };
  const auto first = char_at(begin), last = char_at(end);
  const auto count = static_cast<std::size_t>(last - first);
  if (count == 0) return {{size32(begin), size32(end), false}};
  // Blanks at a line's end take the paragraph's direction, so the levels are this line's own.
  std::vector<FriBidiLevel> levels(from.levels.begin() + first, from.levels.begin() + last);
  std::vector<FriBidiStrIndex> order(count);
  for (std::size_t i = 0; i < count; ++i) order[i] = static_cast<FriBidiStrIndex>(i);
  if (fribidi_reorder_line(0, from.types.data() + first, static_cast<FriBidiStrIndex>(count), 0, par_type(base),
                           levels.data(), nullptr, order.data()) == 0)
    return {{size32(begin), size32(end), false}};
  std::vector<TextRun> out;
  for (std::size_t i = 0; i < count;) {
    const FriBidiLevel level = levels[static_cast<std::size_t>(order[i])];
    const bool reversed = FRIBIDI_LEVEL_IS_RTL(level);
    std::size_t next = i + 1;
    while (next < count && levels[static_cast<std::size_t>(order[next])] == level &&
           order[next] == order[next - 1] + (reversed ? -1 : 1))
      ++next;
    const auto low = static_cast<std::size_t>(first + (reversed ? order[next - 1] : order[i]));
    out.push_back({from.offsets[low], from.offsets[low + (next - i)], reversed});
    i = next;
  }
  return out;
}

// What is looked at is bounded, because a text may be one line of many megabytes: a piece of it counts as a paragraph.
void BidiText::find_paragraph(std::size_t at, std::size_t line_end) {
  constexpr std::size_t kMostSearched = 1 << 20, kMostAhead = 1 << 16;
  const std::size_t low = at > kMostSearched ? at - kMostSearched : 0;
  const std::size_t before = text_.substr(low, at - low).rfind('\n');
  begin_ = before == std::string_view::npos ? low : low + before + 1;
  const std::string_view ahead = text_.substr(at, std::max(kMostAhead, line_end - at));
  end_ = at + std::min(ahead.find('\n'), ahead.size());
  const std::string_view whole = text_.substr(begin_, end_ - begin_);
  paragraph_.reset();
  if (may_read_right_to_left(whole)) paragraph_.emplace(whole, base_);
}

std::vector<TextRun> BidiText::line(std::size_t begin, std::size_t end) {
  if (begin < begin_ || end > end_) find_paragraph(begin, end);
  if (!paragraph_) return {};
  std::vector<TextRun> runs = paragraph_->line(begin - begin_, std::min(end, end_) - begin_);
  for (TextRun& run : runs) {
    run.begin += size32(begin_);
    run.end += size32(begin_);
  }
  return runs;
}

bool begins_right_to_left(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  return may_read_right_to_left(text) && BidiParagraph(text).right_to_left();
}

std::size_t ShapedRun::drawn_after(std::uint32_t at) const {
  const auto left = std::partition_point(pieces.begin(), pieces.end(), [&](const Piece& p) { return p.from >= at; });
  return left == pieces.begin() ? 0 : std::prev(left)->end;
}

ShapedRun shape_right_to_left(std::string_view run) {
  ShapedRun out;
  if (run.empty()) return out;
  std::vector<std::uint32_t> offsets;
  std::vector<FriBidiChar> chars = decoded(run, 0, offsets);
  std::vector<FriBidiCharType> types(chars.size());
  fribidi_get_bidi_types(chars.data(), static_cast<FriBidiStrIndex>(chars.size()), types.data());
  join(chars, types);
  out.text.reserve(run.size() + run.size() / 2);  // joined forms take three bytes, letters two
  for (std::size_t end = chars.size(); end > 0;) {
    std::size_t begin = end - 1;
    while (begin > 0 && types[begin] == FRIBIDI_TYPE_NSM) --begin;
    for (std::size_t i = begin; i < end; ++i)
      if (!is_invisible(chars[i])) append_utf8(out.text, chars[i]);
    out.pieces.push_back({size32(out.text.size()), offsets[begin]});
    end = begin;
  }
  return out;
}

}  // namespace spanorama
