// Arguments and small answers of script calls.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace spanorama {

// A flat JSON object: what is absent or of another type reads as the default.
class ScriptArgs {
 public:
  explicit ScriptArgs(std::string_view json);
  ~ScriptArgs();
  ScriptArgs(const ScriptArgs&) = delete;
  ScriptArgs& operator=(const ScriptArgs&) = delete;

  bool valid() const;
  bool has(const char* name) const;  // null counts as absent
  std::string text(const char* name) const;
  std::uint64_t number(const char* name, std::uint64_t otherwise) const;
  double real(const char* name, double otherwise) const;
  bool flag(const char* name) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// {"script_error": sentence}
std::string script_error(std::string_view sentence);
// A JSON string.
std::string script_text(std::string_view text);

}  // namespace spanorama
