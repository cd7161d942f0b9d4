// ingest.wasm: the reading half of the program for a Worker. web/ingest_worker.js calls these functions; sources are
// named by the numbers that the page gave them.
#include <emscripten/emscripten.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "main/ingest_worker/piece_wire.h"
#include "main/ingest_worker/report_wire.h"
#include "spanorama/app/importer.h"
#include "spanorama/base/json_text.h"
#include "spanorama/export/store_file_writer.h"
#include "spanorama/model/kept_report.h"

// clang-format off
EM_JS(void, host_keep_unpacked, (unsigned id, const std::byte* at, unsigned bytes), {
  Module["keepUnpacked"](id, HEAPU8.slice(at >>> 0, (at >>> 0) + (bytes >>> 0)));
})

// No `at`: the bytes are those of the source.
EM_JS(void, host_read_piece, (unsigned number, unsigned format, unsigned from, double offset, double size, unsigned source,
                              const char* name, int metadata, const char* head, unsigned headBytes, const std::byte* at), {
  Module["readPiece"]({ number: number, format: format, from: from, offset: offset, size: size, source: source,
                        metadata: metadata, name: UTF8ToString(name),
                        head: HEAPU8.slice(head >>> 0, (head >>> 0) + (headBytes >>> 0)) },
                      at ? HEAPU8.slice(at >>> 0, (at >>> 0) + size) : null);
})
// Bytes of a source into memory, at once; how many there are. Negative: they cannot be read any more.
EM_JS(double, host_read_source, (unsigned source, double offset, double bytes, std::byte* at), {
  return Module["readSource"](source >>> 0, offset, bytes, at >>> 0);
})

// A store's blob straight out of its columns: how many bytes there will be, then all of them in order.
EM_JS(void, host_begin_store, (double bytes), {
  Module["beginStore"](bytes);
})
EM_JS(void, host_store_bytes, (const std::byte* at, unsigned bytes), {
  Module["storeBytes"](HEAPU8.subarray(at >>> 0, (at >>> 0) + (bytes >>> 0)));
})

// The next bytes of a file that is kept; 0 when they could not be written.
EM_JS(int, host_keep_bytes, (const std::byte* at, unsigned bytes), {
  return Module["keepBytes"](HEAPU8.subarray(at >>> 0, (at >>> 0) + (bytes >>> 0))) ? 1 : 0;
})
// clang-format on

namespace spanorama {
namespace {

// Where JavaScript finds what was made for it.
struct Made {
  std::uint32_t at = 0, bytes = 0;
};

// Other workers read pieces; JavaScript carries them there and the results back.
class WorkerReaders final : public PieceReaders {
 public:
  std::size_t at_once() const override { return count; }
  void start(std::shared_ptr<Piece> piece) override {
    const std::uint32_t number = next_++;
    const std::vector<char> head = bytes_from(piece->head);
    host_read_piece(number, static_cast<unsigned>(piece->format), static_cast<unsigned>(piece->from),
                    static_cast<double>(piece->offset), static_cast<double>(piece->size_bytes), piece->source_id,
                    piece->source_name.c_str(), piece->metadata_only ? 1 : 0, head.data(),
                    static_cast<unsigned>(head.size()), piece->bytes.data());
    under_way_[number] = std::move(piece);
  }
  bool wait(const Piece& piece) override { return piece.done || piece.lost; }

  void finished(std::uint32_t number, const char* at, std::size_t size) {
    const auto found = under_way_.find(number);
    if (found == under_way_.end()) return;
    found->second->result = piece_result_from(at, size);
    found->second->done = true;
    under_way_.erase(found);
  }
  void lost(std::uint32_t number) {
    const auto found = under_way_.find(number);
    if (found == under_way_.end()) return;
    found->second->lost = true;
    under_way_.erase(found);
  }

  std::size_t count = 1;

 private:
  std::uint32_t next_ = 1;
  std::map<std::uint32_t, std::shared_ptr<Piece>> under_way_;
};

// Long values where they lie: of each source a window is in memory, as values are asked for in the order of their source.
class SourceWindows final : public PayloadSource {
 public:
  std::optional<std::string_view> read(const Source& source, std::uint64_t offset, std::uint64_t length) override {
    const bool here = source.id == source_ && offset >= begin_ && offset + length <= begin_ + filled_;
    if (!here && !fill(source.id, offset, std::max<std::uint64_t>(length, kWindowBytes))) return std::nullopt;
    if (offset + length > begin_ + filled_) return std::nullopt;
    return std::string_view(reinterpret_cast<const char*>(bytes_.data()) + (offset - begin_),
                            static_cast<std::size_t>(length));
  }

 private:
  static constexpr std::uint64_t kWindowBytes = 4 << 20;

  bool fill(std::uint32_t source, std::uint64_t offset, std::uint64_t length) {
    if (bytes_.size() < length) bytes_.resize(static_cast<std::size_t>(length));
    const double got =
        host_read_source(source, static_cast<double>(offset), static_cast<double>(length), bytes_.data());
    source_ = source;
    begin_ = offset;
    filled_ = got > 0 ? static_cast<std::uint64_t>(got) : 0;
    return got >= 0;
  }

  std::uint32_t source_ = 0;
  std::uint64_t begin_ = 0, filled_ = 0;
  std::vector<std::byte> bytes_;
};

// In parts, so that large ones take no memory. For ReadAgain.
bool read_source_again(std::uint32_t source, std::uint64_t offset, std::uint64_t size_bytes,
                       const std::function<void(ByteSpan)>& part) {
  constexpr std::uint64_t kPartBytes = 4 << 20;
  std::vector<std::byte> bytes(static_cast<std::size_t>(std::min(size_bytes, kPartBytes)));
  while (size_bytes != 0) {
    const std::uint64_t wanted = std::min(size_bytes, kPartBytes);
    if (host_read_source(source, static_cast<double>(offset), static_cast<double>(wanted), bytes.data()) !=
        static_cast<double>(wanted))
      return false;
    part(ByteSpan(bytes).first(static_cast<std::size_t>(wanted)));
    offset += wanted;
    size_bytes -= wanted;
  }
  return true;
}

// A store that is written as a file for the next time, in slices between other work.
struct Keeping {
  Keeping(std::shared_ptr<const TraceStore> store, const ImportReport& report) : writer(std::move(store), report) {}
  StoreFileWriter writer;
  SourceWindows windows;
};

struct Ingest {
  WorkerReaders readers;
  Importer importer;
  std::map<std::uint32_t, SourceImport*> sources;
  std::vector<std::byte> room;
  std::vector<char> report;
  Made made;
  std::string summary;
  std::vector<char> piece;                       // what piece_read() made
  std::shared_ptr<const TraceStore> last_store;  // sealed when nothing was left to read, until something is
  std::unique_ptr<Keeping> keeping;
};

// The one instance of this worker; exported functions have nowhere else to keep it.
Ingest& ingest() {
  static Ingest instance;
  return instance;
}

std::uint32_t address_of(const void* at) { return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(at)); }

SourceImport* find(std::uint32_t id) {
  const auto found = ingest().sources.find(id);
  return found == ingest().sources.end() ? nullptr : found->second;
}

// Why a source gave nothing, or stopped early: its worst issue.
std::string worst_sentence(const SourceReport& report) {
  if (is_side_file(report.format) && !report.side_text.empty()) return "";
  const Issue* worst = nullptr;
  for (const Issue& issue : report.issues)
    if (!was_kept(issue) && (!worst || issue.severity > worst->severity)) worst = &issue;
  if (worst && (worst->severity == Severity::error || report.nothing_read())) return sentence(report, *worst);
  return report.nothing_read() && !report.cancelled ? "No spans were found in it." : "";
}

bool memory_was_full(const SourceReport& report) {
  const auto full = [](const Issue& issue) { return issue.kind == "memory_full" && !was_kept(issue); };
  return std::any_of(report.issues.begin(), report.issues.end(), full);
}

}  // namespace
}  // namespace spanorama

using namespace spanorama;

extern "C" {

// Reading stops where the store would need more than so many bytes of memory. Before the first source.
EMSCRIPTEN_KEEPALIVE void ingest_limit_memory(double bytes) {
  ingest().importer.limit_memory(static_cast<std::uint64_t>(bytes));
}

EMSCRIPTEN_KEEPALIVE double ingest_memory_needed() { return static_cast<double>(ingest().importer.memory_needed()); }

EMSCRIPTEN_KEEPALIVE void ingest_begin(std::uint32_t id, const char* name, int metadata_only) {
  ingest().keeping.reset();
  ingest().last_store.reset();
  SourceImport& source = ingest().importer.begin(name, id);
  if (metadata_only != 0) source.metadata_only();
  source.on_unpacked(
      [id](ByteSpan bytes) { host_keep_unpacked(id, bytes.data(), static_cast<unsigned>(bytes.size())); });
  ingest().sources[id] = &source;
}

// How many bytes will be pushed. Before the first.
EMSCRIPTEN_KEEPALIVE void ingest_expect(std::uint32_t id, double bytes) {
  if (SourceImport* source = find(id)) source->expect(static_cast<std::uint64_t>(bytes));
}

// The source's bytes can be read again at any time (Module.readSource): pieces are read from there. Before the first push.
EMSCRIPTEN_KEEPALIVE void ingest_read_again(std::uint32_t id) {
  SourceImport* source = find(id);
  if (!source) return;
  source->read_again_with(
      [id](std::uint64_t offset, std::uint64_t size_bytes, const std::function<void(ByteSpan)>& part) {
        return read_source_again(id, offset, size_bytes, part);
      });
}

// Memory for the next chunk; valid until the next call.
EMSCRIPTEN_KEEPALIVE std::byte* ingest_room(std::uint32_t bytes) {
  if (ingest().room.size() < bytes) ingest().room.resize(bytes);
  return ingest().room.data();
}

// Reads what was written into the room; 0 when the source cannot be read any further.
EMSCRIPTEN_KEEPALIVE int ingest_push(std::uint32_t id, std::uint32_t bytes) {
  SourceImport* source = find(id);
  return source && source->push({ingest().room.data(), bytes}) ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void ingest_cancel(std::uint32_t id) {
  if (SourceImport* source = find(id)) source->cancel();
}

EMSCRIPTEN_KEEPALIVE void ingest_finish(std::uint32_t id, double seconds) {
  SourceImport* source = find(id);
  if (!source) return;
  source->finish();
  source->report().seconds = seconds;
}

EMSCRIPTEN_KEEPALIVE double ingest_span_count(std::uint32_t id) {
  SourceImport* source = find(id);
  return source ? static_cast<double>(source->report().spans) : 0;
}

// {"spans": n, "fingerprint": "hex", "memory_full": bool, "error": "sentence or nothing"}; valid until the next call.
EMSCRIPTEN_KEEPALIVE const char* ingest_summary(std::uint32_t id) {
  SourceImport* source = find(id);
  if (!source) return "{}";
  char fingerprint[17];
  std::snprintf(fingerprint, sizeof fingerprint, "%016llx", static_cast<unsigned long long>(source->fingerprint()));
  std::string& out = ingest().summary;
  out = "{\"spans\":" + std::to_string(source->report().spans) + ",\"fingerprint\":\"" + fingerprint +
        "\",\"memory_full\":" + (memory_was_full(source->report()) ? "true" : "false") + ",\"error\":";
  append_json_string(out, worst_sentence(source->report()));
  out += "}";
  return out.c_str();
}

EMSCRIPTEN_KEEPALIVE void ingest_remove(std::uint32_t id) {
  ingest().sources.erase(id);
  ingest().importer.remove(id);
}

// Large sources are read in pieces by so many other workers. Before the first source.
EMSCRIPTEN_KEEPALIVE void ingest_workers(std::uint32_t count) {
  ingest().readers.count = count;
  ingest().importer.read_pieces_with(&ingest().readers);
}

// The result of a piece was written into the room; no bytes: it was lost.
EMSCRIPTEN_KEEPALIVE void ingest_piece_done(std::uint32_t number, std::uint32_t bytes) {
  if (bytes == 0) return ingest().readers.lost(number);
  ingest().readers.finished(number, reinterpret_cast<const char*>(ingest().room.data()), bytes);
}

// In the worker that reads a piece: its head, if it has one, and its bytes behind that were written into the room. Gives where
// the result lies, and how long it is.
EMSCRIPTEN_KEEPALIVE const Made* piece_read(const char* name, std::uint32_t source, std::uint32_t format,
                                            std::uint32_t from, double offset, int metadata_only,
                                            std::uint32_t head_bytes, std::uint32_t bytes) {
  Ingest& all = ingest();
  Piece piece;
  piece.source_name = name;
  piece.source_id = source;
  piece.format = static_cast<Format>(format);
  piece.from = static_cast<ReadPoint>(from);
  piece.offset = static_cast<std::uint64_t>(offset);
  piece.metadata_only = metadata_only != 0;
  piece.head = head_from({all.room.data(), head_bytes});
  piece.bytes = {all.room.data() + head_bytes, bytes};
  piece.size_bytes = bytes;
  read_piece(piece);
  all.piece = bytes_from(piece.result);
  all.made = {address_of(all.piece.data()), static_cast<std::uint32_t>(all.piece.size())};
  return &all.made;
}

// How many of the next bytes need not be pushed; they count as pushed from here on.
EMSCRIPTEN_KEEPALIVE double ingest_skip(std::uint32_t id) {
  SourceImport* source = find(id);
  return source ? static_cast<double>(source->skip()) : 0;
}

// Gives everything read so far as a store's blob to JavaScript; the report with it is what was made. `last`: nothing is being read, the store may be kept.
EMSCRIPTEN_KEEPALIVE const Made* ingest_seal(int last) {
  Ingest& all = ingest();
  all.keeping.reset();
  all.last_store.reset();
  std::shared_ptr<const TraceStore> store = all.importer.snapshot();
  host_begin_store(static_cast<double>(blob_bytes(store->columns())));
  write_blob(store->columns(),
             [](ByteSpan bytes) { host_store_bytes(bytes.data(), static_cast<std::uint32_t>(bytes.size())); });
  if (last != 0) all.last_store = std::move(store);
  all.report = bytes_from(all.importer.report());
  all.made = {address_of(all.report.data()), static_cast<std::uint32_t>(all.report.size())};
  return &all.made;
}

// Begins to write the last store as a .spano file: the bytes that it will have, 0 when there is none.
EMSCRIPTEN_KEEPALIVE double ingest_keep_begin() {
  Ingest& all = ingest();
  all.keeping.reset();
  if (!all.last_store || all.last_store->span_count() == 0) return 0;
  all.keeping = std::make_unique<Keeping>(all.last_store, all.importer.report());
  return static_cast<double>(all.keeping->writer.file_bytes());
}

// Writes about that many bytes of it: 0 when it is whole, 1 when there is more, 2 when it cannot be written.
EMSCRIPTEN_KEEPALIVE int ingest_keep_step(std::uint32_t about_bytes) {
  Keeping* keeping = ingest().keeping.get();
  if (!keeping) return 2;
  const StoreFileWriter::State state = keeping->writer.write(keeping->windows, about_bytes, [](ByteSpan bytes) {
    return host_keep_bytes(bytes.data(), static_cast<unsigned>(bytes.size())) != 0;
  });
  return state == StoreFileWriter::State::done ? 0 : state == StoreFileWriter::State::more ? 1 : 2;
}

EMSCRIPTEN_KEEPALIVE void ingest_keep_end() { ingest().keeping.reset(); }

EMSCRIPTEN_KEEPALIVE double ingest_trace_count() {
  return ingest().last_store ? static_cast<double>(ingest().last_store->trace_count()) : 0;
}

}  // extern "C"

int main() { return 0; }
