// Jaeger's query service, api/v3 first: services, short summaries (since 2.19), whole traces as OTLP/JSON. Older
// servers have no summaries, answer a search with all spans merged, and may send their UI's page for unknown paths.
#include <nlohmann/json.hpp>

#include "app/jaeger_answers.h"
#include "app/percent.h"
#include "spanorama/app/connector.h"
#include "spanorama/base/format.h"

namespace spanorama {

namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

// "https://host/path#x" -> "https://host"; empty for a program that is no page.
std::string origin_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos || !url.starts_with("http")) return {};
  return std::string(url.substr(0, url.find_first_of("/?#", scheme + 3)));
}

bool is_json(const HttpAnswer& answer) {
  return answer.status == 200 && answer.content_type.find("html") == std::string::npos;
}

class JaegerConnector final : public Connector {
 public:
  JaegerConnector(Host& host, std::string base) : host_(host), base_(std::move(base)) {}

  std::string_view name() const override { return "Jaeger"; }
  BackendCapabilities capabilities() const override { return {summaries_, true}; }

  void probe(Answer<std::vector<std::string>> done) override {
    get("/api/v3/services", [this, done = std::move(done)](HttpAnswer answer) {
      if (!is_json(answer)) return done(Error{failure(answer)});
      done(services_from(answer.body));
    });
  }

  void search(const BackendQuery& query, Answer<Hits> done) override {
    if (!summaries_) return search_whole(query, std::move(done));
    get("/api/v3/trace-summaries?" + parameters(query), [this, query, done = std::move(done)](HttpAnswer answer) {
      // Unknown path: 404, or the UI's page with status 200.
      if (answer.status == 404 || (answer.status == 200 && !is_json(answer))) {
        summaries_ = false;
        return search_whole(query, done);
      }
      if (!is_json(answer)) return done(Error{failure(answer)});
      done(hits_from_summaries(answer.body));
    });
  }

  void fetch(TraceId trace, Answer<Body> done) override {
    const std::string path = "/api/v3/traces/" + hex_from(trace);
    get(path + "?raw_traces=true", [this, trace, path, done = std::move(done)](HttpAnswer answer) {
      if (answer.status == 404) return done(Error{"The store no longer has trace " + hex_from(trace) + "."});
      if (!is_json(answer)) return done(Error{failure(answer)});
      Result<std::string> body = otlp_from_answer(answer.body);
      if (!body) return done(body.error());
      done(Body{"jaeger " + hex_from(trace).substr(0, 8), base_ + path + "?raw_traces=true", std::move(body).value()});
    });
  }

 private:
  // The callback is dropped when the connector is gone by then.
  void get(const std::string& path, std::function<void(HttpAnswer)> done) {
    host_.http_get(base_ + path, Headers{{"Accept", "application/json"}},
                   [alive = std::weak_ptr<int>(alive_), done = std::move(done)](HttpAnswer answer) {
                     if (alive.lock() != nullptr) done(std::move(answer));
                   });
  }

  void search_whole(const BackendQuery& query, Answer<Hits> done) {
    get("/api/v3/traces?" + parameters(query), [this, done = std::move(done)](HttpAnswer answer) {
      if (answer.status == 404) return done(Hits());  // "No traces found"
      if (!is_json(answer)) return done(Error{failure(answer)});
      done(hits_from_traces(answer.body));
    });
  }

  std::string parameters(const BackendQuery& query) const {
    static constexpr Nanos kDay{24 * 3600 * kNanosPerSecond};
    const UnixTime end = query.end.ns != 0 ? query.end : host_.now();
    const UnixTime begin = query.begin.ns != 0 ? query.begin : end - kDay;
    // snake_case is what every version reads.
    std::string out = "query.start_time_min=" + percent_encoded(iso8601_from(begin)) +
                      "&query.start_time_max=" + percent_encoded(iso8601_from(end)) +
                      "&query.num_traces=" + std::to_string(query.limit) +
                      "&query.search_depth=" + std::to_string(query.limit);
    if (!query.service.empty()) out += "&query.service_name=" + percent_encoded(query.service);
    return out;
  }

  std::string failure(const HttpAnswer& answer) const {
    if (answer.status == 200) return "This address answers with a web page, not with Jaeger's api/v3. " + base_;
    const std::string said = message_from_error(answer.body);
    return backend_failure(answer, base_, origin_of(host_.link_base())) + (said.empty() ? "" : " It says: " + said);
  }

  Host& host_;
  std::string base_;
  bool summaries_ = true;
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
};

}  // namespace

std::unique_ptr<Connector> make_jaeger_connector(Host& host, std::string_view base) {
  Result<std::string> clean = backend_base_url(base);
  return std::make_unique<JaegerConnector>(host, clean ? std::move(clean).value() : std::string(base));
}

}  // namespace spanorama
