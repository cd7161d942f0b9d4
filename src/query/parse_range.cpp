#include "query/parse_range.h"

#include <algorithm>
#include <cmath>

#include "query/amounts.h"
#include "spanorama/base/format.h"
#include "spanorama/base/utf8.h"

namespace spanorama::query {
namespace {

// One end of a range: an amount, a percentile (p95, p99.9), or a real number for fields with keys.
struct Bound {
  Amount amount;
  std::int32_t percentile = -1;
  bool real = false;
  double value = 0;
};

bool percentile(FilterCursor& in, std::string_view text, std::size_t at, Bound& out) {
  double p = 0;
  if (!parse_double(text.substr(1), p) || !(p > 0) || !(p < 100))
    return in.fail(at, "a percentile lies between p0 and p100, such as p95");
  out.percentile = static_cast<std::int32_t>(std::lround(p * 100));
  out.percentile = std::clamp(out.percentile, 1, 9999);
  return true;
}

bool bound(FilterCursor& in, std::string_view text, std::size_t at, FieldKind kind, Bound& out) {
  const bool of_traces = kind != FieldKind::time && kind != FieldKind::keyed;
  if (of_traces && text.size() > 1 && text[0] == 'p' && text[1] >= '0' && text[1] <= '9')
    return percentile(in, text, at, out);
  out.amount = parse_amount(text, kind);
  if (kind == FieldKind::keyed && out.amount.error != AmountError::none && parse_double(text, out.value) &&
      std::isfinite(out.value))
    return out.real = true;
  out.value = static_cast<double>(out.amount.low);
  if (out.amount.error == AmountError::none) return true;
  const std::string shown = '"' + repaired_utf8(utf8_prefix(text, 40)) + '"';
  if (out.amount.error == AmountError::too_large) return in.fail(at, shown + " is too large");
  if (out.amount.error == AmountError::unknown_unit)
    return in.fail(at, shown + " has an unknown unit; expected " + std::string(amount_help(kind)));
  return in.fail(at,
                 (text.empty() ? "expected " : shown + " is no number; expected ") + std::string(amount_help(kind)));
}

void set_low(Condition& out, const Bound& b) {
  out.low = b.percentile >= 0 ? INT64_MIN : b.amount.low;
  out.fine.low_percentile = b.percentile;
  out.fine.low_real = b.value;
}
void set_high(Condition& out, const Bound& b) {
  out.high = b.percentile >= 0 ? INT64_MAX : b.amount.high;
  out.fine.high_percentile = b.percentile;
  out.fine.high_real = b.value;
}
// Either whole bounds or real ones, so that equal filters compare equal.
void settle(Condition& out, bool real) {
  out.fine.real = real;
  if (real) out.low = INT64_MIN, out.high = INT64_MAX;
  if (!real) out.fine.low_real = FineBounds().low_real, out.fine.high_real = FineBounds().high_real;
}

bool read_comparison(FilterCursor& in, Condition& out, FieldKind kind) {
  const bool greater = in.text[in.at++] == '>';
  const bool inclusive = in.take('=');
  const std::size_t begin = in.at;
  Bound value;
  if (!bound(in, in.bare(""), begin, kind, value)) return false;
  const bool fine = value.real || value.percentile >= 0;
  if (fine) {
    greater ? set_low(out, value) : set_high(out, value);
    settle(out, value.real);
    (greater ? out.fine.low_open : out.fine.high_open) = !inclusive;
    return true;
  }
  if (greater && !inclusive && value.amount.high == INT64_MAX) return in.fail(begin, "nothing is greater than this");
  if (!greater && !inclusive && value.amount.low == INT64_MIN) return in.fail(begin, "nothing is less than this");
  if (greater)
    out.low = inclusive ? value.amount.low : value.amount.high + 1;
  else
    out.high = inclusive ? value.amount.high : value.amount.low - 1;
  return true;
}

}  // namespace

bool read_range(FilterCursor& in, Condition& out, FieldKind kind) {
  out.match = Match::range;
  const std::size_t begin = in.at;
  if (in.peek() == '<' || in.peek() == '>') return read_comparison(in, out, kind);
  const std::string_view word = in.bare("");
  const std::size_t dots = word.find("..");
  Bound low, high;
  if (dots == std::string_view::npos) {
    if (!bound(in, word, begin, kind, low)) return false;
    if (low.percentile >= 0) return in.fail(begin, "expected >= or < before a percentile, as in >=p95");
    out.low = low.amount.low, out.high = low.amount.high;
    return true;
  }
  const std::string_view from = word.substr(0, dots), to = word.substr(dots + 2);
  if (!from.empty() && !bound(in, from, begin, kind, low)) return false;
  if (!to.empty() && !bound(in, to, begin + dots + 2, kind, high)) return false;
  if (!from.empty()) set_low(out, low);
  if (!to.empty()) set_high(out, high);
  settle(out, low.real || high.real);
  const FineBounds& fine = out.fine;
  const bool turned =
      out.low > out.high || fine.low_real > fine.high_real ||
      (fine.low_percentile >= 0 && fine.high_percentile >= 0 && fine.low_percentile > fine.high_percentile);
  if (turned) return in.fail(begin, "the range ends before it begins; write the smaller bound first");
  return true;
}

bool read_last(FilterCursor& in, Condition& out, UnixTime now) {
  const std::size_t begin = in.at;
  if (in.text.substr(in.at, 4) != "last")
    return in.fail(begin, "expected " + std::string(amount_help(FieldKind::time)));
  in.at += 4;
  in.skip_space();
  const std::size_t number_at = in.at;
  Bound given;
  if (!bound(in, in.bare(""), number_at, FieldKind::duration, given)) return false;
  if (given.percentile >= 0) return in.fail(number_at, "expected " + std::string(amount_help(FieldKind::duration)));
  const Amount length = given.amount;
  if (now == UnixTime{}) return in.fail(begin, "the present time is not known here; write the times themselves");
  out.match = Match::range;
  out.low = length.low > now.ns ? 0 : now.ns - length.low;
  return true;
}

}  // namespace spanorama::query
