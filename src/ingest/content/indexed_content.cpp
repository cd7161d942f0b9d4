#include "indexed_content.h"

#include <algorithm>
#include <map>

#include "message_json.h"
#include "spanorama/base/format.h"

namespace spanorama {

namespace {

// "12.rest" to 12 and "rest"; false when no index stands there.
bool take_index(std::string_view& key, std::uint32_t& index) {
  std::size_t at = 0;
  index = 0;
  for (; at < key.size() && key[at] >= '0' && key[at] <= '9' && at < 8; ++at)
    index = index * 10 + static_cast<std::uint32_t>(key[at] - '0');
  if (at == 0 || (at < key.size() && key[at] != '.')) return false;
  key.remove_prefix(std::min(at + 1, key.size()));
  return true;
}

struct DraftMessage {
  Message message;
  std::string call_id, name, reasoning;
  std::map<std::uint32_t, MessagePart> parts, calls;
};

void call_leaf(MessagePart& call, std::string_view leaf, std::string value) {
  call.kind = PartKind::tool_call;
  if (leaf.starts_with("tool_call.")) leaf.remove_prefix(10);
  if (leaf.starts_with("function.")) leaf.remove_prefix(9);
  if (leaf == "id")
    call.call_id = std::move(value);
  else if (leaf == "name")
    call.name = std::move(value);
  else if (leaf == "arguments")
    call.arguments = std::move(value);
}

void part_leaf(MessagePart& part, std::string_view leaf, std::string value) {
  if (leaf.starts_with("tool_call.")) return call_leaf(part, leaf, std::move(value));
  if (leaf.starts_with("message_content.")) leaf.remove_prefix(16);
  if (leaf == "type") {
    part.kind = value == "reasoning"  ? PartKind::reasoning
                : value == "image"    ? PartKind::image
                : value == "audio"    ? PartKind::audio
                : value == "tool_use" ? PartKind::tool_call
                                      : part.kind;
  } else if (leaf == "text" || leaf == "image.image.url" || leaf == "audio.audio.url") {
    part.text = std::move(value);
  }
}

void message_leaf(DraftMessage& draft, std::string_view leaf, std::string value) {
  if (leaf.starts_with("message.")) leaf.remove_prefix(8);
  std::uint32_t index = 0;
  if (leaf.starts_with("tool_calls.")) {
    leaf.remove_prefix(11);
    if (take_index(leaf, index)) call_leaf(draft.calls[index], leaf, std::move(value));
  } else if (leaf.starts_with("contents.") || leaf.starts_with("content.")) {
    leaf.remove_prefix(leaf[7] == 's' ? 9 : 8);
    if (take_index(leaf, index)) part_leaf(draft.parts[index], leaf, std::move(value));
  } else if (leaf == "role") {
    draft.message.role = std::move(value);
  } else if (leaf == "finish_reason") {
    draft.message.finish_reason = std::move(value);
  } else if (leaf == "tool_call_id") {
    draft.call_id = std::move(value);
  } else if (leaf == "name") {
    draft.name = std::move(value);
  } else if (leaf == "reasoning") {
    draft.reasoning = std::move(value);
  } else if (leaf == "content" || leaf == "text" || leaf == "prompt.text" || leaf == "completion.text") {
    const Json parts = !value.empty() && value[0] == '[' ? parsed_json(value) : Json();
    std::vector<MessagePart> list;
    if (parts.is_array() && !parts.empty() && parts[0].is_object()) {
      append_parts(list, parts);
    } else if (!value.empty()) {
      list.push_back({});
      list.back().text = std::move(value);
    }
    std::uint32_t at = 1'000'000;
    for (MessagePart& part : list) draft.parts[at++] = std::move(part);
  }
}

Message finished(DraftMessage& draft, std::string_view role) {
  Message message = std::move(draft.message);
  if (message.role.empty()) message.role = std::string(role);
  if (!draft.reasoning.empty()) {
    message.parts.push_back({});
    message.parts.back().kind = PartKind::reasoning;
    message.parts.back().text = std::move(draft.reasoning);
  }
  bool calls_in_parts = false;
  for (auto& [index, part] : draft.parts) {
    calls_in_parts = calls_in_parts || part.kind == PartKind::tool_call;
    if (part.kind == PartKind::text && (message.role == "tool" || !draft.call_id.empty())) {
      part.kind = PartKind::tool_result;
      part.call_id = draft.call_id;
      part.name = draft.name;
    }
    message.parts.push_back(std::move(part));
  }
  if (!calls_in_parts)  // else they are the same calls again
    for (auto& [index, call] : draft.calls) message.parts.push_back(std::move(call));
  return message;
}

}  // namespace

std::vector<Message> indexed_messages(const AttributeView& attributes, std::string_view prefix, std::string_view role) {
  std::map<std::uint32_t, DraftMessage> drafts;
  for (const AttributeView::Entry& entry : attributes.entries()) {
    if (!entry.key.starts_with(prefix)) continue;
    std::string_view leaf = entry.key.substr(prefix.size());
    std::uint32_t index = 0;
    if (take_index(leaf, index) && !leaf.empty()) message_leaf(drafts[index], leaf, attributes.text(entry));
  }
  std::vector<Message> out;
  for (auto& [index, draft] : drafts) out.push_back(finished(draft, role));
  return out;
}

std::vector<Document> indexed_documents(const AttributeView& attributes, std::string_view prefix) {
  std::map<std::uint32_t, Document> documents;
  for (const AttributeView::Entry& entry : attributes.entries()) {
    if (!entry.key.starts_with(prefix)) continue;
    std::string_view leaf = entry.key.substr(prefix.size());
    std::uint32_t index = 0;
    if (!take_index(leaf, index)) continue;
    if (leaf.starts_with("document.")) leaf.remove_prefix(9);
    Document& document = documents[index];
    if (leaf == "id") document.id = attributes.text(entry);
    if (leaf == "content") document.content = attributes.text(entry);
    if (leaf == "metadata") document.metadata_json = attributes.text(entry);
    if (leaf == "score") document.has_score = parse_double(attributes.text(entry), document.score);
  }
  std::vector<Document> out;
  for (auto& [index, document] : documents) out.push_back(std::move(document));
  return out;
}

}  // namespace spanorama
