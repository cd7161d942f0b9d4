// window.spanorama, the part that the program answers itself: the page, embedding pages and tests ask by name with JSON
// and get JSON. The objects are those of json_rows.h, so that page and command line say the same.
//
//   script_call(application, "traces", R"({"limit":10,"sort":"duration:desc"})")
//
// docs/script-api.md lists the calls. A call that changes something is applied before it answers, so that the next call
// sees it; frames follow.
#pragma once

#include <string>
#include <string_view>

#include "spanorama/app/application.h"

namespace spanorama {

// Unknown methods and wrong arguments answer {"script_error": "sentence"}. `show` answers {"waiting":true} while the
// span's payloads are on their way (not with "final": true). O(rows answered), beside what the filter costs.
std::string script_call(Application& application, std::string_view method, std::string_view args_json);

}  // namespace spanorama
