// One source while it is read: unpacks, finds the format, gives the bytes to a reader or takes a .spano file, and stops where
// it is told to, where nothing more can be read, or where memory would not do. Importer joins what comes out.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/source_ends.h"
#include "app/store_import.h"
#include "spanorama/app/importer.h"
#include "spanorama/ingest/pieces.h"
#include "spanorama/ingest/reader.h"
#include "spanorama/ingest/unpack.h"
#include "spanorama/model/kept_report.h"
#include "spanorama/model/store_batch.h"

namespace spanorama {

// Looked at to decide the format, always the same first bytes wherever the chunks end.
inline constexpr std::size_t kSniffBytes = 64 * 1024;
// White space before the first record is waited for this long, then the format is decided with what is there.
inline constexpr std::size_t kMaxHeadBytes = 1 << 20;
inline constexpr std::size_t kPackingBytes = 512;

inline constexpr IssueKind kEmptySource{"empty_source", Severity::error,
                                        "The source has no bytes: nothing could be read. Was it written to the end?"};
inline constexpr IssueKind kUnknownFormat{
    "unknown_format", Severity::error,
    "OTLP (JSON, JSON Lines, protobuf) or a Jaeger, Zipkin, Tempo, Langfuse, Phoenix or SDK console export was "
    "expected: nothing was read."};
inline constexpr IssueKind kOtherFile{
    "other_file", Severity::info,
    "A file of the archive holds no traces in a format that is read: it was passed over."};
inline constexpr IssueKind kUnpacking{"unpacking", Severity::error,
                                      "The packed source could not be unpacked to its end."};
inline constexpr IssueKind kStoreNotOpened{"store_not_opened", Severity::error,
                                           "The .spano file could not be opened: nothing of it is shown."};
inline constexpr IssueKind kDamagedReport{
    "damaged_report", Severity::data_loss,
    "What was said while the sources of the .spano file were read is damaged: only its "
    "spans are shown."};
inline constexpr IssueKind kReadingStopped{"reading_stopped", Severity::error,
                                           "Nothing more could be read from here on; the spans before it are kept."};

inline constexpr IssueKind kMemoryFull{
    "memory_full", Severity::error,
    "The memory that may be used does not hold more: reading stopped here, the spans before "
    "it are shown. Reading metadata only takes less."};
inline constexpr IssueKind kMetadataOnly{
    "metadata_only", Severity::info,
    "Read as metadata only, as was asked: values of attributes and texts are left out."};

inline bool is_blank(std::byte b) {
  const char c = static_cast<char>(b);
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\0';
}

class OneSource final : public SourceImport {
 public:
  // `full()`: no more may be read.
  OneSource(std::string name, std::uint32_t id, PieceReaders* pieces, std::function<bool()> full)
      : piece_readers_(pieces), full_(std::move(full)) {
    Source source;
    source.name = batch_.strings.intern(name);
    source.id = id;
    batch_.sources.push_back(source);
    report_.name = std::move(name);
    report_.id = id;
  }

  void bytes_stay(std::shared_ptr<const void> owner) override {
    bytes_stay_ = true;
    owner_ = std::move(owner);
  }

  void read_again_with(ReadAgain read_again) override { read_again_ = std::move(read_again); }

  void expect(std::uint64_t bytes) override { expected_bytes_ = bytes; }

  bool push(ByteSpan chunk) override {
    if (ended_) return false;
    if (chunk.empty()) return true;
    if (ends_.bytes() == 0) first_byte_ = chunk.data();
    ends_.add(text_of(chunk));
    report_.bytes = ends_.bytes();
    batch_.sources[0].bytes = ends_.bytes();
    if (!packing_) {
      if (packed_head_.empty() && chunk.size() >= kPackingBytes) return look_at_packing(chunk);
      packed_head_.insert(packed_head_.end(), chunk.begin(), chunk.end());
      return packed_head_.size() < kPackingBytes || look_at_packing(std::exchange(packed_head_, {}));
    }
    return (unpacker_ ? unpack(chunk) : read(chunk)) && has_room();
  }

  void metadata_only() override {
    metadata_only_ = true;
    report_.add(kMetadataOnly, 0);
  }

  std::uint64_t skip() override {
    if (!store_import_ || unpacker_ || ended_ || in_place()) return 0;
    const std::uint64_t skipped = store_import_->skip();
    ends_.skip(skipped);
    return skipped;
  }

  void finish() override {
    if (ended_) return settle();
    if (!packing_ && !packed_head_.empty()) look_at_packing(std::exchange(packed_head_, {}));
    if (unpacker_) {
      unpacker_->finish();
      tell_problems();
    }
    if (report_.bytes == 0) {
      report_.add(kEmptySource, 0);
    } else if (!file_ended_ && (reader_ || store_import_ || !head_.empty() || !unpacker_)) {
      finish_file();
    }
    ended_ = true;
    settle();
  }

  void on_unpacked(std::function<void(ByteSpan)> keep) override { keep_unpacked_ = std::move(keep); }

  void cancel() override {
    if (ended_) return;
    ended_ = true;
    if (reader_) reader_->stop();
    report_.cancelled = true;
    settle();
  }

  SourceReport& report() override { return report_; }
  std::uint64_t fingerprint() const override { return batch_.sources[0].fingerprint; }

  std::uint32_t id() const { return batch_.sources[0].id; }
  bool ended() const { return ended_; }
  std::uint64_t memory() const {
    std::uint64_t bytes = memory_of(batch_);
    for (const auto& batch : further_) bytes += memory_of(*batch);
    return bytes;
  }
  // What a .spano file holds.
  const std::shared_ptr<const TraceStore>& sealed() const { return sealed_; }
  // Costs of a .spano file that came from a price table are unknown again: it may be older than the prices in force.
  template <class Visit>
  void each_batch(Visit&& visit) {
    visit(batch_);
    if (sealed_) visit(*(sealed_batch_ = batch_of(*sealed_, all_traces(*sealed_), true)));
    for (const auto& batch : further_) visit(*batch);
  }

 private:
  bool head_decides() const {
    if (head_.size() >= kMaxHeadBytes) return true;
    if (head_.size() < kSniffBytes) return false;
    const auto first = std::find_if(head_.begin(), head_.end(), [](std::byte b) { return !is_blank(b); });
    return static_cast<std::size_t>(head_.end() - first) >= kSniffBytes;
  }

  bool has_room() {
    if (!full_ || !full_()) return true;
    report_.add(kMemoryFull, report_.bytes);
    if (reader_) reader_->stop();
    ended_ = true;
    settle();
    return false;
  }

  bool look_at_packing(ByteSpan head) {
    packing_ = packing_of(head);
    if (*packing_ == Packing::none) return read(head);
    report_.encoding = name_of(*packing_);
    UnpackEvents events;
    events.member = [this](const std::string& name) { begin_file(name); };
    events.bytes = [this](ByteSpan bytes) {
      if (keep_unpacked_) keep_unpacked_(bytes);
      unpacked_bytes_ += bytes.size();
      if (!file_ended_) file_ended_ = !read(bytes);
      ended_ = false;  // another file of an archive may be readable
      return several_files_ || !file_ended_;
    };
    unpacker_ = std::make_unique<Unpacker>(report_.name, std::move(events));
    return unpack(head);
  }

  bool unpack(ByteSpan chunk) {
    const bool more = unpacker_->push(chunk);
    tell_problems();
    report_.bytes = ends_.bytes();
    return more;
  }

  void tell_problems() {
    const std::vector<UnpackProblem>& problems = unpacker_->problems();
    for (; problems_told_ < problems.size(); ++problems_told_)
      report_.add(kUnpacking, problems[problems_told_].offset, 0, problems[problems_told_].detail);
  }

  // What follows is another file of an archive.
  void begin_file(const std::string& name) {
    if (!file_ended_ && (reader_ || !head_.empty())) finish_file();
    reader_.reset();
    head_.clear();
    ended_ = file_ended_ = false;
    several_files_ = true;
    file_name_ = name;
    file_offset_ = unpacked_bytes_;
  }

  void finish_file() {
    if (!reader_ && !store_import_ && !start()) return;
    store_import_ ? finish_store() : static_cast<void>(note(reader_->finish()));
  }

  // Bytes as they are without packing.
  bool read(ByteSpan chunk) {
    if (reader_ || store_import_) return give(chunk);
    const ByteSpan kept = chunk.first(std::min(chunk.size(), kMaxHeadBytes - head_.size()));
    head_.insert(head_.end(), kept.begin(), kept.end());
    if (!head_decides()) return true;
    const ByteSpan rest = chunk.subspan(kept.size());
    return start() && (rest.empty() || give(rest));
  }

  // Decides the format and reads what was kept back for that.
  bool start() {
    std::string reason;
    const auto first = std::find_if(head_.begin(), head_.end(), [](std::byte b) { return !is_blank(b); });
    const std::size_t sniffed = std::min(head_.size(), static_cast<std::size_t>(first - head_.begin()) + kSniffBytes);
    const Format format = sniff_format(ByteSpan(head_).first(sniffed), &reason);
    if (format == Format::spano && several_files_) {
      report_.add(kOtherFile, file_offset_, 0, file_name_ + ": a .spano file is opened by itself only");
      return false;
    }
    if (is_side_file(format) && several_files_) {
      report_.add(kOtherFile, file_offset_, 0, file_name_ + ": a file of prompts or prices is opened by itself only");
      return false;
    }
    if (format == Format::unknown && several_files_) {
      report_.add(kOtherFile, file_offset_, 0, file_name_ + ": " + reason);
      return false;
    }
    report_.format = format;
    batch_.sources[0].format = format;
    if (format == Format::unknown) {
      report_.add(kUnknownFormat, 0, 0, reason);
      ended_ = true;
      return false;
    }
    if (format == Format::spano) {
      store_import_ = std::make_unique<StoreImport>();
    } else {
      ReadTarget target{batch_, SourceRow{0}, report_};
      target.first_offset = file_offset_;
      target.metadata_only = metadata_only_;
      make_reader_of(format, target);
    }
    const std::vector<std::byte> head = std::exchange(head_, {});
    return give(head);
  }

  // The files of an archive are many and small.
  void make_reader_of(Format format, const ReadTarget& target) {
    if (!piece_readers_ || several_files_) {
      ReadTarget whole = target;
      if (!unpacker_) whole.expected_bytes = expected_bytes_;
      reader_ = make_reader(format, whole);
      return;
    }
    PiecewiseOptions options;
    options.bytes_stay = in_place();
    if (!unpacker_ && !bytes_stay_) options.read_again = read_again_;
    reader_ = make_piecewise_reader(format, target, *piece_readers_, further_, options);
  }

  bool in_place() const { return bytes_stay_ && !unpacker_; }

  bool give(ByteSpan chunk) {
    if (store_import_) return give_store(chunk);
    ended_ = !note(reader_->push(chunk));
    report_.bytes = ends_.bytes();  // readers count what they were given, which begins later
    return !ended_;
  }

  // What is wrong is told at once: nobody may ask for more.
  bool give_store(ByteSpan chunk) {
    if (in_place() || store_import_->push(chunk)) return true;
    finish_store();
    ended_ = true;
    return false;
  }

  void finish_store() {
    const auto store = in_place()
                           ? StoreImport::open(owner_, {first_byte_, static_cast<std::size_t>(ends_.bytes())}, id())
                           : store_import_->finish(id());
    if (store && !tell_kept(in_place() ? StoreImport::report_of({first_byte_, static_cast<std::size_t>(ends_.bytes())})
                                       : store_import_->report(),
                            report_))
      report_.add(kDamagedReport, 0);
    store_import_.reset();
    if (!store) return report_.add(kStoreNotOpened, 0, 0, store.error().message);
    sealed_ = store.value();
    report_.spans = report_.records = sealed_->span_count();
    for (const Facts& facts : sealed_->columns().facts_rows)
      for (unsigned i = 0; i < static_cast<unsigned>(Dialect::count); ++i)
        report_.dialect_spans[i] += (facts.dialects >> i) & 1;
  }

  bool note(const Result<void>& result) {
    if (!result) report_.add(kReadingStopped, report_.bytes, 0, result.error().message);
    return static_cast<bool>(result);
  }

  void settle() {
    report_.bytes = ends_.bytes();
    batch_.sources[0].format = report_.format;  // the reader may know better than the first bytes
    batch_.sources[0].fingerprint = ends_.fingerprint();
    for (const auto& batch : further_) batch->sources[0].fingerprint = ends_.fingerprint();
  }

  PieceReaders* const piece_readers_;
  const std::function<bool()> full_;
  std::uint64_t expected_bytes_ = 0;  // 0: unknown
  bool metadata_only_ = false;
  bool bytes_stay_ = false;
  ReadAgain read_again_;
  std::shared_ptr<const void> owner_;
  const std::byte* first_byte_ = nullptr;
  std::unique_ptr<StoreImport> store_import_;  // of a .spano file
  std::shared_ptr<const TraceStore> sealed_;
  std::unique_ptr<SpanBatch> sealed_batch_;  // the same, to be joined with others
  SpanBatch batch_;
  std::vector<std::unique_ptr<SpanBatch>> further_;  // of pieces, in order
  SourceReport report_;
  std::unique_ptr<Reader> reader_;  // writes to the three above
  std::vector<std::byte> head_;
  std::optional<Packing> packing_;  // once enough bytes are there to tell
  std::vector<std::byte> packed_head_;
  std::unique_ptr<Unpacker> unpacker_;
  std::function<void(ByteSpan)> keep_unpacked_;
  std::uint64_t unpacked_bytes_ = 0, file_offset_ = 0;  // of all files; where the present one begins
  std::size_t problems_told_ = 0;
  std::string file_name_;  // of the present file of an archive
  bool file_ended_ = false, several_files_ = false;
  SourceEnds ends_;
  bool ended_ = false;
};

}  // namespace spanorama
