#include "main/desktop/cli_ask.h"

#include <cstdlib>
#include <optional>
#include <utility>

#include "main/desktop/http_answer.h"
#include "spanorama/app/ask.h"

namespace spanorama {

namespace {

std::string or_from(const std::string& given, const char* variable) {
  const char* set = given.empty() ? std::getenv(variable) : nullptr;
  return set == nullptr ? given : set;
}

}  // namespace

Result<AskEndpoint> ask_endpoint(const CommandLine& line) {
  AskEndpoint endpoint{or_from(line.ask_url, "SPANORAMA_ASK_URL"), or_from(line.ask_model, "SPANORAMA_ASK_MODEL"),
                       or_from({}, "SPANORAMA_ASK_KEY")};
  if (endpoint.url.empty() || endpoint.model.empty())
    return Error{
        "--ask needs to know whom to ask: --ask-url ADDRESS of chat completions and --ask-model NAME, or "
        "SPANORAMA_ASK_URL and SPANORAMA_ASK_MODEL"};
  if (const Result<std::string> address = ask_address(endpoint.url); !address) return address.error();
  return endpoint;
}

Result<std::string> asked_filter(const AskEndpoint& endpoint, const std::string& question, const TraceStore& store,
                                 UnixTime now) {
  const Result<std::string> address = ask_address(endpoint.url);
  if (!address) return address.error();
  const AskHints hints = ask_hints(store, now);
  std::optional<AskTurn> before;
  while (true) {
    HttpRequest request;
    request.url = address.value();
    request.headers = ask_headers(endpoint.key);
    request.body = ask_body(endpoint.model, question, hints, before ? &*before : nullptr);
    const std::optional<AskedFilter> asked =
        asked_filter_from(fetched(std::move(request), nullptr), address.value(), now, before);
    if (!asked) continue;
    if (asked->problem.empty()) return asked->proposal;
    if (asked->mistake.empty()) return Error{asked->problem};
    return Error{"twice the answer could not be read: " + asked->proposal + ": " + asked->mistake};
  }
}

}  // namespace spanorama
