// What names the content of a source: its size, and the first and last 64 KiB of it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "spanorama/base/hash.h"

namespace spanorama {

inline constexpr std::size_t kFingerprintBytes = 64 * 1024;

// Keeps the first and the last 64 KiB of a stream.
class SourceEnds {
 public:
  void add(std::string_view chunk) {
    bytes_ += chunk.size();
    if (head_.size() < kFingerprintBytes) head_.append(chunk.substr(0, kFingerprintBytes - head_.size()));
    if (chunk.size() >= kFingerprintBytes) {
      tail_.assign(chunk.substr(chunk.size() - kFingerprintBytes));
      return;
    }
    tail_.append(chunk);
    // Cut seldom, so that many small chunks stay cheap.
    if (tail_.size() > 4 * kFingerprintBytes) tail_.erase(0, tail_.size() - kFingerprintBytes);
  }
  // Bytes that are known to come are not seen; at least 64 KiB follow them.
  void skip(std::uint64_t bytes) { bytes_ += bytes; }
  std::uint64_t bytes() const { return bytes_; }
  std::uint64_t fingerprint() const {
    const std::string_view tail = tail_;
    const std::size_t kept = std::min(tail.size(), kFingerprintBytes);
    return hash64(tail.substr(tail.size() - kept), hash64(head_, mix64(bytes_)));
  }

 private:
  std::uint64_t bytes_ = 0;
  std::string head_, tail_;
};

}  // namespace spanorama
