// Everything named on the command line, read into one store.
//
//   CliSources sources({.keep_bytes = true});
//   sources.read_all({"traces/", "-"});
//   sources.store(), sources.report()
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "main/desktop/cli_progress.h"
#include "main/desktop/piece_threads.h"
#include "main/desktop/source_bytes.h"
#include "platform/desktop/mapped_file.h"
#include "spanorama/app/importer.h"
#include "spanorama/model/payload_text.h"

namespace spanorama {

struct CliSourceOptions {
  bool keep_bytes = false;    // of standard input and downloads, for reading payloads later; files are mapped anyway
  bool quiet = false;         // no progress
  bool check_values = false;  // of .spano files, which are not looked at otherwise
  bool metadata_only = false;
  std::uint64_t most_memory = 0;  // 0: no limit
};

class CliSources final : public PayloadSource {
 public:
  explicit CliSources(CliSourceOptions options) : options_(options), progress_(!options.quiet) {
    importer_.read_pieces_with(&threads_);
    importer_.limit_memory(options.most_memory);
  }

  // For costs that are not reported; before read_all().
  void set_prices(std::shared_ptr<const PriceTable> prices) { importer_.set_prices(std::move(prices)); }
  // Files, folders (every file inside, by name), "-", URLs. What cannot be opened becomes an issue of its source.
  void read_all(const std::vector<std::string>& names);

  const std::shared_ptr<const TraceStore>& store() const { return store_; }
  const ImportReport& report() const { return report_; }
  // Distinct traces in the n-th source of the report.
  std::uint64_t trace_count(std::size_t index) const {
    return importer_.trace_count(static_cast<std::uint32_t>(index + 1));
  }

  std::optional<std::string_view> read(const Source& source, std::uint64_t offset, std::uint64_t length) override;

 private:
  // The bytes of one source, by its id less one.
  struct Bytes {
    std::shared_ptr<const MappedFile> file;
    SourceBytes kept;                       // what came from a pipe or the network
    std::unique_ptr<SourceBytes> unpacked;  // what came out of an archive: payloads lie in there
    std::string scratch;
  };
  void read_one(const std::string& name);
  void read_file(const std::string& path, SourceImport& source, Bytes& bytes);
  void read_stream(int descriptor, SourceImport& source, Bytes& bytes);
  void read_url(const std::string& url, SourceImport& source, Bytes& bytes);
  bool give(ByteSpan chunk, SourceImport& source, Bytes& bytes);

  CliSourceOptions options_;
  ProgressLine progress_;
  std::deque<Bytes> bytes_;
  PieceThreads threads_;
  Importer importer_;
  std::shared_ptr<const TraceStore> store_ = TraceStore::empty();
  ImportReport report_;
};

// Files stay, folders give their files, sorted by path; hidden ones are left out.
std::vector<std::string> expanded_sources(const std::vector<std::string>& names);

}  // namespace spanorama
