#include "app/script_args.h"

#include <nlohmann/json.hpp>

#include "spanorama/base/json_text.h"

namespace spanorama {
namespace {

constexpr std::size_t kMaxArgumentBytes = 1 << 20;
constexpr double kMaxExactInteger = 9007199254740992.0;  // 2^53

using Json = nlohmann::json;

// Broken text gives a discarded value; nesting is bounded by refusing long texts.
Json parsed(std::string_view text) {
  if (text.empty()) return Json::object();
  if (text.size() > kMaxArgumentBytes) return Json(Json::value_t::discarded);
  return Json::parse(text.begin(), text.end(), nullptr, false);
}

}  // namespace

struct ScriptArgs::Impl {
  Json json;
  const Json* find(const char* name) const {
    const auto found = json.find(name);
    return found == json.end() || found->is_null() ? nullptr : &*found;
  }
};

ScriptArgs::ScriptArgs(std::string_view json) : impl_(std::make_unique<Impl>()) { impl_->json = parsed(json); }
ScriptArgs::~ScriptArgs() = default;

bool ScriptArgs::valid() const { return impl_->json.is_object(); }
bool ScriptArgs::has(const char* name) const { return impl_->find(name) != nullptr; }

std::string ScriptArgs::text(const char* name) const {
  const Json* value = impl_->find(name);
  return value && value->is_string() ? value->get<std::string>() : std::string();
}

std::uint64_t ScriptArgs::number(const char* name, std::uint64_t otherwise) const {
  const double value = real(name, -1);
  return value >= 0 && value <= kMaxExactInteger ? static_cast<std::uint64_t>(value) : otherwise;
}

double ScriptArgs::real(const char* name, double otherwise) const {
  const Json* value = impl_->find(name);
  return value && value->is_number() ? value->get<double>() : otherwise;
}

bool ScriptArgs::flag(const char* name) const {
  const Json* value = impl_->find(name);
  return value && value->is_boolean() && value->get<bool>();
}

std::string script_error(std::string_view sentence) {
  std::string out = "{\"script_error\":";
  append_json_string(out, sentence);
  return out + "}";
}

std::string script_text(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

}  // namespace spanorama
