// One HTTP GET or POST with libcurl: blocking, callable from any thread, several at once.
//
//   HttpRequest request{.url = "https://host/trace.json"};
//   request.on_bytes = [&](ByteSpan chunk) { return source.push(chunk); };
//   HttpOutcome outcome = http_fetch(request);
//   if (!outcome.error.empty()) ...
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spanorama/base/bytes.h"

namespace spanorama {

struct HttpRequest {
  std::string url;  // http or https; user:password@ is sent as basic authentication
  std::vector<std::pair<std::string, std::string>> headers;
  // The body, decompressed, in pieces. False stops the transfer; then the outcome is `stopped` and no error.
  std::function<bool(ByteSpan)> on_bytes;
  // Bytes that came and that are expected (0: unknown), as sent over the network. May be empty.
  std::function<void(std::uint64_t, std::uint64_t)> on_progress;
  const std::atomic<bool>* cancel = nullptr;  // looked at about once a second and with every piece
  bool body_of_failures = false;              // give on_bytes the body also when the status is 400 or more
  // Sent by POST, to this address alone: then no redirect is followed, and the answer may take minutes to begin.
  std::optional<std::string> body;
};

struct HttpOutcome {
  int status = 0;  // 0: no answer
  std::string content_type;
  bool stopped = false;  // by on_bytes or cancel
  std::string error;     // a sentence; empty when the whole body came with a status below 400, or when stopped
};

HttpOutcome http_fetch(const HttpRequest& request);

bool is_http_url(std::string_view text);
// Without user:password@, for names, messages and links.
std::string url_without_credentials(std::string_view url);

}  // namespace spanorama
