// The facts of a span, or nothing where it has none: used like a pointer to them, and holds them.
//
//   if (const MaybeFacts facts = store.facts(row); facts != nullptr) use(facts->model);
#pragma once

#include <cstddef>

#include "spanorama/model/span_tables.h"

namespace spanorama {

class MaybeFacts {
 public:
  MaybeFacts() = default;
  explicit MaybeFacts(const Facts& facts) : facts_(facts), known_(true) {}

  explicit operator bool() const { return known_; }
  friend bool operator==(const MaybeFacts& facts, std::nullptr_t) { return !facts.known_; }
  const Facts& operator*() const& { return facts_; }
  Facts operator*() && { return facts_; }
  const Facts* operator->() const { return &facts_; }

 private:
  Facts facts_;
  bool known_ = false;
};

}  // namespace spanorama
