// What must never stand in a link: user and password, and parameters that carry secrets.
#include <algorithm>

#include "spanorama/app/deep_link.h"
#include "spanorama/base/utf8.h"

namespace spanorama {

namespace {

// Names as they are used by object stores, trace stores and identity providers.
constexpr std::string_view kSecretWords[] = {"token",   "secret",        "password",  "passwd",     "apikey", "api_key",
                                             "api-key", "authorization", "signature", "credential", "session"};
constexpr std::string_view kSecretNames[] = {"key", "sig", "code", "pass", "pwd", "bearer", "auth", "jwt"};

bool names_a_secret(std::string_view name) {
  const std::string lower = ascii_lower(name);
  for (const std::string_view word : kSecretWords)
    if (lower.find(word) != std::string::npos) return true;
  for (const std::string_view whole : kSecretNames)
    if (lower == whole) return true;
  return false;
}

// "a=1&token=x&b" -> "a=1&b"
std::string without_secret_parameters(std::string_view parameters) {
  std::string out;
  while (!parameters.empty()) {
    const std::size_t cut = std::min(parameters.find('&'), parameters.size());
    const std::string_view one = parameters.substr(0, cut);
    parameters.remove_prefix(std::min(cut + 1, parameters.size()));
    if (names_a_secret(one.substr(0, one.find('=')))) continue;
    if (!out.empty()) out.push_back('&');
    out.append(one);
  }
  return out;
}

std::string without_user(std::string_view before_query) {
  const std::size_t scheme = before_query.find("://");
  const std::size_t authority = scheme != std::string_view::npos ? scheme + 3 : before_query.starts_with("//") ? 2 : 0;
  if (authority == 0) return std::string(before_query);
  const std::size_t end = std::min(before_query.find_first_of("/\\", authority), before_query.size());
  const std::size_t at = before_query.substr(0, end).rfind('@');
  if (at == std::string_view::npos || at < authority) return std::string(before_query);
  return std::string(before_query.substr(0, authority)) + std::string(before_query.substr(at + 1));
}

}  // namespace

std::string without_credentials(std::string_view url) {
  if (url.starts_with("file:")) return std::string(url);
  const std::size_t hash = std::min(url.find('#'), url.size());
  const std::size_t question = std::min(url.substr(0, hash).find('?'), hash);
  std::string out = without_user(url.substr(0, question));
  if (question < hash) {
    const std::string query = without_secret_parameters(url.substr(question + 1, hash - question - 1));
    if (!query.empty()) out += "?" + query;
  }
  if (hash < url.size()) {
    const std::string fragment = without_secret_parameters(url.substr(hash + 1));
    if (!fragment.empty()) out += "#" + fragment;
  }
  return out;
}

}  // namespace spanorama
