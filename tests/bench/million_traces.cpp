#include "bench/million_traces.h"

#include <cstdio>
#include <optional>

#include "spanorama/assembly/assemble.h"
#include "spanorama/base/hash.h"
#include "spanorama/export/store_file_writer.h"

namespace spanorama::bench {
namespace {

constexpr std::string_view kModels[] = {"gpt-4o", "gpt-4o-mini", "claude-sonnet-4", "gemini-2.5-pro"};
constexpr std::string_view kEnvironments[] = {"production", "staging", "dev"};
constexpr std::string_view kTags[] = {"beta", "eu", "us", "vip"};
constexpr std::string_view kTools[] = {"search", "sql", "weather", "mail"};

// What stands below the root: model calls and tools in turn.
void add_children(SpanBatch& batch, const SpanRecord& root, std::uint64_t random, std::uint32_t count) {
  for (std::uint32_t i = 1; i <= count; ++i) {
    SpanRecord span = root;
    span.span_id = {(root.span_id.value << 4) + i};
    span.parent_span_id = root.span_id;
    span.type = i % 3 == 0 ? ObservationType::tool : ObservationType::generation;
    span.name = batch.strings.intern(i % 3 == 0 ? "execute_tool" : "chat");
    span.status = Status::unset;
    span.facts = {};
    if (i <= 3) {
      Facts facts;
      if (i == 3) facts.tool_name = batch.strings.intern(kTools[random / 64 % 4]);
      span.facts = FactsRow{static_cast<std::uint32_t>(batch.facts.size())};
      batch.facts.push_back(facts);
    }
    span.attributes = {static_cast<std::uint32_t>(batch.attributes.size()), 1};
    batch.attributes.push_back(Attribute::make(batch.key("http.status"), ValueType::int32,
                                               static_cast<std::uint32_t>(200 + random % 5 * 100)));
    batch.spans.push_back(span);
  }
}

}  // namespace

std::shared_ptr<const TraceStore> million_traces(std::uint32_t spans_each, std::uint32_t traces) {
  SpanBatch batch;
  batch.sources.emplace_back();
  for (std::uint32_t t = 0; t < traces; ++t) {
    const std::uint64_t random = mix64(t + 1);
    Facts facts;
    facts.model = batch.strings.intern(kModels[random % 4]);
    facts.environment = batch.strings.intern(kEnvironments[random / 4 % 3]);
    facts.session_id = batch.strings.intern("session-" + std::to_string(t / 5));
    facts.user_id = batch.strings.intern("user-" + std::to_string(random / 32 % 20'000));
    facts.usage.input_plain = static_cast<std::int64_t>(random / 16 % 8000);
    facts.usage.output_plain = static_cast<std::int64_t>(random / 512 % 900);
    facts.cost_microcents = static_cast<std::int64_t>(random / 1024 % 5'000'000);
    SpanRecord span;
    span.trace_id = {mix64(random), random};
    span.span_id = {t + 1};
    span.start = {1'754'049'600'000'000'000 + std::int64_t{t} * 1'000'000};
    span.end = span.start + Nanos{static_cast<std::int64_t>(random / 2048 % 20'000) * 1'000'000};
    span.name = batch.strings.intern("agent-" + std::to_string(random % 500));
    span.type = ObservationType::generation;
    span.status = random % 23 == 0 ? Status::error : Status::ok;
    span.source = SourceRow{0};
    span.facts = FactsRow{static_cast<std::uint32_t>(batch.facts.size())};
    batch.facts.push_back(facts);
    batch.tags.push_back(
        {static_cast<std::uint32_t>(batch.spans.size()), batch.strings.intern(kTags[random / 128 % 4])});
    batch.spans.push_back(span);
    add_children(batch, span, random, spans_each - 1);
  }
  const SpanBatch* const batches[] = {&batch};
  return assemble(batches);
}

bool write_million_traces(const std::string& path, std::uint32_t traces) {
  constexpr std::uint32_t kSpansEach = 10;
  struct NoValues final : PayloadSource {
    std::optional<std::string_view> read(const Source&, std::uint64_t, std::uint64_t) override { return std::nullopt; }
  } none;
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return false;
  const auto piece = [file](ByteSpan bytes) {
    return std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  };
  const bool written{write_store_file(million_traces(kSpansEach, traces), none, piece)};
  return std::fclose(file) == 0 && written;
}

}  // namespace spanorama::bench
