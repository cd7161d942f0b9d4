// What a worker made of a piece, as bytes for the worker that joins the pieces. Both run the same module.
#pragma once

#include <utility>
#include <vector>

#include "main/ingest_worker/report_wire.h"
#include "spanorama/ingest/pieces.h"

namespace spanorama {

inline std::vector<char> bytes_from(const PieceResult& result) {
  WireWriter out;
  append(out, result.report);
  out.number(result.end);
  out.number(result.records);
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
