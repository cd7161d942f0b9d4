#include "main/desktop/window_args.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string_view>

#include "spanorama/base/format.h"

namespace spanorama {

namespace {

constexpr int kExitWrongUsage = 3;
constexpr std::int64_t kMostPoints = 16384;
constexpr double kMostScale = 8;

bool parse_points(std::string_view text, int& out) {
  std::int64_t points = 0;
  if (!parse_int64(text, points) || points < 1 || points > kMostPoints) return false;
  out = static_cast<int>(points);
  return true;
}

bool parse_size(std::string_view text, ScreenshotOptions& out) {
  const std::size_t cross = text.find('x');
  return cross != std::string_view::npos && parse_points(text.substr(0, cross), out.width_points) &&
         parse_points(text.substr(cross + 1), out.height_points);
}

bool parse_scale(std::string_view text, ScreenshotOptions& out) {
  double scale = 0;
  if (!parse_double(text, scale) || !(scale >= 0.5) || !(scale <= kMostScale)) return false;
  out.pixels_per_point = static_cast<float>(scale);
  return true;
}

bool parse_theme(std::string_view text, ScreenshotOptions& out) {
  out.dark = text == "dark";
  return text == "dark" || text == "light";
}

struct ValueOption {
  std::string_view name;
  bool (*parse)(std::string_view, ScreenshotOptions&);
  std::string_view want;
};
constexpr ValueOption kPictureOptions[] = {
    {"--size", parse_size, "a width and a height such as 1280x720"},
    {"--scale", parse_scale, "a number of pixels per point from 0.5 to 8"},
    {"--theme", parse_theme, "dark or light"},
};

struct Words {
  ScreenshotOptions picture;
  WindowOptions window;
  bool any_picture_option = false;
};

// Empty when the option was understood, else a sentence.
std::string take_option(const std::string& name, const std::string& value, Words& words) {
  if (name == "--open") return words.window.link = value, "";
  if (name == "--screenshot") return words.picture.path = value, "";
  for (const ValueOption& option : kPictureOptions) {
    if (option.name != name) continue;
    words.any_picture_option = true;
    if (option.parse(value, words.picture)) return "";
    return name + " needs " + std::string(option.want) + ", not " + value;
  }
  return "there is no option " + name + "; see spanorama --help";
}

}  // namespace

Result<WindowCommand> parse_window_arguments(const std::vector<std::string>& arguments) {
  Words words;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word.size() < 2 || word[0] != '-') {
      words.window.sources.push_back(word);
      continue;
    }
    const std::size_t equals = word.find('=');
    const bool joined = equals != std::string::npos;
    if (!joined && i + 1 == arguments.size()) return Error{word + " needs a value after it; see spanorama --help"};
    const std::string value = joined ? word.substr(equals + 1) : arguments[++i];
    const std::string problem = take_option(word.substr(0, equals), value, words);
    if (!problem.empty()) return Error{problem};
  }
  if (words.picture.path.empty() && words.any_picture_option)
    return Error{"--size, --scale and --theme belong to --screenshot OUT.png"};
  WindowCommand command;
  command.window = words.window;
  if (words.picture.path.empty()) return command;
  words.picture.sources = words.window.sources;
  words.picture.link = words.window.link;
  command.screenshot = words.picture;
  return command;
}

bool asks_for_window(const std::vector<std::string>& arguments) {
  return std::any_of(arguments.begin(), arguments.end(), [](const std::string& word) {
    const std::string name = word.substr(0, word.find('='));
    return name == "--open" || name == "--screenshot";
  });
}

int run_window_program(const std::vector<std::string>& arguments) {
  const auto command = parse_window_arguments(arguments);
  if (!command) {
    std::fprintf(stderr, "spanorama: %s\n", command.error().message.c_str());
    return kExitWrongUsage;
  }
  const WindowCommand& words = command.value();
  return words.screenshot ? run_screenshot(*words.screenshot) : run_window(words.window);
}

}  // namespace spanorama
