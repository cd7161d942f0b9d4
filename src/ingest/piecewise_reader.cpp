#include "piecewise_reader.h"

#include <string>
#include <string_view>
#include <utility>

namespace spanorama {
namespace {

// A batch for more of the same source.
void name_source(SpanBatch& batch, std::string_view name, std::uint32_t id, Format format) {
  Source source;
  source.name = batch.strings.intern(name);
  source.id = id;
  source.format = format;
  batch.sources.push_back(source);
}

}  // namespace

void read_piece(Piece& piece) {
  PieceResult& result = piece.result;
  name_source(result.batch, piece.source_name, piece.source_id, piece.format);
  ReadTarget target{result.batch, SourceRow{0}, result.report};
  target.first_offset = piece.offset;
  target.from = piece.from;
  target.metadata_only = piece.metadata_only;
  target.expected_bytes = piece.bytes.size();
  target.head = piece.head;
  const std::unique_ptr<Reader> reader = make_reader(piece.format, target);
  if (reader->push(piece.bytes)) result.end = reader->point();
  result.records = reader->records_here();
  result.list = reader->given_list();
}

PiecewiseReader::PiecewiseReader(Format format, ReadTarget target, PieceReaders& readers,
                                 std::vector<std::unique_ptr<SpanBatch>>& further, PiecewiseOptions options)
    : target_(target),
      readers_(readers),
      options_(options),
      further_(further),
      cuts_(make_cut_finder(format, std::uint64_t{4} * options.sizes.piece_bytes)),
      here_(make_reader(format, target)),
      offset_(target.first_offset) {}

std::unique_ptr<Reader> make_piecewise_reader(Format format, ReadTarget target, PieceReaders& readers,
                                              std::vector<std::unique_ptr<SpanBatch>>& further,
                                              PiecewiseOptions options) {
  return std::make_unique<PiecewiseReader>(format, target, readers, further, options);
}

PiecewiseReader::~PiecewiseReader() {
  dropped_.insert(dropped_.end(), pieces_.begin(), pieces_.end());
  wait_for_dropped();
}

Result<void> PiecewiseReader::push(ByteSpan chunk) {
  // In small steps as long as this thread reads: it can stop at the first good cut.
  const auto step = static_cast<std::size_t>(options_.sizes.first_bytes / 2);
  while (here_ && chunk.size() > step) {
    push_part(chunk.first(step));
    chunk = chunk.subspan(step);
  }
  push_part(chunk);
  return outcome_;
}

void PiecewiseReader::push_part(ByteSpan chunk) {
  const Cut cut = cuts_->last_cut(chunk);
  if (here_) {
    push_here(chunk, cut);
  } else {
    push_pieces(chunk, cut);
    take_done();
  }
  offset_ += chunk.size();
}

void PiecewiseReader::push_here(ByteSpan chunk, Cut cut) {
  here_bytes_ += chunk.size();
  if (!cut.found() || here_bytes_ < options_.sizes.first_bytes) return read_here(chunk);
  read_here(chunk.first(cut.at));
  const ByteSpan rest = chunk.subspan(cut.at);
  if (!may_leave_here(cut.point)) return read_here(rest);
  kept_from_ = {cut.point, nullptr};
  if (cut.point == ReadPoint::span_list) kept_from_.head = here_->given_list().open ? here_head_ : here_->head();
  leave_here();
  kept_offset_ = offset_of_next_ = offset_ + cut.at;
  keep(rest);
}

// Lists of spans that end soon are not worth their guesses.
bool PiecewiseReader::may_leave_here(ReadPoint point) const {
  constexpr int kMostListsLost = 4;
  return here_->point() == point && (point != ReadPoint::span_list || lists_lost_ < kMostListsLost);
}

void PiecewiseReader::read_here(ByteSpan bytes) {
  if (Result<void> result = here_->push(bytes); !result) outcome_ = std::move(result);
}

void PiecewiseReader::push_pieces(ByteSpan chunk, Cut cut) {
  const bool headless = cut.point == ReadPoint::span_list && !kept_from_.head;
  if (!cut.found() || headless || kept_bytes() + cut.at < options_.sizes.piece_bytes) {
    keep(chunk);
    if (kept_bytes() > options_.sizes.most_kept_bytes) read_kept_here();
    return;
  }
  keep(chunk.first(cut.at));
  send(cut.point);
  keep(chunk.subspan(cut.at));
  while (pieces_.size() > 2 * readers_.at_once() && readers_.wait(*pieces_.front())) take_done();
}

// Further reading goes on in this thread, into a batch of its own.
void PiecewiseReader::begin_here(const Start& from, std::uint64_t offset) {
  SpanBatch& batch = *further_.emplace_back(std::make_unique<SpanBatch>());
  const Source& source = target_.batch.sources.front();
  name_source(batch, target_.batch.strings.view(source.name), source.id, target_.report.format);
  ReadTarget target{batch, SourceRow{0}, target_.report};
  target.first_offset = offset;
  target.from = from.point;
  target.head = here_head_ = from.head;
  target.metadata_only = target_.metadata_only;
  target.first_record = records_;
  here_ = make_reader(target_.report.format, target);
}

// The reader stays while the list is open in which it stopped.
void PiecewiseReader::leave_here() {
  records_ = here_->records_here();
  settle_list(here_->given_list());
  if (here_->point() == ReadPoint::span_list) heirs_.push_back({std::move(here_), nullptr, {}, {}, true});
  here_.reset();
}

bool PiecewiseReader::here_is_at(const Start& next) const {
  if (here_->point() != next.point) return false;
  return next.point != ReadPoint::span_list || (here_->given_list().open && next.head == here_head_);
}

// What somebody found who began in a list of spans, or began elsewhere.
void PiecewiseReader::settle_list(const Reader::GivenList& list) {
  for (Heir& heir : heirs_) {
    LateSchemas late = list.late;
    if (!heir.scope_open) late.scope.clear();
    if (heir.reader) {
      heir.reader->settle_late(late);
      continue;
    }
    if (!late.resource.empty() && heir.resource.value < heir.batch->resources.size())
      heir.batch->resources[heir.resource.value].schema_url = heir.batch->strings.intern(late.resource);
    if (!late.scope.empty() && heir.scope.value < heir.batch->scopes.size())
      heir.batch->scopes[heir.scope.value].schema_url = heir.batch->strings.intern(late.scope);
  }
  if (!list.resource_open) heirs_.clear();
  for (Heir& heir : heirs_) heir.scope_open = heir.scope_open && list.open;
}

void PiecewiseReader::keep(ByteSpan bytes) {
  offset_of_next_ += bytes.size();
  if (options_.read_again) return;
  if (!options_.bytes_stay) {
    kept_copy_.insert(kept_copy_.end(), bytes.begin(), bytes.end());
  } else if (kept_view_.empty()) {
    kept_view_ = bytes;
  } else {
    kept_view_ = {kept_view_.data(), kept_view_.size() + bytes.size()};
  }
}

// What is kept becomes a piece; what comes next begins at `next`.
void PiecewiseReader::send(ReadPoint next) {
  auto piece = std::make_shared<Piece>();
  const SpanBatch& first = target_.batch;
  piece->source_name = first.strings.view(first.sources.front().name);
  piece->source_id = first.sources.front().id;
  piece->format = target_.report.format;
  piece->from = kept_from_.point;
  piece->head = kept_from_.head;
  piece->metadata_only = target_.metadata_only;
  piece->offset = kept_offset_;
  piece->size_bytes = kept_bytes();
  piece->owned = std::exchange(kept_copy_, {});
  piece->bytes = options_.bytes_stay ? std::exchange(kept_view_, {}) : ByteSpan(piece->owned);
  kept_offset_ = offset_of_next_;
  kept_from_ = {next, next == ReadPoint::span_list ? kept_from_.head : nullptr};
  pieces_.push_back(piece);
  readers_.start(std::move(piece));
}

void PiecewiseReader::read_kept_here() {
  while (!pieces_.empty()) {
    if (readers_.wait(*pieces_.front())) {
      take_done();
    } else {
      read_again_here();
    }
  }
  if (here_) return;  // reading the pieces again took what is kept along
  begin_here(kept_from_, kept_offset_);
  push_kept_here();
}

void PiecewiseReader::push_kept_here() {
  options_.read_again ? push_again_here(kept_offset_, kept_bytes())
                      : read_here(options_.bytes_stay ? kept_view_ : ByteSpan(kept_copy_));
  kept_offset_ = offset_of_next_;
  kept_view_ = {};
  kept_copy_ = {};
}

void PiecewiseReader::push_piece_here(const Piece& piece) {
  options_.read_again ? push_again_here(piece.offset, piece.size_bytes) : read_here(piece.bytes);
}

void PiecewiseReader::push_again_here(std::uint64_t offset, std::uint64_t size_bytes) {
  if (!outcome_) return;
  const bool whole = options_.read_again(offset, size_bytes, [this](ByteSpan part) {
    if (outcome_) read_here(part);
  });
  if (!whole && outcome_)
    outcome_ = Error{"The source could not be read once more from byte " + std::to_string(offset) +
                     " on: it was changed, moved or removed. What had been read is shown."};
}

void PiecewiseReader::take_done() {
  while (!pieces_.empty() && (pieces_.front()->done || pieces_.front()->lost)) {
    if (pieces_.front()->lost || !first_piece_fits()) {
      read_again_here();
      continue;
    }
    accept(pieces_.front()->result);
    pieces_.pop_front();
  }
}

PiecewiseReader::Start PiecewiseReader::after_first_piece() const {
  return pieces_.size() > 1 ? Start{pieces_[1]->from, pieces_[1]->head} : kept_from_;
}

bool PiecewiseReader::first_piece_fits() const {
  const Piece& piece = *pieces_.front();
  const Start next = after_first_piece();
  if (piece.result.end != next.point) return false;
  return next.point != ReadPoint::span_list || (piece.result.list.open && next.head == piece.head);
}

void PiecewiseReader::accept(PieceResult& result) {
  SourceReport& all = target_.report;
  all.bytes += result.report.bytes;
  all.records += result.report.records;
  all.spans += result.report.spans;
  all.log_records += result.report.log_records;
  for (unsigned i = 0; i < static_cast<unsigned>(Dialect::count); ++i)
    all.dialect_spans[i] += result.report.dialect_spans[i];
  for (const Issue& issue : result.report.issues) {
    const std::uint64_t record = issue.first_record == 0 ? 0 : issue.first_record + records_;
    all.add({issue.kind, issue.severity, issue.help}, issue.first_offset, record, issue.detail, issue.count);
  }
  records_ += result.records;
  further_.push_back(std::make_unique<SpanBatch>(std::move(result.batch)));
  settle_list(result.list);
  if (result.list.resource_open)
    heirs_.push_back({nullptr, further_.back().get(), result.list.resource, result.list.scope, result.list.open});
}

// From the first piece on, until one begins where the reading stands.
void PiecewiseReader::read_again_here() {
  begin_here({pieces_.front()->from, pieces_.front()->head}, pieces_.front()->offset);
  while (!pieces_.empty()) {
    const Start next = after_first_piece();
    push_piece_here(*pieces_.front());
    dropped_.push_back(std::move(pieces_.front()));
    pieces_.pop_front();
    if (!here_is_at(next)) {
      if (next.point == ReadPoint::span_list) ++lists_lost_;
      continue;
    }
    leave_here();
    return;
  }
  push_kept_here();
}

Result<void> PiecewiseReader::finish() {
  if (!here_) read_kept_here();
  Result<void> result = here_->finish();
  if (!outcome_) result = outcome_;
  settle_list(here_->given_list());
  wait_for_dropped();
  return result;
}

void PiecewiseReader::stop() {
  while (!pieces_.empty() && readers_.wait(*pieces_.front())) {
    if (pieces_.front()->lost || !first_piece_fits()) break;
    accept(pieces_.front()->result);
    pieces_.pop_front();
  }
}

// They look at bytes that may go away.
void PiecewiseReader::wait_for_dropped() {
  for (const auto& piece : dropped_) readers_.wait(*piece);
  dropped_.clear();
}

}  // namespace spanorama
