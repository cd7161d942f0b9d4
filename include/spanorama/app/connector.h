// Trace stores that are asked over HTTP. A connector turns a few questions into requests and answers into rows;
// traces themselves come back as OTLP bodies and are read like files. Nothing blocks: every answer comes through
// its callback on the UI thread, or never when the host goes away.
//
//   auto jaeger = make_jaeger_connector(host, "http://127.0.0.1:16686");
//   jaeger->probe([](Result<std::vector<std::string>> services) {...});
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "spanorama/app/host.h"
#include "spanorama/app/state.h"
#include "spanorama/base/result.h"

namespace spanorama {

// What a store is asked for. Zero times: the last 24 hours before the host's now.
struct BackendQuery {
  std::string service;  // empty: any, where the store allows it
  UnixTime begin, end;
  std::uint32_t limit = 100;
};

struct BackendCapabilities {
  bool summaries = false;  // search answers with short rows instead of whole traces
  bool needs_service = true;
};

class Connector {
 public:
  template <class T>
  using Answer = std::function<void(Result<T>)>;
  using Hits = std::vector<BackendState::Hit>;
  struct Body {
    std::string name, link, text;  // as for Host::open_body
  };

  virtual ~Connector() = default;
  virtual std::string_view name() const = 0;
  virtual BackendCapabilities capabilities() const = 0;
  // Is this such a store? Answers with its services.
  virtual void probe(Answer<std::vector<std::string>> done) = 0;
  // Newest first.
  virtual void search(const BackendQuery& query, Answer<Hits> done) = 0;
  // One trace as an OTLP/JSON body.
  virtual void fetch(TraceId trace, Answer<Body> done) = 0;
};

// `base` as typed: with or without scheme, trailing slash or /search page of the UI; credentials are dropped.
std::unique_ptr<Connector> make_jaeger_connector(Host& host, std::string_view base);

// "127.0.0.1:16686/" -> "http://127.0.0.1:16686"; https where it is not this machine and no scheme is given. Error: not
// an http(s) address.
Result<std::string> backend_base_url(std::string_view typed);

// Why a request failed, as a sentence with what to do about it.
std::string backend_failure(const HttpAnswer& answer, std::string_view base, std::string_view page_origin);

}  // namespace spanorama
