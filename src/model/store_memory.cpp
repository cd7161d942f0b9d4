#include "spanorama/model/store_memory.h"

namespace spanorama {

StoreMemory memory_of(const ColumnViews& columns) {
  StoreMemory out;
  visit_columns(columns, [&](const char*, const auto& column) { out.rows += column.size_bytes(); });
  out.strings = columns.string_bytes.size_bytes() + columns.string_offsets.size_bytes();
  out.rows -= out.strings;
  return out;
}

}  // namespace spanorama
