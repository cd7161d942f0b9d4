// One answer as a whole, from HTTP; blocking.
#pragma once

#include <atomic>

#include "platform/desktop/http_fetch.h"
#include "spanorama/app/host.h"

namespace spanorama {

// Bodies of failures too. Of what answers a POST 8 MiB at most. `cancel` may be null.
HttpAnswer fetched(HttpRequest request, const std::atomic<bool>* cancel);

}  // namespace spanorama
