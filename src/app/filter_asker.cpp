#include "app/filter_asker.h"

#include <optional>
#include <utility>

#include "spanorama/query/filter.h"

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
  Result<std::string> proposal = filter_from_answer(answer, question.address);
  if (!proposal) {
    commands_.push(AskAnswered{question.text, {}, proposal.error().message});
    return stop();
  }
  const Result<Filter> filter = parse_filter(proposal.value(), question.hints.now);
  if (!filter && !question.before) {
    question.before = AskTurn{std::move(proposal).value(), filter.error().message};
    return send(question_);
  }
  std::string problem = filter ? std::string() : "Twice the answer could not be read.";
  commands_.push(AskAnswered{question.text, std::move(proposal).value(), std::move(problem)});
  stop();
}

}  // namespace spanorama
