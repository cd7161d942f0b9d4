#include "spanorama/model/price_table.h"

#include <algorithm>

#include "spanorama/base/utf8.h"

namespace spanorama {
namespace {

constexpr std::uint32_t kNoProvider = UINT32_MAX;
constexpr std::size_t kMaxModelBytes = 256;
constexpr std::int64_t kPicodollarsPerMicrocent = 10'000;
// With these, eight products of the two stay within 64 bits.
constexpr std::int64_t kMostTokens = std::int64_t{1} << 36;
constexpr std::int64_t kHighestPrice = 100'000'000'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }
bool cut_end(std::string& text, std::string_view end) {
  if (text.size() <= end.size() || !text.ends_with(end)) return false;
  text.resize(text.size() - end.size());
  return true;
}

// Claude Code writes ids in colour: ESC [ 1 m … ESC [ 22 m; and "[1m]" behind them for the long context.
std::string cleaned(std::string_view model) {
  std::string id;
  for (std::size_t i = 0; i < model.size() && id.size() < kMaxModelBytes; ++i) {
    if (model[i] == '\x1b') {
      while (i < model.size() && !(model[i] >= 'a' && model[i] <= 'z') && !(model[i] >= 'A' && model[i] <= 'Z')) ++i;
    } else {
      id += model[i];
    }
  }
  const auto space = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!id.empty() && space(id.back())) id.pop_back();
  id.erase(id.begin(), std::find_if_not(id.begin(), id.end(), space));
  id = ascii_lower(id);
  cut_end(id, "[1m]");
  return id;
}

// "models/x" and "publishers/someone/models/x" are how Google names x; Fireworks has accounts before them.
bool cut_folder(std::string& id) {
  if (id.starts_with("models/")) return id.erase(0, 7), true;
  const std::size_t models = id.find("/models/");
  if (models == std::string::npos) return false;
  return id.erase(0, models + 8), true;
}

bool cut_region(std::string& id) {
  for (const std::string_view region : {"us.", "eu.", "apac.", "au.", "jp.", "global."})
    if (id.starts_with(region)) return id.erase(0, region.size()), true;
  return false;
}

// Bedrock: anthropic.claude-x-v1:0 is claude-x. Vertex: claude-x@20250101 is claude-x-20250101.
bool to_makers_own_id(std::string& id) {
  if (const std::size_t at = id.find('@'); at != std::string::npos) return id[at] = '-', true;
  if (!id.starts_with("anthropic.claude")) return false;
  id.erase(0, 10);
  const std::size_t version = id.rfind("-v");
  const std::string_view rest =
      version == std::string::npos ? std::string_view{} : std::string_view(id).substr(version + 2);
  const std::size_t colon = rest.find(':');
  if (all_digits(rest.substr(0, colon)) && (colon == std::string_view::npos || all_digits(rest.substr(colon + 1))))
    id.resize(version);
  return true;
}

// The length of one of these at the end, with its dash: 2025-01-31, 20250131, 0131, and the two that Google writes,
// 05-20 and 09-2025; 0 when there is none.
std::size_t date_at_end(std::string_view id) {
  for (const std::string_view form : {"-dddd-dd-dd", "-dddddddd", "-dd-dddd", "-dd-dd", "-dddd"}) {
    if (id.size() <= form.size()) continue;
    const std::string_view end = id.substr(id.size() - form.size());
    const bool fits = std::equal(end.begin(), end.end(), form.begin(),
                                 [](char c, char wanted) { return wanted == 'd' ? is_digit(c) : c == wanted; });
    if (fits) return form.size();
  }
  return 0;
}

bool cut_snapshot(std::string& id) {
  if (const std::size_t date = date_at_end(id); date != 0) return id.resize(id.size() - date), true;
  return cut_end(id, "-latest") || cut_end(id, "-preview");
}

std::int64_t or_else(std::int64_t price, std::int64_t other) { return price != kUnknown ? price : other; }

// A sum of tokens times prices, exact until it is rounded.
class Bill {
 public:
  void add(std::int64_t tokens, std::int64_t price) {
    if (tokens <= 0) return;
    if (price == kUnknown || tokens > kMostTokens || price > kHighestPrice) {
      known_ = false;
      return;
    }
    // Split, so that neither product leaves 64 bits.
    const std::int64_t whole = price / kPicodollarsPerMicrocent, rest = price % kPicodollarsPerMicrocent;
    microcents_ += tokens * whole;
    picodollars_ += tokens * rest;
  }
  std::int64_t rounded() const {
    if (!known_) return kUnknown;
    return microcents_ + (picodollars_ + kPicodollarsPerMicrocent / 2) / kPicodollarsPerMicrocent;
  }

 private:
  std::int64_t microcents_ = 0, picodollars_ = 0;
  bool known_ = true;
};

}  // namespace

Price price_in_force(Price price, const PricedTokens& t) {
  const bool above = t.one_request && price.above_tokens != kUnknown &&
                     t.input_plain + t.cache_read + t.cache_write > price.above_tokens;
  price.above_tokens = kUnknown;
  if (!above) return price;
  price.input = or_else(price.above_input, price.input);
  price.output = or_else(price.above_output, price.output);
  price.cache_read = price.above_cache_read;
  return price;
}

std::int64_t cost_of(const Price& given, const PricedTokens& t) {
  if (given.query_microcents != kUnknown && t.one_request) return given.query_microcents;
  const Price price = price_in_force(given, t);
  const std::int64_t input = price.input, output = price.output;
  const std::int64_t read = or_else(price.cache_read, input);
  const std::int64_t write = or_else(price.cache_write, input);
  const std::int64_t audio_in = std::clamp<std::int64_t>(t.audio_input, 0, std::max<std::int64_t>(t.input_plain, 0));
  const std::int64_t audio_out = std::clamp<std::int64_t>(t.audio_output, 0, std::max<std::int64_t>(t.output_plain, 0));
  const std::int64_t hour = std::clamp<std::int64_t>(t.cache_write_1h, 0, std::max<std::int64_t>(t.cache_write, 0));
  Bill bill;
  bill.add(t.input_plain - audio_in, input);
  bill.add(audio_in, or_else(price.audio_input, input));
  bill.add(t.cache_read, read);
  bill.add(t.cache_write - hour, write);
  bill.add(hour, or_else(price.cache_write_1h, write));
  bill.add(t.output_plain - audio_out, output);
  bill.add(audio_out, or_else(price.audio_output, output));
  bill.add(t.reasoning, or_else(price.reasoning, output));
  return bill.rounded();
}

std::string asked_id(std::string_view model) {
  std::string id = cleaned(model);
  if (id.starts_with("models/") || id.starts_with("publishers/")) cut_folder(id);
  return id;
}

std::uint32_t PriceTable::add_provider(std::string_view name, const std::vector<std::string>& also) {
  const auto next = static_cast<std::uint32_t>(providers_.size());
  const std::uint32_t provider = providers_.emplace(ascii_lower(name), next).first->second;
  for (const std::string& alias : also) providers_.emplace(ascii_lower(alias), provider);
  return provider;
}

void PriceTable::add_route(std::string_view word) { routes_.emplace(ascii_lower(word), true); }

void PriceTable::put(const std::string& id, const Row& row) {
  std::vector<Row>& rows = rows_[id];
  for (Row& known : rows) {
    if (known.provider != row.provider) continue;
    if (row.own_id && known.own_id) prices_[known.price] = prices_[row.price];
    known = row;
    return;
  }
  rows.push_back(row);
}

void PriceTable::add(std::uint32_t provider, std::string_view model_id, const Price& price,
                     const std::vector<std::string>& also) {
  const auto at = static_cast<std::uint32_t>(prices_.size());
  prices_.push_back(price);
  put(ascii_lower(model_id), {provider, at, true});
  for (const std::string& id : also) put(ascii_lower(id), {provider, at, false});
}

std::uint32_t PriceTable::provider_of(std::string_view name) const {
  const auto found = providers_.find(ascii_lower(name));
  return found == providers_.end() ? kNoProvider : found->second;
}

const Price* PriceTable::exactly(std::uint32_t provider, const std::string& id) const {
  const auto found = rows_.find(id);
  if (found == rows_.end()) return nullptr;
  const std::vector<Row>& rows = found->second;
  for (const Row& row : rows)
    if (row.provider == provider) return &prices_[row.price];
  const Price* first = &prices_[rows.front().price];
  const bool alike = std::all_of(rows.begin(), rows.end(), [&](const Row& r) { return prices_[r.price] == *first; });
  return alike ? first : nullptr;
}

// The id and what is left of it when prefixes go one by one. A route that names a provider tells where no span does.
std::vector<std::string> PriceTable::without_prefixes(std::string id, std::uint32_t& provider) const {
  std::vector<std::string> ids{id};
  for (int i = 0; i < 6; ++i) {
    const std::size_t slash = id.find('/');
    const std::string route = slash == std::string::npos ? std::string{} : id.substr(0, slash);
    if (!route.empty() && routes_.count(route) != 0) {
      if (provider == kNoProvider) provider = provider_of(route);
      id.erase(0, slash + 1);
    } else if (!cut_folder(id) && !cut_region(id) && !to_makers_own_id(id)) {
      break;
    }
    ids.push_back(id);
  }
  return ids;
}

const Price* PriceTable::find(std::string_view provider_name, std::string_view model) const {
  std::uint32_t provider = provider_of(provider_name);
  std::string id = asked_id(model);
  if (id.empty()) return nullptr;
  // A price file may have models of no provider; a route still tells more than that.
  std::uint32_t routed = provider_name.empty() ? kNoProvider : provider;
  const std::vector<std::string> ids = without_prefixes(std::move(id), routed);
  if (routed != kNoProvider) provider = routed;
  for (const std::string& candidate : ids)
    if (const Price* price = exactly(provider, candidate)) return price;
  for (std::string candidate : ids)
    for (int i = 0; i < 3 && cut_snapshot(candidate); ++i)
      if (const Price* price = exactly(provider, candidate)) return price;
  return nullptr;
}

}  // namespace spanorama
