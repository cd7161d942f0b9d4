#include "app/filter_asker.h"

#include <optional>
#include <utility>

namespace spanorama {

struct FilterAsker::Question {
  AskEndpoint endpoint;
  std::string text, address;
  AskHints hints;
  std::optional<AskTurn> before;
};

void FilterAsker::ask(const AskEndpoint& endpoint, const std::string& question, AskHints hints) {
  Result<std::string> address = ask_address(endpoint.url);
  if (!address) {
    commands_.push(AskAnswered{question, {}, address.error().message});
    return;
  }
  question_ = std::make_shared<Question>(
      Question{endpoint, question, std::move(address).value(), std::move(hints), std::nullopt});
  send(question_);
}

void FilterAsker::send(const std::shared_ptr<Question>& question) {
  const std::string body = ask_body(question->endpoint.model, question->text, question->hints,
                                    question->before ? &*question->before : nullptr);
  host_.http_post(question->address, ask_headers(question->endpoint.key), body,
                  [this, weak = std::weak_ptr<Question>(question)](const HttpAnswer& answer) {
                    // Alive only as long as the asker is, and this question is the last one.
                    if (const std::shared_ptr<Question> one = weak.lock()) take(*one, answer);
                  });
}

void FilterAsker::take(Question& question, const HttpAnswer& answer) {
  std::optional<AskedFilter> asked = asked_filter_from(answer, question.address, question.hints.now, question.before);
  if (!asked) return send(question_);
  commands_.push(AskAnswered{question.text, std::move(asked->proposal), std::move(asked->problem)});
  stop();
}

}  // namespace spanorama
