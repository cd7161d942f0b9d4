#include "views/markdown/document.h"

#include <md4c.h>

extern "C" {
#include <entity.h>  // has no guard for C++ of its own
}

#include <algorithm>

#include "spanorama/base/utf8.h"

namespace spanorama {

namespace {

constexpr std::string_view kBullet = "\u2022", kTicked = "\u2611", kUnticked = "\u2610";

struct List {
  bool ordered = false, tight = false, first_item = true;
  std::uint32_t number = 1;
};

class Builder {
 public:
  explicit Builder(Markdown& out) : out_(out) {}

  void enter(MD_BLOCKTYPE type, void* detail) {
    if (type != MD_BLOCK_P) end();  // text right in an item of a tight list ends where a block begins
    switch (type) {
      case MD_BLOCK_QUOTE: ++quotes_; break;
      case MD_BLOCK_UL: lists_.push_back({false, static_cast<MD_BLOCK_UL_DETAIL*>(detail)->is_tight != 0}); break;
      case MD_BLOCK_OL: {
        const auto* list = static_cast<MD_BLOCK_OL_DETAIL*>(detail);
        lists_.push_back({true, list->is_tight != 0, true, list->start});
        break;
      }
      case MD_BLOCK_LI: enter_item(*static_cast<MD_BLOCK_LI_DETAIL*>(detail)); break;
      case MD_BLOCK_H: begin(BlockKind::heading).level = static_cast<std::uint8_t>(heading_level(detail)); break;
      case MD_BLOCK_CODE: enter_code(*static_cast<MD_BLOCK_CODE_DETAIL*>(detail)); break;
      case MD_BLOCK_P: begin(BlockKind::paragraph); break;
      case MD_BLOCK_HR: begin(BlockKind::rule); break;
      case MD_BLOCK_TABLE: ++tables_, row_ = 0; break;
      case MD_BLOCK_THEAD: header_ = true; break;
      case MD_BLOCK_TR: column_ = 0; break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD: enter_cell(*static_cast<MD_BLOCK_TD_DETAIL*>(detail)); break;
      default: break;
    }
  }

  void leave(MD_BLOCKTYPE type) {
    switch (type) {
      case MD_BLOCK_QUOTE: --quotes_; break;
      case MD_BLOCK_UL:
      case MD_BLOCK_OL: lists_.pop_back(); break;
      case MD_BLOCK_LI:
        end();
        if (!marker_.empty()) begin(BlockKind::paragraph), end();  // an empty item is still an item
        break;
      case MD_BLOCK_THEAD: header_ = false; break;
      case MD_BLOCK_TR: ++row_; break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD:
        end();
        ++column_;
        break;
      case MD_BLOCK_H:
      case MD_BLOCK_CODE:
      case MD_BLOCK_P:
      case MD_BLOCK_HR: end(); break;
      default: break;
    }
  }

  void enter(MD_SPANTYPE type, void* detail) {
    if (type == MD_SPAN_A) link_ = add_link(static_cast<MD_SPAN_A_DETAIL*>(detail)->href);
    if (type == MD_SPAN_IMG) {
      images_.push_back(link_);
      link_ = add_link(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src);
    }
    if (const int at = style_index(type); at >= 0) ++depth_[at];
  }

  void leave(MD_SPANTYPE type) {
    if (type == MD_SPAN_A) link_ = kNoLink;
    if (type == MD_SPAN_IMG && !images_.empty()) {
      link_ = images_.back();
      images_.pop_back();
    }
    if (const int at = style_index(type); at >= 0) --depth_[at];
  }

  void text(MD_TEXTTYPE type, std::string_view piece) {
    if (!open_) begin(BlockKind::paragraph).tight = true;  // text right in an item of a tight list
    if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR) piece = "\n";
    if (type == MD_TEXT_NULLCHAR) piece = "\ufffd";
    if (type == MD_TEXT_ENTITY) {
      entity_ = entity_text(piece);
      piece = entity_;
    }
    add(piece, type == MD_TEXT_CODE);
  }

 private:
  static int heading_level(void* detail) {
    return std::clamp(static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level), 1, 6);
  }

  static int style_index(MD_SPANTYPE type) {
    if (type == MD_SPAN_STRONG) return 0;
    if (type == MD_SPAN_EM) return 1;
    if (type == MD_SPAN_CODE) return 2;
    return type == MD_SPAN_DEL ? 3 : -1;
  }

  std::uint8_t style() const {
    int bits = 0;
    for (int i = 0; i < 4; ++i)
      if (depth_[i] > 0) bits |= 1 << i;
    return static_cast<std::uint8_t>(bits);
  }

  void enter_item(const MD_BLOCK_LI_DETAIL& item) {
    if (lists_.empty()) return;
    List& list = lists_.back();
    if (item.is_task != 0)
      marker_ = item.task_mark == ' ' ? kUnticked : kTicked;
    else
      marker_ = list.ordered ? std::to_string(list.number) + "." : std::string(kBullet);
    ++list.number;
  }

  void enter_code(const MD_BLOCK_CODE_DETAIL& code) {
    MarkdownBlock& block = begin(BlockKind::code);
    if (code.lang.text != nullptr) block.language.assign(code.lang.text, std::min<std::size_t>(code.lang.size, 40));
  }

  void enter_cell(const MD_BLOCK_TD_DETAIL& cell) {
    const bool follows = column_ > 0;
    MarkdownBlock& block = begin(BlockKind::cell, follows ? '\t' : '\n');
    block.table = tables_;
    block.row = row_;
    block.column = column_;
    block.header = header_;
    if (cell.align == MD_ALIGN_CENTER) block.align = CellAlign::center;
    if (cell.align == MD_ALIGN_RIGHT) block.align = CellAlign::right;
  }

  MarkdownBlock& begin(BlockKind kind, char separator = '\n') {
    end();
    if (!out_.blocks.empty()) out_.text.push_back(separator);
    MarkdownBlock block;
    block.kind = kind;
    block.indent = static_cast<std::uint8_t>(std::min<std::size_t>(lists_.size(), Markdown::kMostIndent));
    block.quotes = static_cast<std::uint8_t>(std::min<std::size_t>(quotes_, Markdown::kMostIndent));
    if (!lists_.empty()) {
      block.tight = lists_.back().tight && !(lists_.size() == 1 && lists_.back().first_item);
      lists_.back().first_item = false;
    }
    block.marker = std::move(marker_);
    marker_.clear();
    block.run_begin = block.run_end = static_cast<std::uint32_t>(out_.runs.size());
    out_.blocks.push_back(std::move(block));
    open_ = true;
    return out_.blocks.back();
  }

  void end() {
    if (!open_) return;
    MarkdownBlock& block = out_.blocks.back();
    // The line break before a closing fence is the fence's.
    if (block.kind == BlockKind::code && block.run_end > block.run_begin) {
      MarkdownRun& last = out_.runs.back();
      if (last.end > last.begin && out_.text.back() == '\n') out_.text.pop_back(), --last.end;
    }
    open_ = false;
  }

  void add(std::string_view piece, bool code) {
    if (piece.empty()) return;
    MarkdownBlock& block = out_.blocks.back();
    const auto begin = static_cast<std::uint32_t>(out_.text.size());
    out_.text.append(piece);
    const auto end = static_cast<std::uint32_t>(out_.text.size());
    const auto bits = static_cast<std::uint8_t>(block.kind == BlockKind::code ? 0 : style() | (code ? kRunCode : 0));
    if (block.run_end > block.run_begin) {
      MarkdownRun& last = out_.runs.back();
      if (last.style == bits && last.link == link_ && last.end == begin) {
        last.end = end;
        return;
      }
    }
    out_.runs.push_back({begin, end, bits, link_});
    block.run_end = static_cast<std::uint32_t>(out_.runs.size());
  }

  std::uint32_t add_link(const MD_ATTRIBUTE& address) {
    std::string text;
    for (std::size_t i = 0; address.substr_offsets != nullptr && address.substr_offsets[i] < address.size; ++i) {
      const std::string_view part(address.text + address.substr_offsets[i],
                                  address.substr_offsets[i + 1] - address.substr_offsets[i]);
      text.append(address.substr_types[i] == MD_TEXT_ENTITY ? entity_text(part) : std::string(part));
    }
    out_.links.push_back(std::move(text));
    return static_cast<std::uint32_t>(out_.links.size() - 1);
  }

  // "&amp;", "&#955;", "&#x3bb;"; what is not known stays as it was written.
  static std::string entity_text(std::string_view entity) {
    if (const ENTITY* known = entity_lookup(entity.data(), entity.size()); known != nullptr) {
      std::string out;
      for (const unsigned code_point : known->codepoints)
        if (code_point != 0) append_utf8(out, code_point);
      return out;
    }
    if (entity.size() < 4 || entity[1] != '#') return std::string(entity);
    const bool hex = entity[2] == 'x' || entity[2] == 'X';
    std::uint32_t value = 0;
    for (const char c : entity.substr(hex ? 3 : 2, entity.size() - (hex ? 4 : 3))) {
      const int digit = c >= '0' && c <= '9'                     ? c - '0'
                        : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                                 : 0;
      value = std::min(value * (hex ? 16u : 10u) + static_cast<std::uint32_t>(digit), 0x110000u);
    }
    std::string out;
    append_utf8(out, value == 0 || value > 0x10ffff || (value >= 0xd800 && value < 0xe000) ? 0xfffd : value);
    return out;
  }

  Markdown& out_;
  std::vector<List> lists_;
  std::vector<std::uint32_t> images_;
  std::string marker_, entity_;
  std::size_t quotes_ = 0;
  std::uint32_t tables_ = 0, row_ = 0, column_ = 0, link_ = kNoLink;
  int depth_[4] = {0, 0, 0, 0};
  bool header_ = false, open_ = false;
};

Builder& builder(void* user) { return *static_cast<Builder*>(user); }

int parse(std::string_view source, Builder& target) {
  MD_PARSER parser{};
  parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEURLAUTOLINKS |
                 MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* user) { return builder(user).enter(type, detail), 0; };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* user) { return builder(user).leave(type), 0; };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* user) { return builder(user).enter(type, detail), 0; };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* user) { return builder(user).leave(type), 0; };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* user) {
    return builder(user).text(type, {text, size}), 0;
  };
  return md_parse(source.data(), static_cast<MD_SIZE>(source.size()), &parser, &target);
}

}  // namespace

Markdown read_markdown(std::string_view source) {
  Markdown out;
  Builder target(out);
  if (parse(source, target) == 0) return out;
  out = Markdown();
  out.text = source;
  out.runs.push_back({0, static_cast<std::uint32_t>(source.size())});
  out.blocks.emplace_back().run_end = 1;
  return out;
}

}  // namespace spanorama
