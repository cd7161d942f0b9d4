// What a worker made of a piece, as bytes for the worker that joins the pieces. Both run the same module.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "main/ingest_worker/report_wire.h"
#include "spanorama/ingest/pieces.h"

namespace spanorama {

// What a piece needs that begins in a list of spans; nothing for others.
inline std::vector<char> bytes_from(const std::shared_ptr<const ReadHead>& head) {
  if (!head) return {};
  WireWriter out;
  for (const std::string* text : {&head->resource, &head->scope, &head->resource_schema, &head->scope_schema})
    out.text(*text);
  out.array(std::span<const std::uint64_t>(head->ends));
  return out.take();
}

inline std::shared_ptr<const ReadHead> head_from(ByteSpan bytes) {
  if (bytes.empty()) return nullptr;
  WireReader in(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  auto head = std::make_shared<ReadHead>();
  for (std::string* text : {&head->resource, &head->scope, &head->resource_schema, &head->scope_schema})
    *text = in.text();
  const auto ends = in.array<std::uint64_t>();
  std::copy_n(ends.begin(), std::min(ends.size(), head->ends.size()), head->ends.begin());
  return head;
}

inline std::vector<char> bytes_from(const PieceResult& result) {
  WireWriter out;
  append(out, result.report);
  out.number(result.end);
  out.number(result.records);
  out.number(static_cast<std::uint8_t>(result.list.open));
  out.number(static_cast<std::uint8_t>(result.list.resource_open));
  out.number(result.list.resource);
  out.number(result.list.scope);
  out.text(result.list.late.resource);
  out.text(result.list.late.scope);
  out.array(result.batch.strings.bytes());
  out.array(result.batch.strings.offsets());
  out.array(result.batch.keys.texts());
  visit_tables(result.batch, [&](const auto& table) { out.array(std::span(table)); });
  return out.take();
}

inline PieceResult piece_result_from(const char* at, std::size_t size) {
  WireReader in(at, size);
  PieceResult result;
  result.report = source_report_from(in);
  result.end = in.number<ReadPoint>();
  result.records = in.number<std::uint64_t>();
  result.list.open = in.number<std::uint8_t>() != 0;
  result.list.resource_open = in.number<std::uint8_t>() != 0;
  result.list.resource = in.number<ResourceRow>();
  result.list.scope = in.number<ScopeRow>();
  result.list.late.resource = in.text();
  result.list.late.scope = in.text();
  auto bytes = in.array<char>();
  auto offsets = in.array<std::uint64_t>();
  result.batch.strings = StringInterner::of_parts(std::move(bytes), std::move(offsets));
  const auto keys = in.array<StringId>();
  for (std::size_t i = 1; i < keys.size(); ++i) result.batch.keys.key(keys[i]);  // the first is there from the start
  visit_tables(result.batch,
               [&](auto& table) { table = in.array<typename std::decay_t<decltype(table)>::value_type>(); });
  return result;
}

}  // namespace spanorama
