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
#include <cmath>
#include <optional>
#include <utility>

#include "query/amounts.h"
#include "query/fields.h"
#include "query/filter_cursor.h"
#include "query/parse_range.h"
#include "query/pattern.h"
#include "spanorama/base/format.h"
#include "spanorama/base/utf8.h"
#include "spanorama/query/filter.h"

namespace spanorama {
namespace query {
namespace {

class Parser {
 public:
  Parser(std::string_view text, UnixTime now) : in_{text, 0, {}}, now_(now) {}

  ReadableFilter run() {
    ReadableFilter out;
    for (in_.skip_space(); !in_.ended(); in_.skip_space()) {
      const std::size_t begin = in_.at;
      Condition condition;
      if (read_item(condition)) {
        out.filter.conditions.push_back(std::move(condition));
        continue;
      }
      if (!out.mistake) out.mistake = std::exchange(in_.error, std::nullopt);
      in_.error.reset();
      pass_over(begin);
    }
    return out;
  }

 private:
  // To the space after the item that could not be read; where it opens something that may hold spaces, to the end.
  void pass_over(std::size_t begin) {
    for (in_.at = begin; in_.at < in_.text.size() && !is_space(in_.text[in_.at]); ++in_.at)
      if (std::string_view("(\"`/").find(in_.text[in_.at]) != std::string_view::npos) in_.at = in_.text.size() - 1;
  }

  // ---- items ----

  bool read_item(Condition& out) {
    out.negated = in_.peek() == '-' && in_.at + 1 < in_.text.size() && !is_space(in_.text[in_.at + 1]);
    if (out.negated) ++in_.at;
    const std::size_t begin = in_.at;
    if (in_.peek() == ')') return in_.fail(in_.at, "this ) closes nothing");
    if (in_.peek() == '(' || in_.peek() == '"' || in_.peek() == '`' || (in_.peek() == '~' && in_.peek(1) == '"'))
      return read_text(out);
    if (in_.pattern_end("") > 0) return read_text(out);
    std::string_view word = in_.bare(":\"(");
    if (in_.peek() == '"' && word.size() > 1 && word.back() == '.' && is_keyed_prefix(word))
      return read_quoted_key(out, word);
    if (in_.peek() == ':' && !word.empty()) {
      ++in_.at;
      return read_field(out, word, begin);
    }
    in_.at = begin;
    word = in_.bare("");
    if (word == "OR" || word == "AND")
      return in_.fail(begin, std::string(word) +
                                 " works inside parentheses, as in model:(a OR b); conditions beside each other "
                                 "must all hold");
    if (!word.empty() && word[0] == ':')
      return in_.fail(begin, "expected a field before the colon; " + suggestion_for_field(""));
    in_.at = begin;
    return read_text(out);
  }

  bool is_keyed_prefix(std::string_view word) const {
    const auto field = filter_field_from(word.substr(0, word.size() - 1));
    return field && info_of(*field).kind == FieldKind::keyed;
  }

  // attr."a key: with anything":value
  bool read_quoted_key(Condition& out, std::string_view prefix) {
    out.field = *filter_field_from(prefix.substr(0, prefix.size() - 1));
    if (!in_.quoted(out.key)) return false;
    if (!in_.take(':')) return in_.fail(in_.at, "expected : and a value after the key");
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
      return in_.fail(begin, "expected a key, as in " + std::string(word) + ".http.route:/chat");
    return read_value(out);
  }

  bool unknown_field(std::string_view word, std::size_t begin) {
    const std::string shown = '"' + repaired_utf8(utf8_prefix(word, 40)) + '"';
    return in_.fail(begin, "there is no field " + shown + "; " + suggestion_for_field(word) +
                               " To search for a text with a colon, put it in quotes.");
  }

  // ---- values ----

  bool read_value(Condition& out) {
    const std::size_t begin = in_.at;
    const FieldKind kind = info_of(out.field).kind;
    if (in_.at >= in_.text.size() || is_space(in_.text[in_.at]))
      return in_.fail(begin, "expected a value after the colon; " + value_help(out.field));
    if (out.field == FilterField::time && in_.peek() == 'l') return query::read_last(in_, out, now_);
    const bool number =
        kind == FieldKind::count || kind == FieldKind::duration || kind == FieldKind::cost || kind == FieldKind::time;
    if (number && in_.peek() == '(') return in_.fail(in_.at, "one range only; write two conditions beside each other");
    if (number || (kind == FieldKind::keyed && stands_for_range())) return query::read_range(in_, out, kind);
    return in_.peek() == '(' ? read_list(out) : read_single(out);
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
    if (in_.peek() == '<' || in_.peek() == '>') return true;
    const std::size_t begin = in_.at;
    const std::string_view word = in_.bare("");
    in_.at = begin;
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
    return in_.read_token(tokens[0], "") && finish_texts(out, tokens);
  }

  bool read_list(Condition& out) {
    const std::size_t begin = in_.at++;
    std::vector<Token> tokens;
    std::string joint;
    for (;;) {
      in_.skip_space();
      if (in_.at >= in_.text.size()) return in_.fail(begin, "this ( is not closed");
      Token token;
      if (!in_.read_token(token, ")")) return false;
      if (!token.quoted && (token.text.empty() || is_joint(token.text)))
        return in_.fail(token.at, "expected a value inside ( )");
      tokens.push_back(std::move(token));
      in_.skip_space();
      if (in_.take(')')) break;
      const std::size_t at = in_.at;
      const std::string_view word = in_.bare(")");
      if (in_.at >= in_.text.size() && word.empty()) return in_.fail(begin, "this ( is not closed");
      if (!is_joint(word)) return in_.fail(at, "expected OR, AND or ) between values");
      if (!joint.empty() && joint != word) return in_.fail(at, "OR and AND cannot be mixed in one pair of parentheses");
      joint = std::string(word);
    }
    if (in_.at < in_.text.size() && !is_space(in_.text[in_.at])) return in_.fail(in_.at, "expected a space after )");
    out.all_of = joint == "AND";
    return finish_texts(out, tokens);
  }
  static bool is_joint(std::string_view word) { return word == "OR" || word == "AND"; }

  bool read_text(Condition& out) {
    out.field = FilterField::text;
    return in_.peek() == '(' ? read_list(out) : read_single(out);
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
        return in_.fail(token.at, "expected a text that is not empty; has:FIELD finds what has a value");
      if (token.phrase && out.field != FilterField::text)
        return in_.fail(token.at, "a phrase in back quotes searches all texts and stands without a field");
      if (token.phrase && words_only(token.text).empty())
        return in_.fail(token.at, "expected words between the back quotes");
      if (kind == FieldKind::word) {
        if (token.pattern) return in_.fail(token.at, "expected one of " + words_of(out.field));
        if (!add_word(out, token)) return false;
        continue;
      }
      out.texts.push_back(token.text);
    }
    return kind == FieldKind::word ? (out.match = Match::equals, true) : unify(out, tokens);
  }

  bool add_word(Condition& out, const Token& token) {
    if (out.field == FilterField::status && token.text == "success") {
      if (out.all_of) return in_.fail(token.at, "success means ok or unset and cannot stand beside AND");
      out.texts.insert(out.texts.end(), {"ok", "unset"});
      return true;
    }
    std::string word = canonical_word(out.field, token.text);
    if (word.empty())
      return in_.fail(token.at, '"' + repaired_utf8(utf8_prefix(token.text, 40)) + "\" is no word of " +
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
        return in_.fail(token.at,
                        "inside one pair of parentheses all values are compared in one way; write = before each "
                        "(quotes, for words to search) or before none, and patterns only beside patterns");
      out.match = Match::glob;
    }
    if (out.match != Match::glob) return true;
    for (std::size_t i = 0; i < tokens.size(); ++i)
      if (match_of(out.field, tokens[i]) == Match::contains) out.texts[i] = '*' + out.texts[i] + '*';
    return true;
  }

  FilterCursor in_;
  UnixTime now_;
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
