// Attribute values in eight bytes: a key with a type, and 32 bits that hold the value or say where it is.
//
//    31      24 23                     0    31                              0
//   +----------+------------------------+  +--------------------------------+
//   |   type   |         KeyId          |  |             value              |
//   +----------+------------------------+  +--------------------------------+
//
// Long strings and structured values live outside: a Payload names the bytes in the source.
#pragma once

#include <cstdint>

#include "spanorama/model/rows.h"

namespace spanorama {

enum class ValueType : std::uint8_t {
  empty = 0,  // an AnyValue with nothing set
  string,     // value = StringId
  boolean,    // value = 0 or 1
  int32,      // value = the number, sign included
  int64,      // value = index into the wide pool
  float64,    // value = index into the wide pool (bits of the double)
  bytes,      // value = StringId of the raw bytes
  json,       // value = StringId of JSON text: an array or map, keys in the order they came
  payload,    // value = PayloadRow; its encoding says whether it is a string, bytes or structured
};

inline constexpr std::uint32_t kMaxKeys = 1u << 24;

struct Attribute {
  std::uint32_t key_and_type = 0;
  std::uint32_t value = 0;

  static constexpr Attribute make(KeyId key, ValueType type, std::uint32_t value) {
    return {key.value | (static_cast<std::uint32_t>(type) << 24), value};
  }
  constexpr KeyId key() const { return {key_and_type & (kMaxKeys - 1)}; }
  constexpr ValueType type() const { return static_cast<ValueType>(key_and_type >> 24); }
};

// How a payload's bytes in the source become a value.
enum class PayloadEncoding : std::uint8_t {
  utf8 = 0,          // raw text (protobuf string)
  json_string,       // the inside of a JSON string literal, escapes unresolved
  bytes,             // raw bytes (protobuf bytes)
  base64,            // base64 text inside a JSON string
  otlp_json_value,   // a JSON AnyValue object holding arrayValue or kvlistValue
  otlp_proto_value,  // a protobuf AnyValue message holding an array or kvlist
  json_value,        // a JSON array or object as it stands
};
inline constexpr int kPayloadEncodingCount = 7;

// Bytes that stay in the source and are read when somebody looks at them. 32 bytes.
struct Payload {
  std::uint64_t offset = 0;  // in the (decompressed) source
  std::uint64_t length = 0;  // bytes in the source, not of the decoded value
  SourceRow source;
  StringId preview;  // the first characters, decoded; absent where decoding them would slow down reading
  PayloadEncoding encoding = PayloadEncoding::utf8;
  std::uint8_t reserved[7] = {};
};

// Strings longer than this (in source bytes) become payloads.
inline constexpr std::uint32_t kInlineBytes = 256;
// The input and output previews of a span are cut to this.
inline constexpr std::uint32_t kPreviewBytes = 240;

}  // namespace spanorama
