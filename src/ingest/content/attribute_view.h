// The attributes of one span (or event) by key, with their full texts on demand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "../dialects/fields.h"
#include "spanorama/model/payload_text.h"
#include "spanorama/model/trace_store.h"

namespace spanorama {

class AttributeView {
 public:
  AttributeView(const TraceStore& store, AttributeList attributes, PayloadSource& payloads, bool& waiting);

  struct Entry {
    std::string_view key;
    Attribute attribute;
  };
  const std::vector<Entry>& entries() const { return entries_; }
  bool has(std::string_view key) const { return find(key) != nullptr; }
  // Empty when absent; sets `waiting` when the bytes are not at hand.
  std::string text(std::string_view key) const;
  std::string text(const Entry& entry) const;

 private:
  const Entry* find(std::string_view key) const;
  const TraceStore& store_;
  PayloadSource& payloads_;
  bool& waiting_;
  std::vector<Entry> entries_;
};

// What the first rule of `field` says that has a text here; empty without one.
std::string first_text(const AttributeView& attributes, Field field);

}  // namespace spanorama
