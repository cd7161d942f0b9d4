// bench_wasm_keystrokes RUNS FILE: what typing costs over a store in a file (spanorama_bench --store FILE), in Node.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include "bench/keystrokes.h"
#include "spanorama/model/store_file.h"

namespace {

using namespace spanorama;

// The bytes [offset, offset + size) of the file; fewer when it ends before.
std::vector<std::byte> part_of(std::FILE* file, std::uint64_t offset, std::uint64_t size) {
  std::vector<std::byte> bytes(static_cast<std::size_t>(size));
  fseeko(file, static_cast<off_t>(offset), SEEK_SET);
  std::size_t at = 0;
  constexpr std::size_t kPiece = 64 << 20;
  while (at < bytes.size()) {
    const std::size_t got = std::fread(bytes.data() + at, 1, std::min(kPiece, bytes.size() - at), file);
    if (got == 0) break;
    at += got;
  }
  bytes.resize(at);
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 3;
  std::FILE* file = std::fopen(argv[2], "rb");
  if (file == nullptr) return std::fprintf(stderr, "cannot open %s\n", argv[2]), 1;
  const auto layout = read_store_file_header(part_of(file, 0, kStoreFileHeaderBytes));
  if (!layout) return std::fprintf(stderr, "%s: no store\n", argv[2]), 1;
  const StoreFileLayout& at = layout.value();
  const auto blob = std::make_shared<std::vector<std::byte>>(part_of(file, at.store_offset, at.store_bytes));
  std::fclose(file);
  const auto store = TraceStore::from_blob(blob, *blob);
  if (!store) return std::fprintf(stderr, "%s: %s\n", argv[2], store.error().message.c_str()), 1;
  std::printf("%u traces, %u spans, store of %.0f MB\n", store.value()->trace_count(), store.value()->span_count(),
              static_cast<double>(at.store_bytes) / 1e6);
  bench::Results results;
  bench::keystrokes_over(store.value(), std::atoi(argv[1]), results);
  results.print();
  return 0;
}
