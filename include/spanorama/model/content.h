// The content of one span as people read it: messages with roles and parts, documents, tool calls, whatever
// dialect carried them. Plain data: `ingest` makes it (read_content), `app` remembers it, views draw it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace spanorama {

enum class PartKind : std::uint8_t { text, reasoning, tool_call, tool_result, image, audio, file, refusal, other };

struct MessagePart {
  PartKind kind = PartKind::text;
  std::string text;       // text, reasoning, tool result (text or JSON), JSON of anything else
  std::string name;       // tool name, MIME type, or the part's own type for `other`
  std::string call_id;    // tool_call and tool_result
  std::string arguments;  // tool_call: JSON text as recorded
};

struct Message {
  std::string role;  // "system", "user", "assistant", "tool", or as recorded
  std::vector<MessagePart> parts;
  std::string finish_reason;
};

struct Document {
  std::string id, content, metadata_json;
  double score = 0;
  bool has_score = false;
  bool from_database = false;  // the score (or all of it) is what the database's own span says
};

struct ModelParameter {
  std::string name, value;
};

struct SpanContent {
  std::vector<Message> input, output;
  std::string input_text, output_text;  // when there are no messages: plain text or JSON as recorded
  std::vector<Document> documents;
  std::vector<Document> input_documents;  // what a reranker was given
  std::string retrieval_query;
  std::string tool_arguments, tool_result;  // of a tool span
  std::string tool_definitions_json;
  std::string prompt_template, prompt_variables_json;  // where the source tells them
  std::vector<ModelParameter> parameters;
  std::vector<ModelParameter> about;  // what a tool or an agent says of itself beside its name
  std::string error_type, error_message, error_stack;
  bool waiting = false;  // a payload was not at hand: ask again when it has arrived
};

}  // namespace spanorama
