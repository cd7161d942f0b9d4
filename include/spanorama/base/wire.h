// Texts and numbers as bytes: texts as u32 length + bytes, numbers as they lie in memory (little endian).
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace spanorama {

class WireWriter {
 public:
  template <class T>
  void number(T value) {
    const auto* at = reinterpret_cast<const char*>(&value);
    bytes_.insert(bytes_.end(), at, at + sizeof value);
  }
  template <class T>
  void array(std::span<const T> values) {
    static_assert(std::is_trivially_copyable_v<T>);
    number(static_cast<std::uint64_t>(values.size()));
    const auto* at = reinterpret_cast<const char*>(values.data());
    bytes_.insert(bytes_.end(), at, at + values.size_bytes());
  }
  void text(const std::string& value) {
    number(static_cast<std::uint32_t>(value.size()));
    bytes_.insert(bytes_.end(), value.begin(), value.end());
  }
  std::vector<char> take() { return std::move(bytes_); }

 private:
  std::vector<char> bytes_;
};

// Past the end everything reads as zero or empty.
class WireReader {
 public:
  WireReader(const char* at, std::size_t size) : at_(at), left_(size) {}
  template <class T>
  T number() {
    T value{};
    if (left_ < sizeof value) {
      left_ = 0;
      return value;
    }
    std::memcpy(&value, at_, sizeof value);
    skip(sizeof value);
    return value;
  }
  template <class T>
  std::vector<T> array() {
    const auto count = number<std::uint64_t>();
    if (count > left_ / sizeof(T)) {
      left_ = 0;
      return {};
    }
    std::vector<T> values(static_cast<std::size_t>(count));
    if (!values.empty()) std::memcpy(values.data(), at_, values.size() * sizeof(T));
    skip(values.size() * sizeof(T));
    return values;
  }
  std::string text() {
    const std::size_t size = number<std::uint32_t>();
    if (size > left_) {
      left_ = 0;
      return {};
    }
    std::string value(at_, size);
    skip(size);
    return value;
  }
  bool at_end() const { return left_ == 0; }

 private:
  void skip(std::size_t count) {
    at_ += count;
    left_ -= count;
  }
  const char* at_;
  std::size_t left_;
};

}  // namespace spanorama
