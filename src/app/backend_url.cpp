// Addresses of stores as people type them, and what to say when nothing comes back.
#include <algorithm>

#include "app/typed_address.h"
#include "spanorama/app/connector.h"
#include "spanorama/app/deep_link.h"
#include "spanorama/base/trimmed.h"
#include "spanorama/base/utf8.h"

namespace spanorama {

namespace {

// The pages of Jaeger's own UI and API, when an address was copied from the browser.
constexpr std::string_view kPagesOfJaeger[] = {"/search", "/trace/", "/api/", "/dependencies", "/monitor", "/compare"};

std::string_view without_page(std::string_view url, std::size_t after_scheme) {
  const std::size_t query = std::min(url.find_first_of("?#"), url.size());
  url = url.substr(0, query);
  for (const std::string_view page : kPagesOfJaeger) {
    const std::size_t at = url.find(page, after_scheme);
    if (at != std::string_view::npos) url = url.substr(0, at);
  }
  while (url.size() > after_scheme && url.back() == '/') url.remove_suffix(1);
  return url;
}

}  // namespace

Result<std::string> backend_base_url(std::string_view typed) {
  std::string text(trimmed(typed));
  if (text.empty()) return Error{"Type the address of the store, for example http://127.0.0.1:16686"};
  std::size_t scheme = text.find("://");
  if (scheme == std::string::npos) {
    text = (is_this_machine(text) ? "http://" : "https://") + text;
    scheme = text.find("://");
  }
  const std::string name = ascii_lower(std::string_view(text).substr(0, scheme));
  if (name != "http" && name != "https") return Error{"Only http and https stores can be asked, not " + name + "://"};
  const std::string clean = without_credentials(text);
  const std::string_view base = without_page(clean, scheme + 3);
  const std::string_view host = base.substr(std::min(base.size(), scheme + 3));
  const bool odd = std::any_of(host.begin(), host.end(), [](char c) { return static_cast<unsigned char>(c) <= ' '; });
  if (host.empty() || host.front() == '/' || odd) return Error{"There is no host in this address: " + clean};
  return std::string(base);
}

std::string backend_failure(const HttpAnswer& answer, std::string_view base, std::string_view page_origin) {
  if (answer.status == 401 || answer.status == 403) {
    return "The store refuses without a login (status " + std::to_string(answer.status) +
           "). Ask it through a proxy that adds one, or export the trace to a file. " + std::string(base);
  }
  if (answer.status != 0)
    return "The store answered with status " + std::to_string(answer.status) + ". " + std::string(base);
  std::string out = "No answer from " + std::string(base);
  if (!answer.error.empty()) out += " (" + answer.error + ")";
  if (page_origin.empty()) return out + ". Is it running, and is the address right?";
  // A browser does not tell a refused connection from a missing header, so both are named.
  return out +
         ". Either it is not running, or it does not let this page read it: the answer must carry the header "
         "Access-Control-Allow-Origin: " +
         std::string(page_origin) +
         "\nFor Jaeger, add this to its configuration and restart it:\nextensions:\n  jaeger_query:\n    http:\n      "
         "cors:\n"
         "        allowed_origins: [\"" +
         std::string(page_origin) + "\"]";
}

}  // namespace spanorama
