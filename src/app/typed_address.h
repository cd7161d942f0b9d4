// Addresses as people type them.
#pragma once

#include <string_view>

namespace spanorama {

// Whether what is typed without a scheme begins with a name of this machine, where servers seldom have certificates.
inline bool is_this_machine(std::string_view host) {
  return host.starts_with("localhost") || host.starts_with("127.") || host.starts_with("[::1]");
}

}  // namespace spanorama
