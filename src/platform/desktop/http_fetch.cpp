#include "platform/desktop/http_fetch.h"

#include <curl/curl.h>

#include <memory>
#include <mutex>

namespace spanorama {
namespace {

constexpr long kConnectSeconds = 20;
constexpr long kStallSeconds = 60;    // less than a byte a second for this long is a dead connection
constexpr long kAnswerSeconds = 600;  // of silence, until a model on a slow machine begins to answer
constexpr long kMaxRedirects = 8;

struct Transfer {
  const HttpRequest& request;
  CURL* curl;
  bool stopped = false;

  int status() const {
    long code = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    return static_cast<int>(code);
  }
  bool cancelled() const { return request.cancel != nullptr && request.cancel->load(std::memory_order_relaxed); }
};

std::size_t on_body(char* data, std::size_t one, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::size_t size = one * count;
  if (transfer.status() >= 400 && !transfer.request.body_of_failures) return size;
  if (!transfer.request.on_bytes) return size;
  transfer.stopped = transfer.cancelled() || !transfer.request.on_bytes(bytes_of({data, size}));
  return transfer.stopped ? size - 1 : size;  // any other number than `size` ends the transfer
}

int on_transfer(void* user, curl_off_t expected, curl_off_t come, curl_off_t, curl_off_t) {
  auto& transfer = *static_cast<Transfer*>(user);
  if (transfer.request.on_progress)
    transfer.request.on_progress(static_cast<std::uint64_t>(come), static_cast<std::uint64_t>(expected));
  if (transfer.cancelled()) transfer.stopped = true;
  return transfer.stopped ? 1 : 0;
}

using HeaderList = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

HeaderList header_list(const HttpRequest& request) {
  curl_slist* list = nullptr;
  for (const auto& [name, value] : request.headers) {
    // A line break in a value would smuggle in further headers.
    const std::string line = name + ": " + value;
    if (line.find_first_of("\r\n") == std::string::npos) list = curl_slist_append(list, line.c_str());
  }
  return {list, &curl_slist_free_all};
}

void set_body(CURL* curl, const std::string& body) {
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, kAnswerSeconds);
}

void set_options(CURL* curl, Transfer& transfer, curl_slist* headers) {
  curl_easy_setopt(curl, CURLOPT_URL, transfer.request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(curl, CURLOPT_MAXREDIRS, kMaxRedirects);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, kStallSeconds);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);  // threads
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "spanorama");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &on_transfer);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  if (transfer.request.body) set_body(curl, *transfer.request.body);
}

std::string sentence_for(CURLcode code, const HttpOutcome& outcome, const std::string& url) {
  if (code != CURLE_OK) return std::string("the download failed: ") + curl_easy_strerror(code) + ": " + url;
  if (outcome.status >= 400) return "the server answered " + std::to_string(outcome.status) + ": " + url;
  return {};
}

}  // namespace

HttpOutcome http_fetch(const HttpRequest& request) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
  HttpOutcome outcome;
  if (!curl) {
    outcome.error = "the download could not be set up";
    return outcome;
  }
  const HeaderList headers = header_list(request);
  Transfer transfer{request, curl.get()};
  set_options(curl.get(), transfer, headers.get());
  const CURLcode code = curl_easy_perform(curl.get());
  outcome.status = transfer.status();
  const char* type = nullptr;
  curl_easy_getinfo(curl.get(), CURLINFO_CONTENT_TYPE, &type);
  if (type != nullptr) outcome.content_type = type;
  outcome.stopped = transfer.stopped;
  if (!transfer.stopped) outcome.error = sentence_for(code, outcome, url_without_credentials(request.url));
  return outcome;
}

bool is_http_url(std::string_view text) { return text.starts_with("http://") || text.starts_with("https://"); }

std::string url_without_credentials(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::string(url);
  const std::size_t host = scheme + 3;
  const std::size_t host_end = url.find_first_of("/?#", host);
  const std::size_t at = url.substr(0, host_end).rfind('@');
  if (at == std::string_view::npos || at < host) return std::string(url);
  return std::string(url.substr(0, host)) + std::string(url.substr(at + 1));
}

}  // namespace spanorama
