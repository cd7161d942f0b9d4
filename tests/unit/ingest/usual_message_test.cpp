// The quick way to a message's text gives what the scan over its JSON gives, or nothing.
#include <doctest/doctest.h>

#include <string>

#include "ingest/dialects/message_scan.h"
#include "ingest/dialects/usual_message.h"
#include "support/random_store.h"

namespace spanorama {
namespace {

using test::Random;

constexpr std::string_view kPlain[] = {
    "word ", "  ", "über", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xFF", "\xC3", "{[}]", "a b c d", "12345678", "'"};
constexpr std::string_view kEscapes[] = {"\\n",   "\\\"", "\\\\", "\\/", "\\u00fc", "\\ud83d\\ude00",
                                         "\\u12", "\\x",  "\\"};

std::string doubled(std::string_view text) {  // as it stands inside a JSON string
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string random_text(Random& random) {
  std::string text;
  for (std::uint32_t i = random.below(60); i != 0; --i)
    text += random.chance(70) ? random.pick(kPlain) : random.pick(kEscapes);
  return text;
}

std::string random_message(Random& random, std::string_view role) {
  const std::string gap = random.chance(50) ? " " : "";
  const std::string text = random_text(random), name = "\"" + std::string(role) + "\"";
  switch (random.below(4)) {
    case 0: return "\"role\":" + gap + name + ",\"content\":" + gap + "\"" + text + "\"}";
    case 1: return "\"role\":" + name + "," + gap + "\"parts\":[{\"type\":\"text\",\"content\":\"" + text + "\"}]}";
    case 2:
      return "\"role\":" + name + ",\"parts\":[{\"content\":\"" + text + "\"}," + gap + "{\"content\":\"more\"}]}";
    default: return "\"role\":" + name + ",\"content\":\"" + text + "\",\"finish_reason\":\"stop\"" + gap + "}";
  }
}

// Cuts the text or changes one byte, some of the time.
void damage(std::string& json, Random& random) {
  if (random.chance(20)) json.resize(random.below(static_cast<std::uint32_t>(json.size())));
  if (!json.empty() && random.chance(20))
    json[random.below(static_cast<std::uint32_t>(json.size()))] = random.pick("\"\\{}[],: x");
}

TEST_CASE("a user's message taken the quick way has the text that the scan finds") {
  std::uint32_t taken = 0;
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const int layers = random.chance(50) ? 1 : 0;
    std::string json = random_message(random, "user");
    if (layers == 1) json = doubled(json);
    damage(json, random);
    SqueezedText text;
    if (!usual_user_message(json, layers, text)) continue;
    ++taken;
    MessageScan scan(layers);
    scan.run(json, ScanUntil::message);
    SqueezedText scanned = scan.last_user();
    REQUIRE(text.text() == scanned.text());
  }
  CHECK(taken > 500);
}

TEST_CASE("an answer taken the quick way has the text that the scan finds") {
  std::uint32_t taken = 0;
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const int layers = random.chance(50) ? 1 : 0;
    std::string json = "{" + random_message(random, "assistant");
    if (random.chance(70)) json = "[" + json + "]";
    if (layers == 1) json = doubled(json);
    damage(json, random);
    SqueezedText text;
    if (!usual_answer(json, layers, text)) continue;
    ++taken;
    MessageScan scan(layers);
    scan.run(json, ScanUntil::answer);
    SqueezedText scanned = scan.last_text();
    REQUIRE(text.text() == scanned.text());
  }
  CHECK(taken > 500);
}

}  // namespace
}  // namespace spanorama
