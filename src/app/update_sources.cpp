// Commands about what is open, and links, which name what should be.
#include <algorithm>

#include "app/update.h"
#include "spanorama/app/deep_link.h"
#include "spanorama/app/model_prices.h"
#include "spanorama/base/utf8.h"

namespace spanorama {

namespace {

// Ids of sources that a link names and nobody has opened; those of hosts are small.
constexpr std::uint32_t kFirstWantedId = 0x8000'0000u;

OpenSource* source_with_id(AppState& state, std::uint32_t id) {
  const auto same = [id](const OpenSource& source) { return source.id == id; };
  const auto found = std::find_if(state.sources.begin(), state.sources.end(), same);
  return found == state.sources.end() ? nullptr : &*found;
}

OpenSource* source_with_link(AppState& state, std::string_view link) {
  const auto same = [link](const OpenSource& source) { return !link.empty() && source.link == link; };
  const auto found = std::find_if(state.sources.begin(), state.sources.end(), same);
  return found == state.sources.end() ? nullptr : &*found;
}

bool is_web_address(std::string_view url) {
  const std::string lower = ascii_lower(url.substr(0, std::min(url.find_first_of("/?#"), url.size())));
  const std::size_t colon = lower.find(':');
  return colon == std::string::npos || lower == "http:" || lower == "https:";
}

// "file:<16 hex digits>:<name>" -> name
std::string file_name_of(std::string_view link) {
  const std::size_t colon = link.find(':', 5);
  return std::string(colon == std::string_view::npos ? link.substr(5) : link.substr(colon + 1));
}

void want_file(AppState& state, const std::string& link) {
  OpenSource wanted;
  wanted.id = kFirstWantedId;
  while (source_with_id(state, wanted.id) != nullptr) ++wanted.id;
  wanted.name = file_name_of(link);
  wanted.link = link;
  wanted.phase = OpenSource::Phase::wanted;
  state.sources.push_back(std::move(wanted));
}

void open_named_sources(UpdateContext& c, const DeepLink& link) {
  for (const std::string& source : link.sources) {
    if (source_with_link(c.state, without_credentials(source)) != nullptr) continue;
    if (source.starts_with("file:")) {
      want_file(c.state, source);
    } else {
      apply(c, OpenUrl{source});
    }
  }
}

std::string plain_list(const std::vector<std::pair<std::string, std::string>>& pairs,
                       const std::vector<std::string>& unread) {
  std::string out;
  for (const auto& [key, value] : pairs) out += (out.empty() ? "" : ", ") + key;
  for (const std::string& one : unread) out += (out.empty() ? "" : ", ") + std::string(utf8_prefix(one, 40));
  return out;
}

void close_id(UpdateContext& c, std::uint32_t id) {
  std::vector<OpenSource>& sources = c.state.sources;
  const auto gone = [id](const OpenSource& source) { return source.id == id; };
  sources.erase(std::remove_if(sources.begin(), sources.end(), gone), sources.end());
}

// The request for a file that has come.
void drop_wanted(AppState& state, std::string_view link) {
  const auto wanted = [link](const OpenSource& source) {
    return source.phase == OpenSource::Phase::wanted && !link.empty() && source.link == link;
  };
  auto& sources = state.sources;
  sources.erase(std::remove_if(sources.begin(), sources.end(), wanted), sources.end());
}

}  // namespace

void apply(UpdateContext& c, const OpenUrl& command) {
  if (command.url.empty()) return;
  if (!is_web_address(command.url)) {
    return show_notice(c.state,
                       "Only http and https addresses can be opened: " + std::string(utf8_prefix(command.url, 60)));
  }
  c.host.open_url(command.url);
}

void apply(UpdateContext& c, const PickFiles&) { c.host.pick_files(); }

void apply(UpdateContext& c, const CancelReading& command) { c.host.cancel_reading(command.source); }

void apply(UpdateContext& c, const CloseSource& command) {
  close_id(c, command.source);
  if (command.source < kFirstWantedId) c.host.close_sources({command.source});
}

void apply(UpdateContext& c, const ReadMetadataOnly& command) {
  if (command.source >= kFirstWantedId) return;
  close_id(c, command.source);
  c.host.read_metadata_only(command.source);
}

void apply(UpdateContext& c, const UsePrices& command) {
  std::vector<std::uint32_t> before;
  for (const OpenSource& source : c.state.sources)
    if (is_own_prices(source)) before.push_back(source.id);
  for (const std::uint32_t id : before) apply(c, CloseSource{id});
  if (!command.file.empty()) c.host.open_body(std::string(kOwnPricesName), "", command.file);
}

void apply(UpdateContext& c, const CloseAll&) {
  std::vector<std::uint32_t> ids;
  for (const OpenSource& source : c.state.sources)
    if (source.id < kFirstWantedId) ids.push_back(source.id);
  c.state.sources.clear();
  c.state.trace = {};
  c.state.span = {};
  c.state.visible_time.reset();
  c.state.folded.clear();
  ++c.state.folded_revision;
  c.push_link = true;
  if (!ids.empty()) c.host.close_sources(ids);
}

void apply(UpdateContext& c, const OpenKept& command) { c.host.open_kept(command.number); }
void apply(UpdateContext& c, const ForgetKept&) { c.host.forget_kept(); }
void apply(UpdateContext& c, const SetKeeping& command) { c.host.set_keeping(command.on); }
void apply(UpdateContext& c, const KeepingChanged& command) { c.state.keeping = {command.available, command.on, {}}; }
void apply(UpdateContext& c, const KeptListed& command) { c.state.keeping.loads.push_back(command.load); }

void apply(UpdateContext& c, const CopyText& command) {
  c.host.copy_text(command.text);
  show_notice(c.state, command.notice.empty() ? "Copied" : command.notice);
}

void apply(UpdateContext& c, const OpenAddress& command) {
  const std::string_view address = command.address;
  if (address.starts_with("https://") || address.starts_with("http://") || address.starts_with("mailto:"))
    c.host.open_address(command.address);
}

void apply(UpdateContext& c, const CopyLink&) {
  c.host.copy_text(c.host.link_base() + "#" + print(link_of(c.state)));
  const auto local = [](const OpenSource& source) {
    return !is_own_prices(source) && (source.link.empty() || source.link.starts_with("file:"));
  };
  const bool any_local = std::any_of(c.state.sources.begin(), c.state.sources.end(), local);
  show_notice(c.state, any_local ? "Link copied. It names local files: the receiver needs them too." : "Link copied");
}

void apply(UpdateContext& c, const ApplyLink& command) {
  const DeepLink link = parse_link(command.link);
  AppState& state = c.state;
  c.from_history = c.from_history || command.from_history;
  open_named_sources(c, link);
  apply(c, SetFilterText{link.filter});
  state.sort = link.sort;
  state.view = link.view;
  state.group_by = link.group_by;
  if (!(state.trace == link.trace)) {
    state.folded.clear();
    ++state.folded_revision;
    state.picked_time.reset();
    state.playhead.reset();
  }
  state.compared = link.compared;
  state.trace_view = link.look;
  state.trace = link.trace;
  state.span = link.span;
  state.tab = link.tab;
  apply(c, SetVisibleTime{link.visible_time});
  if (link.theme != ThemeChoice::system) state.theme = link.theme;
  state.unknown_link_values = link.unknown;
  if (link.version > DeepLink{}.version)
    show_notice(state, "This link was made by a newer version; what is not known here was left out.");
  else if (!link.unknown.empty() || !link.unread.empty())
    show_notice(state, "The link holds parts that are not known here: " + plain_list(link.unknown, link.unread));
}

void apply(UpdateContext& c, const ShowNotice& command) { show_notice(c.state, command.text); }

void apply(UpdateContext& c, const SourceProgress& command) {
  OpenSource incoming = command.source;
  incoming.link = without_credentials(incoming.link);
  if (source_with_id(c.state, incoming.id) != nullptr) {
    drop_wanted(c.state, incoming.link);  // a file's link is known when it was read to its end
    *source_with_id(c.state, incoming.id) = std::move(incoming);
    return;
  }
  // A file that a link asked for takes the place of the request.
  if (OpenSource* wanted = source_with_link(c.state, incoming.link);
      wanted != nullptr && wanted->phase == OpenSource::Phase::wanted) {
    *wanted = std::move(incoming);
    return;
  }
  c.state.sources.push_back(std::move(incoming));
}

void apply(UpdateContext& c, const StoreArrived& command) {
  if (command.store == nullptr) return;
  // Selections are wire ids: they hold over the exchange, and find what was not there before.
  c.state.store = command.store;
  c.state.report = command.report;
}

}  // namespace spanorama
