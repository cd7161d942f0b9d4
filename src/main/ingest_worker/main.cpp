// ingest.wasm: the reading half of the program for a Worker. web/ingest_worker.js calls these functions; sources are
// named by the numbers that the page gave them.
#include <emscripten/emscripten.h>

#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "main/ingest_worker/piece_wire.h"
#include "main/ingest_worker/report_wire.h"
#include "spanorama/app/importer.h"
#include "spanorama/base/json_text.h"

// clang-format off
EM_JS(void, host_keep_unpacked, (unsigned id, const std::byte* at, unsigned bytes), {
  Module["keepUnpacked"](id, HEAPU8.slice(at >>> 0, (at >>> 0) + (bytes >>> 0)));
})

EM_JS(void, host_read_piece, (unsigned number, unsigned format, unsigned from, double offset, unsigned source,
                              const char* name, const std::byte* at, unsigned bytes), {
  Module["readPiece"]({ number: number, format: format, from: from, offset: offset, source: source,
                        name: UTF8ToString(name) }, HEAPU8.slice(at >>> 0, (at >>> 0) + (bytes >>> 0)));
})
// clang-format on

namespace spanorama {
namespace {

// Where JavaScript finds what ingest_seal() made.
struct Sealed {
  std::uint32_t blob_at = 0, blob_bytes = 0, report_at = 0, report_bytes = 0;
};

// Other workers read pieces; JavaScript carries them there and the results back.
class WorkerReaders final : public PieceReaders {
 public:
  std::size_t at_once() const override { return count; }
  void start(std::shared_ptr<Piece> piece) override {
    const std::uint32_t number = next_++;
    host_read_piece(number, static_cast<unsigned>(piece->format), static_cast<unsigned>(piece->from),
                    static_cast<double>(piece->offset), piece->source_id, piece->source_name.c_str(),
                    piece->bytes.data(), static_cast<unsigned>(piece->bytes.size()));
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

struct Ingest {
  WorkerReaders readers;
  Importer importer;
  std::map<std::uint32_t, SourceImport*> sources;
  std::vector<std::byte> room;
  std::vector<std::byte> blob;
  std::vector<char> report;
  Sealed sealed;
  std::string summary;
  std::vector<char> piece;  // what piece_read() made
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
  const Issue* worst = nullptr;
  for (const Issue& issue : report.issues)
    if (!worst || issue.severity > worst->severity) worst = &issue;
  if (worst && (worst->severity == Severity::error || report.nothing_read())) return sentence(report, *worst);
  return report.nothing_read() && !report.cancelled ? "No spans were found in it." : "";
}

}  // namespace
}  // namespace spanorama

using namespace spanorama;

extern "C" {

EMSCRIPTEN_KEEPALIVE void ingest_begin(std::uint32_t id, const char* name) {
  SourceImport& source = ingest().importer.begin(name, id);
  source.on_unpacked(
      [id](ByteSpan bytes) { host_keep_unpacked(id, bytes.data(), static_cast<unsigned>(bytes.size())); });
  ingest().sources[id] = &source;
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

// {"spans": n, "fingerprint": "hex", "error": "sentence or nothing"}; valid until the next call.
EMSCRIPTEN_KEEPALIVE const char* ingest_summary(std::uint32_t id) {
  SourceImport* source = find(id);
  if (!source) return "{}";
  char fingerprint[17];
  std::snprintf(fingerprint, sizeof fingerprint, "%016llx", static_cast<unsigned long long>(source->fingerprint()));
  std::string& out = ingest().summary;
  out = "{\"spans\":" + std::to_string(source->report().spans) + ",\"fingerprint\":\"" + fingerprint + "\",\"error\":";
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

// In the worker that reads a piece: it was written into the room. Gives where the result lies, and how long it is.
EMSCRIPTEN_KEEPALIVE const Sealed* piece_read(const char* name, std::uint32_t source, std::uint32_t format,
                                              std::uint32_t from, double offset, std::uint32_t bytes) {
  Ingest& all = ingest();
  Piece piece;
  piece.source_name = name;
  piece.source_id = source;
  piece.format = static_cast<Format>(format);
  piece.from = static_cast<ReadPoint>(from);
  piece.offset = static_cast<std::uint64_t>(offset);
  piece.bytes = {all.room.data(), bytes};
  read_piece(piece);
  all.piece = bytes_from(piece.result);
  all.sealed = {address_of(all.piece.data()), static_cast<std::uint32_t>(all.piece.size()), 0, 0};
  return &all.sealed;
}

// Everything read so far as a store's blob, and the report.
EMSCRIPTEN_KEEPALIVE const Sealed* ingest_seal() {
  Ingest& all = ingest();
  all.blob = write_blob(*all.importer.snapshot());
  all.report = bytes_from(all.importer.report());
  all.sealed = {address_of(all.blob.data()), static_cast<std::uint32_t>(all.blob.size()), address_of(all.report.data()),
                static_cast<std::uint32_t>(all.report.size())};
  return &all.sealed;
}

// The blob was copied: its memory is free again.
EMSCRIPTEN_KEEPALIVE void ingest_release() {
  ingest().blob = {};
  ingest().report = {};
}

}  // extern "C"

int main() { return 0; }
