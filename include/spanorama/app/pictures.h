// Pictures in messages, decoded by the host when somebody looks at them.
//
//   const auto entry = derived.pictures().of(part.text, part.name);
//   if (entry->picture) draw it; else if (!entry->problem.empty()) say it
//
// At most 64 MiB of decoded pixels are kept, the ones that were looked at last.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "spanorama/app/host.h"
#include "spanorama/base/media.h"

namespace spanorama {

class Pictures {
 public:
  struct Entry {
    std::uint64_t id = 0;  // another picture has another
    std::string type;      // MIME type
    std::string address;   // it lies elsewhere, and is not fetched
    std::string problem;   // a sentence: it cannot be shown
    std::size_t encoded_bytes = 0;
    PictureSize size;                        // as its head says; what is decoded may be smaller
    std::shared_ptr<const Picture> picture;  // while it is being decoded: nothing, and no problem
  };

  explicit Pictures(Host& host) : host_(host) {}

  // `text` as it stands in the message: data URI, address or base64; `type` its MIME type, or empty. Looks up by place,
  // size and a sample of the text: O(1) when it was asked before.
  std::shared_ptr<const Entry> of(std::string_view text, std::string_view type);

 private:
  struct Key {
    const char* at = nullptr;
    std::size_t size = 0;
    std::uint64_t sample = 0;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Kept {
    Key key;
    std::shared_ptr<Entry> entry;  // answers may come when it is not kept any more
  };
  void decode(const std::shared_ptr<Entry>& entry, std::string bytes);
  void forget_old();

  Host& host_;
  std::list<Kept> kept_;  // the most recently asked for first
  std::uint64_t next_id_ = 1;
};

}  // namespace spanorama
