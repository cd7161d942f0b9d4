#include "bench/measure.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "app/json_writer.h"

namespace spanorama::bench {
namespace {

double speed(const Line& line) {
  return line.bytes != 0 ? static_cast<double>(line.bytes) / line.seconds : 1 / line.seconds;
}

std::string cell(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

void print_line(const Line& line) {
  const std::string bytes = line.bytes == 0 ? "" : cell("%9.1f", static_cast<double>(line.bytes) / line.seconds / 1e6);
  const std::string items = line.items == 0 ? "" : cell("%12.0f", static_cast<double>(line.items) / line.seconds);
  const std::string ratio = line.ratio == 0 ? "" : cell("%6.2f", line.ratio);
  std::printf("  %-46s %10.3f %9s %12s %7s  %s\n", line.name.c_str(), line.seconds * 1e3, bytes.c_str(), items.c_str(),
              ratio.c_str(), line.note.c_str());
}

// Small pieces of memory that a work has freed are joined by the C library when somebody next asks for a large one. Asked here,
// where nobody's time is taken: otherwise whoever comes behind the protobuf library pays for its millions of pieces.
void join_freed_memory() {
  constexpr std::size_t kLarge = std::size_t{1} << 20;
  void* block = std::malloc(kLarge);
  keep(block);
  std::free(block);
}

}  // namespace

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  if (now.tv_sec == 0 && now.tv_nsec == 0)
    clock_gettime(CLOCK_MONOTONIC, &now);  // WebAssembly has no clock of a thread
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

Line& Results::add(std::string group, std::string name, double seconds, std::uint64_t bytes, std::uint64_t items) {
  lines_.push_back({std::move(group), std::move(name), seconds, bytes, items, 0, {}});
  return lines_.back();
}

void Results::relate(const std::string& group, const std::string& reference) {
  const auto found = std::find_if(lines_.begin(), lines_.end(),
                                  [&](const Line& line) { return line.group == group && line.name == reference; });
  if (found == lines_.end()) return;
  const double base = speed(*found);
  for (Line& line : lines_)
    if (line.group == group) line.ratio = speed(line) / base;
}

void Rounds::measure(int rounds, const std::string& reference, const std::string& group, std::uint64_t bytes,
                     std::uint64_t items, Results& results) {
  for (int round = 0; round < rounds; ++round)
    for (Timed& timed : works_) {
      timed.seconds.push_back(median_seconds(1, timed.work));
      join_freed_memory();
    }
  const auto found = std::find_if(works_.begin(), works_.end(), [&](const Timed& t) { return t.name == reference; });
  for (const Timed& timed : works_) {
    std::vector<double> ratios;
    for (std::size_t i = 0; found != works_.end() && i < timed.seconds.size(); ++i)
      ratios.push_back(found->seconds[i] / timed.seconds[i]);
    Line& line = results.add(group, timed.name, median(timed.seconds), bytes, items);
    line.note = timed.note;
    if (!ratios.empty()) line.ratio = median(ratios);
  }
}

void Results::print() const {
  std::string group;
  for (const Line& line : lines_) {
    if (line.group != group) {
      group = line.group;
      std::printf("%s\n  %-46s %10s %9s %12s %7s\n", group.c_str(), "", "ms", "MB/s", "items/s", "ratio");
    }
    print_line(line);
  }
}

bool Results::write_json(const std::string& path) const {
  JsonWriter out;
  out.open('[');
  for (const Line& line : lines_) {
    out.open('{');
    out.field("group", line.group);
    out.field("name", line.name);
    out.key("seconds"), out.real(line.seconds);
    out.count_field("bytes", line.bytes);
    out.count_field("items", line.items);
    out.key("ratio"), line.ratio == 0 ? out.null() : out.real(line.ratio);
    out.field("note", line.note);
    out.close('}');
  }
  out.close(']');
  const std::string text = out.take() + "\n";
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) return false;
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  return std::fclose(file) == 0 && written;
}

}  // namespace spanorama::bench
