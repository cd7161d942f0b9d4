#include "attribute_view.h"

#include "../dialects/field_rules.h"

namespace spanorama {

AttributeView::AttributeView(const TraceStore& store, AttributeList attributes, PayloadSource& payloads, bool& waiting)
    : store_(store), payloads_(payloads), waiting_(waiting) {
  entries_.reserve(attributes.size());
  for (const Attribute a : attributes) entries_.push_back({store.key_text(a.key()), a});
}

const AttributeView::Entry* AttributeView::find(std::string_view key) const {
  for (const Entry& entry : entries_)
    if (entry.key == key) return &entry;
  return nullptr;
}

std::string AttributeView::text(std::string_view key) const {
  const Entry* entry = find(key);
  return entry == nullptr ? std::string{} : text(*entry);
}

std::string AttributeView::text(const Entry& entry) const {
  std::optional<std::string> value = full_text(store_, entry.attribute, payloads_);
  if (value) return std::move(*value);
  waiting_ = true;
  return {};
}

std::string first_text(const AttributeView& attributes, Field field) {
  for (const FieldRule& rule : kFieldRules) {
    if (rule.field != field || !attributes.has(rule.key)) continue;
    std::string text = attributes.text(rule.key);
    if (!text.empty()) return text;
  }
  return {};
}

}  // namespace spanorama
