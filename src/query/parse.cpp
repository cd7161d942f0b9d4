// The filter language, one pass from left to right:
//
//   query     = { item }
//   item      = ["-"] ( field ":" value | text )
//   field     = word | ("attr" | "resource" | "metadata" | "score") "." key
//   value     = one | "(" one { "OR" one } ")" | "(" one { "AND" one } ")" | range | "last" length
//   one       = ["=" | "~"] ( word | quoted ) | "/" regular expression "/"
//   range     = (">" | ">=" | "<" | "<=") bound | [bound] ".." [bound] | amount
//   bound     = amount | "p" percent
//   text      = word | ["~"] quoted | "`" words "`" | "/" regular expression "/" | "(" … ")"
//
// A regular expression holds no white space as it stands: \s or \x20 say it, and \/ is a slash.
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "query/amounts.h"
#include "query/fields.h"
#include "query/pattern.h"
#include "spanorama/base/format.h"
#include "spanorama/base/utf8.h"
#include "spanorama/query/filter.h"

namespace spanorama {
namespace query {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// One value as it stands: its operator, its text without quotes, and where it began.
struct Token {
  char op = 0;  // '=', '~' or none
  std::string text;
  bool quoted = false, pattern = false, phrase = false;
  std::size_t at = 0;
};

class Parser {
 public:
  Parser(std::string_view text, UnixTime now) : text_(text), now_(now) {}

  ReadableFilter run() {
    ReadableFilter out;
    for (skip_space(); at_ < text_.size(); skip_space()) {
      const std::size_t begin = at_;
      Condition condition;
      if (read_item(condition)) {
        out.filter.conditions.push_back(std::move(condition));
        continue;
      }
      if (!out.mistake) out.mistake = std::exchange(error_, std::nullopt);
      error_.reset();
      pass_over(begin);
    }
    return out;
  }

 private:
  // ---- errors ----

  // To the space after the item that could not be read; where it opens something that may hold spaces, to the end.
  void pass_over(std::size_t begin) {
    for (at_ = begin; at_ < text_.size() && !is_space(text_[at_]); ++at_)
      if (std::string_view("(\"`/").find(text_[at_]) != std::string_view::npos) at_ = text_.size() - 1;
  }

  bool fail(std::size_t at, std::string message) {
    if (error_) return false;
    std::size_t column = 1;
    for (std::size_t i = 0; i < at && i < text_.size(); ++column) next_code_point(text_, i);
    error_ = Error{"column " + std::to_string(column) + ": " + std::move(message)};
    return false;
  }

  // ---- reading ----

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool take(char c) {
    if (peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }

  // Up to white space or one of `stops`.
  std::string_view bare(std::string_view stops) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_space(text_[at_]) && stops.find(text_[at_]) == std::string_view::npos) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  // The inside of quotes; a backslash lets the mark and itself stand for themselves.
  bool quoted(std::string& out) {
    const std::size_t begin = at_++;
    const char mark = text_[begin];
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == mark) return ++at_, true;
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      out += text_[at_];
    }
    const std::string shown(1, mark);
    return fail(begin, "this quote is not closed; put " + shown + " at the end of the text, and \\" + shown +
                           " for a quote inside it");
  }

  // One past the slash that closes the pattern which begins here; 0 where none begins.
  std::size_t pattern_end(std::string_view stops) const {
    if (peek() != '/') return 0;
    for (std::size_t i = at_ + 1; i < text_.size() && !is_space(text_[i]); ++i) {
      if (text_[i] == '\\' && i + 1 < text_.size() && !is_space(text_[i + 1])) {
        ++i;
      } else if (text_[i] == '/' && i > at_ + 1 &&
                 (i + 1 >= text_.size() || is_space(text_[i + 1]) ||
                  stops.find(text_[i + 1]) != std::string_view::npos)) {
        return i + 1;
      }
    }
    return 0;
  }

  bool read_pattern(Token& token, std::size_t end) {
    token.pattern = true;
    token.text = pattern_from_literal(text_.substr(at_ + 1, end - at_ - 2));
    at_ = end;
    const std::string mistake = pattern_mistake(token.text);
    return mistake.empty() || fail(token.at, "this is no regular expression: " + repaired_utf8(mistake));
  }

  bool read_token(Token& token, std::string_view stops) {
    token.at = at_;
    if (const std::size_t end = pattern_end(stops); end > 0) return read_pattern(token, end);
    if ((peek() == '=' || peek() == '~') && at_ < text_.size()) token.op = text_[at_++];
    if (peek() == '"' || (peek() == '`' && token.op == 0)) {
      token.quoted = true;
      token.phrase = peek() == '`';
      if (!quoted(token.text)) return false;
      if (at_ < text_.size() && !is_space(text_[at_]) && stops.find(text_[at_]) == std::string_view::npos)
        return fail(at_, "expected a space after the closing quote");
      return true;
    }
    token.text = std::string(bare(stops));
    return true;
  }

  // ---- items ----

  bool read_item(Condition& out) {
    out.negated = peek() == '-' && at_ + 1 < text_.size() && !is_space(text_[at_ + 1]);
    if (out.negated) ++at_;
    const std::size_t begin = at_;
    if (peek() == ')') return fail(at_, "this ) closes nothing");
    if (peek() == '(' || peek() == '"' || peek() == '`' || (peek() == '~' && peek(1) == '"')) return read_text(out);
    if (pattern_end("") > 0) return read_text(out);
    std::string_view word = bare(":\"(");
    if (peek() == '"' && word.size() > 1 && word.back() == '.' && is_keyed_prefix(word))
      return read_quoted_key(out, word);
    if (peek() == ':' && !word.empty()) {
      ++at_;
      return read_field(out, word, begin);
    }
    at_ = begin;
    word = bare("");
    if (word == "OR" || word == "AND")
      return fail(begin, std::string(word) +
                             " works inside parentheses, as in model:(a OR b); conditions beside each other "
                             "must all hold");
    if (!word.empty() && word[0] == ':')
      return fail(begin, "expected a field before the colon; " + suggestion_for_field(""));
    at_ = begin;
    return read_text(out);
  }

  bool is_keyed_prefix(std::string_view word) const {
    const auto field = filter_field_from(word.substr(0, word.size() - 1));
    return field && info_of(*field).kind == FieldKind::keyed;
  }

  // attr."a key: with anything":value
  bool read_quoted_key(Condition& out, std::string_view prefix) {
    out.field = *filter_field_from(prefix.substr(0, prefix.size() - 1));
    if (!quoted(out.key)) return false;
    if (!take(':')) return fail(at_, "expected : and a value after the key");
    return read_value(out);
  }

  bool read_field(Condition& out, std::string_view word, std::size_t begin) {
    std::string_view key;
    if (split_keyed(word, out.field, key)) {
      out.key = std::string(key);
      return read_value(out);
    }
    const auto field = filter_field_from(word);
    if (!field) return unknown_field(word, begin);
    out.field = *field;
    if (info_of(*field).kind == FieldKind::keyed)
      return fail(begin, "expected a key, as in " + std::string(word) + ".http.route:/chat");
    return read_value(out);
  }

  bool unknown_field(std::string_view word, std::size_t begin) {
    const std::string shown = '"' + repaired_utf8(utf8_prefix(word, 40)) + '"';
    return fail(begin, "there is no field " + shown + "; " + suggestion_for_field(word) +
                           " To search for a text with a colon, put it in quotes.");
  }

  // ---- values ----

  bool read_value(Condition& out) {
    const std::size_t begin = at_;
    const FieldKind kind = info_of(out.field).kind;
    if (at_ >= text_.size() || is_space(text_[at_]))
      return fail(begin, "expected a value after the colon; " + value_help(out.field));
    if (out.field == FilterField::time && peek() == 'l') return read_last(out);
    const bool number =
        kind == FieldKind::count || kind == FieldKind::duration || kind == FieldKind::cost || kind == FieldKind::time;
    if (number && peek() == '(') return fail(at_, "one range only; write two conditions beside each other");
    if (number || (kind == FieldKind::keyed && stands_for_range())) return read_range(out, kind);
    return peek() == '(' ? read_list(out) : read_single(out);
  }

  std::string value_help(FilterField field) const {
    switch (info_of(field).kind) {
      case FieldKind::word: return "one of " + words_of(field);
      case FieldKind::contains:
      case FieldKind::whole:
      case FieldKind::keyed: return "for instance word or \"several words\"";
      default: return std::string(amount_help(info_of(field).kind));
    }
  }

  // Attributes are texts unless the value is written as a range of numbers.
  bool stands_for_range() {
    if (peek() == '<' || peek() == '>') return true;
    const std::size_t begin = at_;
    const std::string_view word = bare("");
    at_ = begin;
    const std::size_t dots = word.find("..");
    if (dots == std::string_view::npos) return false;
    const auto number = [](std::string_view text) {
      double value = 0;
      return text.empty() || (parse_double(text, value) && std::isfinite(value));
    };
    return number(word.substr(0, dots)) && number(word.substr(dots + 2));
  }

  bool read_single(Condition& out) {
    std::vector<Token> tokens(1);
    return read_token(tokens[0], "") && finish_texts(out, tokens);
  }

  bool read_list(Condition& out) {
    const std::size_t begin = at_++;
    std::vector<Token> tokens;
    std::string joint;
    for (;;) {
      skip_space();
      if (at_ >= text_.size()) return fail(begin, "this ( is not closed");
      Token token;
      if (!read_token(token, ")")) return false;
      if (!token.quoted && (token.text.empty() || is_joint(token.text)))
        return fail(token.at, "expected a value inside ( )");
      tokens.push_back(std::move(token));
      skip_space();
      if (take(')')) break;
      const std::size_t at = at_;
      const std::string_view word = bare(")");
      if (at_ >= text_.size() && word.empty()) return fail(begin, "this ( is not closed");
      if (!is_joint(word)) return fail(at, "expected OR, AND or ) between values");
      if (!joint.empty() && joint != word) return fail(at, "OR and AND cannot be mixed in one pair of parentheses");
      joint = std::string(word);
    }
    if (at_ < text_.size() && !is_space(text_[at_])) return fail(at_, "expected a space after )");
    out.all_of = joint == "AND";
    return finish_texts(out, tokens);
  }
  static bool is_joint(std::string_view word) { return word == "OR" || word == "AND"; }

  bool read_text(Condition& out) {
    out.field = FilterField::text;
    return peek() == '(' ? read_list(out) : read_single(out);
  }

  // How one token wants to be compared.
  static Match match_of(FilterField field, const Token& token) {
    if (token.pattern) return Match::pattern;
    if (token.phrase) return Match::phrase;
    if (token.op == '=') return Match::equals;
    if (token.op == '~') return Match::contains;
    if (field == FilterField::text) return token.quoted ? Match::equals : Match::contains;
    switch (info_of(field).kind) {
      case FieldKind::word: return Match::equals;
      case FieldKind::contains: return token.text.find('*') != std::string::npos ? Match::glob : Match::contains;
      default: return Match::glob;
    }
  }

  // A bare word keeps = and ~ as part of its text.
  static void keep_operators(Token& token) {
    if (token.op == '\0' || token.quoted) return;
    token.text.insert(token.text.begin(), token.op);
    token.op = '\0';
  }

  bool finish_texts(Condition& out, std::vector<Token>& tokens) {
    const FieldKind kind = info_of(out.field).kind;
    for (Token& token : tokens) {
      if (out.field == FilterField::text) keep_operators(token);
      if (token.text.empty())
        return fail(token.at, "expected a text that is not empty; has:FIELD finds what has a value");
      if (token.phrase && out.field != FilterField::text)
        return fail(token.at, "a phrase in back quotes searches all texts and stands without a field");
      if (token.phrase && words_only(token.text).empty())
        return fail(token.at, "expected words between the back quotes");
      if (kind == FieldKind::word) {
        if (token.pattern) return fail(token.at, "expected one of " + words_of(out.field));
        if (!add_word(out, token)) return false;
        continue;
      }
      out.texts.push_back(token.text);
    }
    return kind == FieldKind::word ? (out.match = Match::equals, true) : unify(out, tokens);
  }

  bool add_word(Condition& out, const Token& token) {
    if (out.field == FilterField::status && token.text == "success") {
      if (out.all_of) return fail(token.at, "success means ok or unset and cannot stand beside AND");
      out.texts.insert(out.texts.end(), {"ok", "unset"});
      return true;
    }
    std::string word = canonical_word(out.field, token.text);
    if (word.empty())
      return fail(token.at, '"' + repaired_utf8(utf8_prefix(token.text, 40)) + "\" is no word of " +
                                std::string(name_of(out.field)) + ":, expected one of " + words_of(out.field) +
                                (out.field == FilterField::status ? ", success" : ""));
    out.texts.push_back(std::move(word));
    return true;
  }

  // All texts of one condition are compared in one way: "contains" becomes a glob beside globs.
  bool unify(Condition& out, const std::vector<Token>& tokens) {
    out.match = match_of(out.field, tokens[0]);
    for (const Token& token : tokens) {
      const Match match = match_of(out.field, token);
      if (match == out.match) continue;
      const auto alone = [](Match m) { return m == Match::equals || m == Match::pattern || m == Match::phrase; };
      if (alone(match) || alone(out.match) || out.field == FilterField::text)
        return fail(token.at,
                    "inside one pair of parentheses all values are compared in one way; write = before each "
                    "(quotes, for words to search) or before none, and patterns only beside patterns");
      out.match = Match::glob;
    }
    if (out.match != Match::glob) return true;
    for (std::size_t i = 0; i < tokens.size(); ++i)
      if (match_of(out.field, tokens[i]) == Match::contains) out.texts[i] = '*' + out.texts[i] + '*';
    return true;
  }

  // ---- ranges ----

  // One end of a range: an amount, a percentile (p95, p99.9), or a real number for fields with keys.
  struct Bound {
    Amount amount;
    std::int32_t percentile = -1;
    bool real = false;
    double value = 0;
  };

  bool percentile(std::string_view text, std::size_t at, Bound& out) {
    double p = 0;
    if (!parse_double(text.substr(1), p) || !(p > 0) || !(p < 100))
      return fail(at, "a percentile lies between p0 and p100, such as p95");
    out.percentile = static_cast<std::int32_t>(std::lround(p * 100));
    out.percentile = std::clamp(out.percentile, 1, 9999);
    return true;
  }

  bool bound(std::string_view text, std::size_t at, FieldKind kind, Bound& out) {
    const bool of_traces = kind != FieldKind::time && kind != FieldKind::keyed;
    if (of_traces && text.size() > 1 && text[0] == 'p' && text[1] >= '0' && text[1] <= '9')
      return percentile(text, at, out);
    out.amount = parse_amount(text, kind);
    if (kind == FieldKind::keyed && out.amount.error != AmountError::none && parse_double(text, out.value) &&
        std::isfinite(out.value))
      return out.real = true;
    out.value = static_cast<double>(out.amount.low);
    if (out.amount.error == AmountError::none) return true;
    const std::string shown = '"' + repaired_utf8(utf8_prefix(text, 40)) + '"';
    if (out.amount.error == AmountError::too_large) return fail(at, shown + " is too large");
    if (out.amount.error == AmountError::unknown_unit)
      return fail(at, shown + " has an unknown unit; expected " + std::string(amount_help(kind)));
    return fail(at, (text.empty() ? "expected " : shown + " is no number; expected ") + std::string(amount_help(kind)));
  }

  static void set_low(Condition& out, const Bound& b) {
    out.low = b.percentile >= 0 ? INT64_MIN : b.amount.low;
    out.fine.low_percentile = b.percentile;
    out.fine.low_real = b.value;
  }
  static void set_high(Condition& out, const Bound& b) {
    out.high = b.percentile >= 0 ? INT64_MAX : b.amount.high;
    out.fine.high_percentile = b.percentile;
    out.fine.high_real = b.value;
  }
  // Either whole bounds or real ones, so that equal filters compare equal.
  static void settle(Condition& out, bool real) {
    out.fine.real = real;
    if (real) out.low = INT64_MIN, out.high = INT64_MAX;
    if (!real) out.fine.low_real = FineBounds().low_real, out.fine.high_real = FineBounds().high_real;
  }

  bool read_range(Condition& out, FieldKind kind) {
    out.match = Match::range;
    const std::size_t begin = at_;
    if (peek() == '<' || peek() == '>') return read_comparison(out, kind);
    const std::string_view word = bare("");
    const std::size_t dots = word.find("..");
    Bound low, high;
    if (dots == std::string_view::npos) {
      if (!bound(word, begin, kind, low)) return false;
      if (low.percentile >= 0) return fail(begin, "expected >= or < before a percentile, as in >=p95");
      out.low = low.amount.low, out.high = low.amount.high;
      return true;
    }
    const std::string_view from = word.substr(0, dots), to = word.substr(dots + 2);
    if (!from.empty() && !bound(from, begin, kind, low)) return false;
    if (!to.empty() && !bound(to, begin + dots + 2, kind, high)) return false;
    if (!from.empty()) set_low(out, low);
    if (!to.empty()) set_high(out, high);
    settle(out, low.real || high.real);
    const FineBounds& fine = out.fine;
    const bool turned =
        out.low > out.high || fine.low_real > fine.high_real ||
        (fine.low_percentile >= 0 && fine.high_percentile >= 0 && fine.low_percentile > fine.high_percentile);
    if (turned) return fail(begin, "the range ends before it begins; write the smaller bound first");
    return true;
  }

  bool read_comparison(Condition& out, FieldKind kind) {
    const bool greater = text_[at_++] == '>';
    const bool inclusive = take('=');
    const std::size_t begin = at_;
    Bound value;
    if (!bound(bare(""), begin, kind, value)) return false;
    const bool fine = value.real || value.percentile >= 0;
    if (fine) {
      greater ? set_low(out, value) : set_high(out, value);
      settle(out, value.real);
      (greater ? out.fine.low_open : out.fine.high_open) = !inclusive;
      return true;
    }
    if (greater && !inclusive && value.amount.high == INT64_MAX) return fail(begin, "nothing is greater than this");
    if (!greater && !inclusive && value.amount.low == INT64_MIN) return fail(begin, "nothing is less than this");
    if (greater)
      out.low = inclusive ? value.amount.low : value.amount.high + 1;
    else
      out.high = inclusive ? value.amount.high : value.amount.low - 1;
    return true;
  }

  // "last 6h", also without the space.
  bool read_last(Condition& out) {
    const std::size_t begin = at_;
    if (text_.substr(at_, 4) != "last") return fail(begin, "expected " + std::string(amount_help(FieldKind::time)));
    at_ += 4;
    skip_space();
    const std::size_t number_at = at_;
    Bound given;
    if (!bound(bare(""), number_at, FieldKind::duration, given)) return false;
    if (given.percentile >= 0) return fail(number_at, "expected " + std::string(amount_help(FieldKind::duration)));
    const Amount length = given.amount;
    if (now_ == UnixTime{}) return fail(begin, "the present time is not known here; write the times themselves");
    out.match = Match::range;
    out.low = length.low > now_.ns ? 0 : now_.ns - length.low;
    return true;
  }

  std::string_view text_;
  UnixTime now_;
  std::size_t at_ = 0;
  std::optional<Error> error_;
};

}  // namespace
}  // namespace query

ReadableFilter read_filter(std::string_view text, UnixTime now) { return query::Parser(text, now).run(); }

Result<Filter> parse_filter(std::string_view text, UnixTime now) {
  ReadableFilter read = read_filter(text, now);
  if (read.mistake) return *read.mistake;
  return std::move(read.filter);
}

}  // namespace spanorama
