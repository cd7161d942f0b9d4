#include "main/desktop/cli_sources.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>

#include "platform/desktop/http_fetch.h"
#include "spanorama/model/kept_report.h"
#include "spanorama/model/store_file.h"

namespace spanorama {
namespace {

// Large enough that calls do not count, small enough that progress moves.
constexpr std::size_t kChunkBytes = 8 << 20;
constexpr std::size_t kPipeBytes = 1 << 18;

constexpr IssueKind kCannotOpen{"cannot_open", Severity::error,
                                "The source could not be opened, nothing of it was read."};
constexpr IssueKind kCutTransfer{"transfer_failed", Severity::error,
                                 "The bytes stopped coming before the end: what came until then was read."};

constexpr IssueKind kDamagedValues{"damaged_values", Severity::data_loss,
                                   "Long values of the .spano file are not what was written: some texts are wrong."};

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Issues name their source already.
std::string_view without_end(std::string_view text, std::string_view end) {
  return text.ends_with(end) ? text.substr(0, text.size() - end.size()) : text;
}

bool is_hidden(const std::filesystem::path& path) { return path.filename().string().starts_with('.'); }

void add_files_of(const std::string& folder, std::vector<std::string>& out) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<std::string> found;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error), end;
  for (; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (is_hidden(at->path())) {
      at.disable_recursion_pending();
    } else if (at->is_regular_file(ignored)) {
      found.push_back(at->path().string());
    }
  }
  std::sort(found.begin(), found.end());
  out.insert(out.end(), found.begin(), found.end());
}

}  // namespace

std::vector<std::string> expanded_sources(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const std::string& name : names) {
    std::error_code ignored;
    if (!is_http_url(name) && std::filesystem::is_directory(name, ignored)) {
      add_files_of(name, out);
    } else {
      out.push_back(name);
    }
  }
  return out;
}

void CliSources::read_all(const std::vector<std::string>& names) {
  for (const std::string& name : expanded_sources(names)) read_one(name);
  report_ = importer_.report();
  progress_.clear();
  store_ = importer_.snapshot();
}

void CliSources::read_one(const std::string& name) {
  const auto started = std::chrono::steady_clock::now();
  const auto id = static_cast<std::uint32_t>(bytes_.size() + 1);
  SourceImport& source = importer_.begin(name == "-" ? "standard input" : url_without_credentials(name), id);
  Bytes& bytes = bytes_.emplace_back();
  if (options_.metadata_only) source.metadata_only();
  if (options_.keep_bytes)
    source.on_unpacked([&bytes](ByteSpan part) {
      if (!bytes.unpacked) bytes.unpacked = std::make_unique<SourceBytes>();
      bytes.unpacked->append(part);
    });
  if (name == "-") {
    read_stream(STDIN_FILENO, source, bytes);
  } else if (is_http_url(name)) {
    read_url(name, source, bytes);
  } else {
    read_file(name, source, bytes);
  }
  source.report().seconds = seconds_since(started);
}

bool CliSources::give(ByteSpan chunk, SourceImport& source, Bytes& bytes) {
  if (options_.keep_bytes && !bytes.file && !bytes.unpacked) bytes.kept.append(chunk);
  return source.push(chunk);
}

void CliSources::read_file(const std::string& path, SourceImport& source, Bytes& bytes) {
  std::error_code ignored;
  const auto type = std::filesystem::status(path, ignored).type();
  using std::filesystem::file_type;
  if (type == file_type::fifo || type == file_type::character) {  // named pipes and <(command)
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return source.report().add(kCannotOpen, 0, 0, std::strerror(errno));
    read_stream(descriptor, source, bytes);
    ::close(descriptor);
    return;
  }
  const auto file = MappedFile::open(path);
  if (!file) return source.report().add(kCannotOpen, 0, 0, without_end(file.error().message, ": " + path));
  bytes.file = file.value();
  source.bytes_stay(bytes.file);
  const ByteSpan all = bytes.file->bytes();
  source.expect(all.size());
  for (std::size_t at = 0; at < all.size(); at += kChunkBytes) {
    if (!give(all.subspan(at, std::min(kChunkBytes, all.size() - at)), source, bytes)) break;
    bytes.file->reached(at);
    progress_.show(path, at, all.size());
  }
  source.finish();
  const std::vector<Issue>& issues = source.report().issues;
  const bool opened = source.report().format == Format::spano && std::all_of(issues.begin(), issues.end(), was_kept);
  if (options_.check_values && opened && is_store_file(all) && !store_file_values_intact(all))
    source.report().add(kDamagedValues, 0);
}

void CliSources::read_stream(int descriptor, SourceImport& source, Bytes& bytes) {
  std::vector<std::byte> buffer(kPipeBytes);
  for (;;) {
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) source.report().add(kCutTransfer, source.report().bytes, 0, std::strerror(errno));
    if (got <= 0 || !give({buffer.data(), static_cast<std::size_t>(got)}, source, bytes)) break;
    progress_.show("standard input", source.report().bytes, 0);
  }
  source.finish();
}

void CliSources::read_url(const std::string& url, SourceImport& source, Bytes& bytes) {
  HttpRequest request;
  request.url = url;
  request.on_bytes = [&](ByteSpan chunk) { return give(chunk, source, bytes); };
  const std::string name = url_without_credentials(url);
  request.on_progress = [&](std::uint64_t come, std::uint64_t expected) { progress_.show(name, come, expected); };
  const HttpOutcome outcome = http_fetch(request);
  const bool began = source.report().bytes != 0;
  if (!outcome.error.empty())
    source.report().add(began ? kCutTransfer : kCannotOpen, source.report().bytes, 0,
                        without_end(outcome.error, ": " + name));
  if (began || outcome.error.empty()) source.finish();
}

std::optional<std::string_view> CliSources::read(const Source& source, std::uint64_t offset, std::uint64_t length) {
  if (source.id == 0 || source.id > bytes_.size()) return std::nullopt;
  Bytes& bytes = bytes_[source.id - 1];
  if (bytes.unpacked) return bytes.unpacked->read(offset, length, bytes.scratch);
  if (bytes.file) return bytes.file->range(offset, length);
  return bytes.kept.read(offset, length, bytes.scratch);
}

}  // namespace spanorama
