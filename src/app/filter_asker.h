// Asks a language model for a filter, and once more when what it answers cannot be read. One question at a time: a newer
// one ends the older.
#pragma once

#include <memory>
#include <string>

#include "spanorama/app/ask.h"
#include "spanorama/app/commands.h"

namespace spanorama {

class FilterAsker {
 public:
  FilterAsker(Host& host, CommandQueue& commands) : host_(host), commands_(commands) {}

  // Pushes AskAnswered when the answer is there, or when there is none.
  void ask(const AskEndpoint& endpoint, const std::string& question, AskHints hints);
  // What is still to come is not heard.
  void stop() { question_.reset(); }

 private:
  struct Question;
  void send(const std::shared_ptr<Question>& question);
  void take(Question& question, const HttpAnswer& answer);

  Host& host_;
  CommandQueue& commands_;
  std::shared_ptr<Question> question_;  // callbacks hold it weakly
};

}  // namespace spanorama
