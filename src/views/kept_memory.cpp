#include "views/kept_memory.h"

#include <array>

namespace spanorama {

namespace {

constexpr std::size_t kMostKept = 200;

std::string encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      out += c;
      continue;
    }
    out += '%';
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
    out += escape ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
    if (escape) i += 2;
  }
  return out;
}

std::string_view part_of(std::string_view text, std::string_view key) {
  const std::size_t at = text.find(key);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = text.substr(at + key.size());
  return rest.substr(0, rest.find(' '));
}

std::string_view cut(std::string_view& text, char at) {
  const std::size_t end = std::min(text.find(at), text.size());
  const std::string_view piece = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return piece;
}

}  // namespace

std::string memory_text(const Memory& memory) {
  std::string saved, asked;
  for (const Memory::SavedView& view : memory.saved_views)
    saved +=
        encoded(view.name) + '&' + encoded(view.filter) + '&' + encoded(view.sort) + '&' + encoded(view.view) + ';';
  for (const std::string& query : memory.filter_history) asked += encoded(query) + ';';
  std::string out;
  if (!saved.empty()) out += " saved=" + saved;
  if (!asked.empty()) out += " asked=" + asked;
  return out;
}

void read_memory_text(Memory& memory, std::string_view text) {
  for (std::string_view saved = part_of(text, " saved="); !saved.empty() && memory.saved_views.size() < kMostKept;) {
    std::string_view one = cut(saved, ';');
    std::array<std::string, 4> parts;
    for (std::string& part : parts) part = decoded(cut(one, '&'));
    if (!parts[0].empty()) memory.saved_views.push_back({parts[0], parts[1], parts[2], parts[3]});
  }
  for (std::string_view asked = part_of(text, " asked="); !asked.empty() && memory.filter_history.size() < kMostKept;)
    if (std::string query = decoded(cut(asked, ';')); !query.empty()) memory.filter_history.push_back(std::move(query));
}

}  // namespace spanorama
