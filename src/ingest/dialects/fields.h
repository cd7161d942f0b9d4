// What the naming schemes can say of a span, and the shape of a rule that says which key says it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "spanorama/model/vocabulary.h"

namespace spanorama {

enum class Field : std::uint8_t {
  none = 0,
  // The role of the span; see type_words.h for what the values mean.
  type,
  operation,
  provider,
  request_model,
  response_model,
  // Tokens: numbers, or a JSON object with all of them.
  usage_object,
  usage_details,  // an object that only fills what is still missing
  usage_inside,   // a whole answer with an object of usage in it
  input_tokens,
  output_tokens,
  total_tokens,
  cache_read,
  cache_write,
  reasoning,
  cache_write_5m,
  cache_write_1h,
  audio_input,  // part of the input, as is the next of the output
  audio_output,
  audio_input_beside,
  audio_output_beside,
  // Cost in USD, as a number or a JSON object with a total or parts.
  cost_object,
  cost,
  input_cost,
  output_cost,
  // Time to first token, by unit.
  ttft_seconds,
  ttft_ms,
  ttft_ns,
  ttft_any_unit,
  ttft_instant,
  streaming,
  session,
  user,
  environment,
  release,
  tags,
  tool_name,
  tool_call_id,
  prompt_name,
  prompt_version,
  prompt_object,  // JSON with a name and a version
  prompt_label,
  agent_name,
  loose_model,     // words that mean a model only beside tokens
  call_object,     // JSON of a request, which names its model
  loose_provider,  // what LangChain calls the provider of a call; only of a model call that tells no other
  call_metadata,   // JSON that may hold it
  loose_tool,      // names that are a tool's only on a tool
  trace_name,
  level,
  conversation,
  response_id,
  finish_reasons,
  simulation,
  experiment,
  experiment_item,
  service_tier,
  error_type,
  // Content: only looked at for previews and for the fallback of the type.
  input_messages,
  output_messages,
  input_text,
  output_text,
  tool_arguments,
  tool_result,
  query,
  documents,
  // Keys that only tell what kind of span it is.
  marks_agent,
  marks_embedding,
  marks_reranker,
  marks_retriever,
  marks_db,
  marks_http,
  count,
};

struct FieldRule {
  std::string_view key;
  Field field = Field::none;
  Dialect dialect = Dialect::otel_plain;
};

}  // namespace spanorama
