#include "spanorama/ingest/content.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "../dialects/field_rules.h"
#include "attribute_view.h"
#include "documents.h"
#include "indexed_content.h"
#include "message_json.h"
#include "parameters.h"
#include "spanorama/base/format.h"
#include "tool_definitions.h"

namespace spanorama {

namespace {

bool looks_json(std::string_view text) {
  const std::size_t at = text.find_first_not_of(" \t\r\n");
  return at != std::string_view::npos && (text[at] == '{' || text[at] == '[' || text[at] == '"');
}

// Decorators of Python functions write what a tool was given as {"args":[],"kwargs":{…}}: the names are in the latter.
std::string call_arguments(std::string text) {
  if (text.empty() || text[0] != '{' || text.find("\"kwargs\"") == std::string::npos) return text;
  const Json value = parsed_json(text);
  if (!value.is_object() || !value.contains("kwargs") || !value["kwargs"].is_object()) return text;
  const bool alone = value.size() == 1 || (value.size() == 2 && value.contains("args") && value["args"].empty());
  return alone ? json_text(value["kwargs"]) : text;
}

class ContentReader {
 public:
  ContentReader(const TraceStore& store, SpanRow span, PayloadSource& payloads)
      : store_(store),
        span_(span),
        payloads_(payloads),
        attributes_(store, store.attributes_of(span), payloads, out_.waiting) {}

  SpanContent run() {
    input_messages();
    output_messages();
    name_results(out_.input);
    system_instructions();
    if (out_.input.empty()) out_.input_text = first_text(Field::input_text);
    if (out_.output.empty()) out_.output_text = first_text(Field::output_text);
    if (out_.input.empty() && out_.input_text.empty()) out_.input_text = members_below("ag.data.inputs.");
    if (out_.output.empty() && out_.output_text.empty()) out_.output_text = members_below("ag.data.outputs.");
    tools();
    prompt();
    documents();
    const ObservationType type = store_.columns().type[span_.value];
    out_.parameters = read_parameters(attributes_, type);
    out_.about = read_about(attributes_, type);
    errors();
    return std::move(out_);
  }

 private:
  using Messages = std::vector<Message>;

  // Messages of a value that may be JSON of any shape or plain text.
  bool add_value(Messages& list, const std::string& text, std::string_view role, bool plain_text_too) {
    if (text.empty() || text == "{}" || text == "[]") return false;
    if (looks_json(text)) {
      const Json value = parsed_json(text);
      if (!value.is_discarded() && append_messages(list, value, role)) return true;
    }
    if (!plain_text_too) return false;
    Message message;
    message.role = std::string(role);
    message.parts.push_back({});
    message.parts.back().text = text;
    list.push_back(std::move(message));
    return true;
  }

  // The rules of a field in their order; keys in `plain` may hold plain text that is a message.
  bool add_by_rules(Messages& list, Field field, std::string_view role, std::initializer_list<std::string_view> plain) {
    for (const FieldRule& rule : kFieldRules) {
      if (rule.field != field || !attributes_.has(rule.key)) continue;
      const bool text_too = std::find(plain.begin(), plain.end(), rule.key) != plain.end();
      if (add_value(list, attributes_.text(rule.key), role, text_too)) return true;
    }
    return false;
  }

  template <class Visit>
  void each_event(Visit&& visit) {
    const Range range = store_.columns().events[span_.value];
    for (std::uint32_t i = range.begin; i < range.end(); ++i) {
      const SpanEvent& event = store_.columns().event_rows[i];
      visit(store_.text(event.name),
            AttributeView(store_, store_.attributes(event.attributes), payloads_, out_.waiting));
    }
  }

  void add_details(Messages& list, std::string_view key, std::string_view role) {
    each_event([&](std::string_view name, const AttributeView& event) {
      if (name == "gen_ai.client.inference.operation.details") add_value(list, event.text(key), role, true);
    });
  }

  // gen_ai.user.message and its kin: one message each, in attributes or as JSON in one of them.
  static void add_message_event(Messages& list, std::string_view role, const AttributeView& event) {
    Json value = Json::object();
    value["role"] = std::string(role);
    for (const AttributeView::Entry& entry : event.entries()) {
      const std::string text = event.text(entry);
      if (entry.key == "gen_ai.event.content" || (entry.key == "message" && looks_json(text))) {
        Json whole = parsed_json(text);
        if (whole.is_object())
          value.update(whole);
        else if (!whole.is_discarded())
          value["content"] = std::move(whole);
      } else if (entry.key == "message" || entry.key == "gen_ai.prompt" || entry.key == "gen_ai.completion") {
        value["content"] = text;
      } else {
        Json parsed = looks_json(text) ? parsed_json(text) : Json(Json::value_t::discarded);
        value[std::string(entry.key)] = parsed.is_discarded() ? Json(text) : std::move(parsed);
      }
    }
    append_messages(list, value, role);
  }

  void input_messages() {
    Messages& list = out_.input;
    if (add_value(list, attributes_.text("gen_ai.input.messages"), "user", true)) return;
    add_details(list, "gen_ai.input.messages", "user");
    if (!list.empty()) return;
    for (const std::string_view prefix : {"llm.input_messages.", "gen_ai.prompt.", "llm.prompts."}) {
      list = indexed_messages(attributes_, prefix, "user");
      if (!list.empty()) return;
    }
    if (add_by_rules(list, Field::input_messages, "user", {"gen_ai.prompt", "langfuse.observation.input"})) return;
    each_event([&](std::string_view name, const AttributeView& event) {
      for (const std::string_view role : {"system", "user", "assistant", "tool"})
        if (name == "gen_ai." + std::string(role) + ".message" &&
            !(role == "assistant" && event.has("gen_ai.completion")))
          add_message_event(list, role, event);
      if (name == "gen_ai.content.prompt")
        add_value(list, event.has("gen_ai.prompt") ? event.text("gen_ai.prompt") : event.text("gen_ai.event.content"),
                  "user", true);
    });
    if (list.empty() && generation()) add_by_rules(list, Field::input_text, "user", {});
  }

  void output_messages() {
    Messages& list = out_.output;
    if (add_value(list, attributes_.text("gen_ai.output.messages"), "assistant", true)) return;
    add_details(list, "gen_ai.output.messages", "assistant");
    if (!list.empty()) return;
    for (const std::string_view prefix : {"llm.output_messages.", "gen_ai.completion.", "llm.choices."}) {
      list = indexed_messages(attributes_, prefix, "assistant");
      if (!list.empty()) return;
    }
    if (vercel_answer()) return;
    if (add_by_rules(list, Field::output_messages, "assistant",
                     {"gen_ai.completion", "langfuse.observation.output", "final_result"}))
      return;
    each_event([&](std::string_view name, const AttributeView& event) {
      if (name == "gen_ai.choice" || (name == "gen_ai.assistant.message" && event.has("gen_ai.completion")))
        add_message_event(list, "assistant", event);
      if (name == "gen_ai.content.completion")
        add_value(list,
                  event.has("gen_ai.completion") ? event.text("gen_ai.completion") : event.text("gen_ai.event.content"),
                  "assistant", true);
    });
    if (list.empty() && generation()) add_by_rules(list, Field::output_text, "assistant", {});
  }

  // Many say only the id of the call that a result is of.
  static void name_results(Messages& messages) {
    std::unordered_map<std::string_view, std::string_view> names;
    for (Message& message : messages)
      for (MessagePart& part : message.parts) {
        if (part.call_id.empty()) continue;
        if (part.kind == PartKind::tool_call) names.emplace(part.call_id, part.name);
        if (part.kind != PartKind::tool_result || !part.name.empty()) continue;
        if (const auto called = names.find(part.call_id); called != names.end()) part.name = called->second;
      }
  }

  bool generation() const { return store_.columns().type[span_.value] == ObservationType::generation; }

  bool vercel_answer() {
    Message message;
    message.role = "assistant";
    const auto add = [&](PartKind kind, std::string text) {
      if (text.empty()) return;
      message.parts.push_back({});
      message.parts.back().kind = kind;
      message.parts.back().text = std::move(text);
    };
    add(PartKind::reasoning, attributes_.text("ai.response.reasoning"));
    for (const char* key : {"ai.response.text", "ai.response.object", "ai.result.text", "ai.result.object"})
      add(PartKind::text, attributes_.text(key));
    for (const char* key : {"ai.response.toolCalls", "ai.result.toolCalls"}) {
      const std::string text = attributes_.text(key);
      const Json calls = text.empty() ? Json() : parsed_json(text);
      if (!calls.is_array()) continue;
      for (Json call : calls) {
        if (call.is_object()) call["type"] = "tool-call";
        append_parts(message.parts, call);
      }
    }
    message.finish_reason = attributes_.text("ai.response.finishReason");
    if (message.parts.empty()) return false;
    out_.output.push_back(std::move(message));
    return true;
  }

  void system_instructions() {
    std::string text = attributes_.text("gen_ai.system_instructions");
    if (text.empty()) text = attributes_.text("gen_ai.agent.system_prompt");
    each_event([&](std::string_view name, const AttributeView& event) {
      if (text.empty() && name == "gen_ai.client.inference.operation.details")
        text = event.text("gen_ai.system_instructions");
    });
    if (text.empty() && !out_.input.empty()) text = member_text(parsed_json(attributes_.text("ai.prompt")), "system");
    const bool told =
        std::any_of(out_.input.begin(), out_.input.end(), [](const Message& m) { return m.role == "system"; });
    if (text.empty() || told) return;
    Message message;
    message.role = "system";
    const Json value = looks_json(text) ? parsed_json(text) : Json(Json::value_t::discarded);
    append_parts(message.parts, value.is_discarded() ? Json(text) : value);
    out_.input.insert(out_.input.begin(), std::move(message));
  }

  std::string first_text(Field field) const { return spanorama::first_text(attributes_, field); }

  void tools() {
    if (store_.columns().type[span_.value] == ObservationType::tool) {
      out_.tool_arguments = call_arguments(first_text(Field::tool_arguments));
      out_.tool_result = first_text(Field::tool_result);
    }
    out_.tool_definitions_json = tool_definitions(attributes_);
  }

  // An object whose members stand as attributes of their own, as JSON.
  std::string members_below(std::string_view prefix) {
    Json object = Json::object();
    for (const AttributeView::Entry& entry : attributes_.entries())
      if (entry.key.starts_with(prefix)) object[std::string(entry.key.substr(prefix.size()))] = attributes_.text(entry);
    return object.empty() ? std::string() : json_text(object);
  }

  void prompt() {
    for (const char* key : {"llm.prompt_template.template", "traceloop.prompt.template", "langwatch.prompt.template"})
      if (out_.prompt_template.empty()) out_.prompt_template = attributes_.text(key);
    for (const char* key :
         {"llm.prompt_template.variables", "traceloop.prompt.template_variables", "langwatch.prompt.variables"})
      if (out_.prompt_variables_json.empty()) out_.prompt_variables_json = attributes_.text(key);
    if (!out_.prompt_variables_json.empty()) return;
    out_.prompt_variables_json = members_below("traceloop.prompt.template_variables.");
  }

  void documents() {
    out_.retrieval_query = attributes_.text("gen_ai.retrieval.query.text");
    if (out_.retrieval_query.empty()) out_.retrieval_query = attributes_.text("reranker.query");
    if (out_.retrieval_query.empty() && store_.columns().type[span_.value] == ObservationType::retriever)
      for (const char* key : {"input.value", "langfuse.observation.input"})
        if (out_.retrieval_query.empty()) out_.retrieval_query = attributes_.text(key);
    out_.documents = read_documents(store_, span_, payloads_, out_.waiting);
    out_.input_documents = indexed_documents(attributes_, "reranker.input_documents.");
  }

  void errors() {
    out_.error_type = attributes_.text("error.type");
    each_event([&](std::string_view name, const AttributeView& event) {
      if (name != "exception" || !out_.error_stack.empty() || !out_.error_message.empty()) return;
      const std::string type = event.text("exception.type");
      if (!type.empty()) out_.error_type = type;
      out_.error_message = event.text("exception.message");
      out_.error_stack = event.text("exception.stacktrace");
    });
    if (out_.error_message.empty()) out_.error_message = attributes_.text("error.message");
    const Extra* extra = store_.extra(span_);
    const bool failed = store_.columns().status[span_.value] == Status::error;
    if (out_.error_message.empty() && extra != nullptr && failed)
      out_.error_message = store_.text(extra->status_message);
  }

  const TraceStore& store_;
  SpanRow span_;
  PayloadSource& payloads_;
  SpanContent out_;
  AttributeView attributes_;
};

}  // namespace

SpanContent read_content(const TraceStore& store, SpanRow span, PayloadSource& payloads) {
  return ContentReader(store, span, payloads).run();
}

}  // namespace spanorama
