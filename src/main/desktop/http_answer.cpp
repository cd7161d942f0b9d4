#include "main/desktop/http_answer.h"

#include <utility>

namespace spanorama {

namespace {

constexpr std::size_t kMostAnswerBytes = 8u << 20;  // to what was sent

}  // namespace

HttpAnswer fetched(HttpRequest request, const std::atomic<bool>* cancel) {
  HttpAnswer answer;
  request.cancel = cancel;
  request.body_of_failures = true;
  request.on_bytes = [&](ByteSpan chunk) {
    answer.body.append(text_of(chunk));
    return !request.body || answer.body.size() <= kMostAnswerBytes;
  };
  HttpOutcome outcome = http_fetch(request);
  answer.status = outcome.status;
  answer.content_type = std::move(outcome.content_type);
  answer.error = std::move(outcome.error);
  return answer;
}

}  // namespace spanorama
