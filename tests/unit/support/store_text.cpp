#include "support/store_text.h"

#include "spanorama/base/json_text.h"
#include "spanorama/model/any_value.h"

namespace spanorama::test {

namespace {

// White space and the way escapes are written are no difference.
std::string same_json(std::string_view json) {
  std::string out;
  PlainJsonSink plain(out);
  struct Unescape final : AnyValueSink {
    explicit Unescape(AnyValueSink& sink) : to(sink) {}
    void empty() override { to.empty(); }
    void text(std::string_view text, bool escaped) override { to.text(escaped ? unescaped_json(text) : text, false); }
    void boolean(bool value) override { to.boolean(value); }
    void integer(std::int64_t value) override { to.integer(value); }
    void real(double value) override { to.real(value); }
    void bytes(std::string_view bytes) override { to.bytes(bytes); }
    void begin_list() override { to.begin_list(); }
    void end_list() override { to.end_list(); }
    void begin_map() override { to.begin_map(); }
    void key(std::string_view text, bool escaped) override { to.key(escaped ? unescaped_json(text) : text, false); }
    void end_map() override { to.end_map(); }
    AnyValueSink& to;
  } unescape(plain);
  tell_plain_json(json, unescape);
  return out;
}

class Printer {
 public:
  Printer(const TraceStore& store, PayloadSource& payloads) : store_(store), c_(store.columns()), payloads_(payloads) {}

  std::string run() {
    for (std::uint32_t t = 0; t < store_.trace_count(); ++t) {
      trace(store_.trace({t}));
      const Trace& row = store_.trace({t});
      for (std::uint32_t s = 0; s < row.span_count; ++s) span({row.first_span.value + s}, row.first_span.value);
    }
    return std::move(out_);
  }

 private:
  void line(const std::string& name) { out_ += "\n" + name; }
  void add(std::string_view name, std::string_view value) {
    out_ += ' ';
    out_ += name;
    out_ += '=';
    append_json_string(out_, value);
  }
  void add(std::string_view name, StringId value) {
    if (value.present()) add(name, store_.text(value));
  }
  void add(std::string_view name, std::int64_t value) { add(name, std::to_string(value)); }
  void items(std::string_view name, Range range) {
    for (const StringId id : store_.items(range)) add(name, id);
  }

  void usage(const Usage& u) {
    add("in", u.input_plain), add("read", u.cache_read), add("write", u.cache_write), add("out", u.output_plain);
    add("reasoning", u.reasoning);
  }

  void trace(const Trace& t) {
    line("trace");
    add("id", hex_from(t.id)), add("name", t.name), add("start", t.start.ns), add("duration", t.duration.count);
    add("errors", t.error_count), add("generations", t.generation_count), add("tools", t.tool_count);
    add("orphans", t.orphan_count), usage(t.usage), add("cost", t.cost_microcents), add("ttft", t.ttft_ns);
    add("session", t.session_id), add("user", t.user_id), add("environment", t.environment), add("release", t.release);
    add("input", t.input_preview), add("output", t.output_preview);
    const TraceLists& lists = store_.lists(t);
    items("model", lists.models), items("provider", lists.providers), items("service", lists.services);
    items("tag", lists.tags), items("prompt", lists.prompts);
    add("status", name_of(t.status)), add("cost_source", name_of(t.cost_source)), add("root_missing", t.root_missing);
  }

  void span(SpanRow row, std::uint32_t first) {
    const std::uint32_t i = row.value;
    line(" span");
    add("id", hex_from(c_.span_id[i])), add("parent", hex_from(store_.parent_id(row)));
    add("row", c_.parent[i].valid() ? std::int64_t{c_.parent[i].value} - first : -1);
    add("end_row", c_.subtree_end[i] - first), add("depth", c_.depth[i]), add("start", c_.start[i].ns);
    add("duration", c_.duration[i].count), add("name", c_.name[i]), add("type", name_of(c_.type[i]));
    add("kind", name_of(c_.kind[i])), add("status", name_of(c_.status[i]));
    if (const Extra* e = store_.extra(row)) {
      add("message", e->status_message), add("state", e->trace_state), add("flags", e->flags);
      add("dropped", std::to_string(e->dropped_attributes) + " " + std::to_string(e->dropped_events) + " " +
                         std::to_string(e->dropped_links));
    }
    facts(row);
    resource(c_.resource[i]);
    scope(c_.scope[i]);
    attributes(c_.attributes[i]);
    for (const SpanEvent& event : c_.event_rows.subspan(c_.events[i].begin, c_.events[i].count)) {
      line("  event");
      add("name", event.name), add("time", event.time.ns), add("dropped", event.dropped_attributes);
      attributes(event.attributes);
    }
    for (const SpanLink& link : c_.link_rows.subspan(c_.links[i].begin, c_.links[i].count)) {
      line("  link");
      add("to", hex_from(link.trace_id) + hex_from(link.span_id)), add("state", link.trace_state);
      add("flags", link.flags), add("dropped", link.dropped_attributes), attributes(link.attributes);
    }
  }

  void facts(SpanRow row) {
    for (const RareFact& fact : store_.rare_facts(row))
      is_token_count(fact.field) ? add(name_of(fact.field), std::int64_t{fact.value})
                                 : add(name_of(fact.field), StringId{fact.value});
    for (const Score& s : store_.scores(row)) {
      line("  score");
      add("name", s.name), add("label", s.label), add("explanation", s.explanation), add("origin", s.origin);
      add("about", name_of(s.scope)), add("value", s.has_value ? std::to_string(s.value) : "none");
    }
    const MaybeFacts f = store_.facts(row);
    if (!f) return;
    line("  facts");
    add("model", f->model), add("response", f->response_model), add("provider", f->provider);
    add("operation", f->operation), add("session", f->session_id), add("user", f->user_id);
    add("environment", f->environment), add("release", f->release), add("tool", f->tool_name);
    add("call", f->tool_call_id), add("prompt", f->prompt_name), add("version", f->prompt_version);
    add("agent", f->agent_name), add("error", f->error_type), add("input", f->input_preview);
    add("output", f->output_preview), usage(f->usage), add("cost", f->cost_microcents), add("ttft", f->ttft_ns);
    add("dialects", f->dialects), add("cost_source", name_of(f->cost_source)), add("streaming", f->streaming);
    add("counted", f->counted);
  }

  void resource(ResourceRow row) {
    if (!row.valid()) return;
    const Resource& r = c_.resources[row.value];
    line("  resource");
    add("service", r.service_name), add("schema", r.schema_url), add("dropped", r.dropped_attributes);
    attributes(r.attributes);
  }

  void scope(ScopeRow row) {
    if (!row.valid()) return;
    const Scope& s = c_.scopes[row.value];
    line("  scope");
    add("name", s.name), add("version", s.version), add("schema", s.schema_url), add("dropped", s.dropped_attributes);
    attributes(s.attributes);
  }

  void attributes(Range range) {
    for (const Attribute attribute : store_.attributes(range)) {
      line("   " + std::string(store_.key_text(attribute.key())));
      const std::optional<std::string> text = full_text(store_, attribute, payloads_);
      const char* kind = kind_of(attribute);
      add(kind, !text ? "(gone)" : kind == kStructured ? same_json(*text) : *text);
    }
  }

  const char* kind_of(Attribute attribute) const {
    switch (attribute.type()) {
      case ValueType::empty: return "empty";
      case ValueType::string: return kText;
      case ValueType::boolean: return "boolean";
      case ValueType::int32:
      case ValueType::int64: return "integer";
      case ValueType::float64: return "real";
      case ValueType::bytes: return kBytes;
      case ValueType::json: return kStructured;
      case ValueType::payload: break;
    }
    switch (c_.payloads[attribute.value].encoding) {
      case PayloadEncoding::utf8:
      case PayloadEncoding::json_string: return kText;
      case PayloadEncoding::bytes:
      case PayloadEncoding::base64: return kBytes;
      default: return kStructured;
    }
  }

  static constexpr const char* kText = "text";
  static constexpr const char* kBytes = "bytes";
  static constexpr const char* kStructured = "structured";
  const TraceStore& store_;
  const ColumnViews& c_;
  PayloadSource& payloads_;
  std::string out_;
};

std::string_view line_at(std::string_view text, std::size_t at) {
  const std::size_t start = text.rfind('\n', at) == std::string_view::npos ? 0 : text.rfind('\n', at);
  return text.substr(start, text.find('\n', at) - start);
}

}  // namespace

std::string store_text(const TraceStore& store, PayloadSource& payloads) { return Printer(store, payloads).run(); }

std::string first_different_line(std::string_view got, std::string_view want) {
  if (got == want) return "";
  std::size_t at = 0;
  while (at < got.size() && at < want.size() && got[at] == want[at]) ++at;
  const std::size_t span = want.rfind("\n span", at);
  return "in" + std::string(line_at(want, span == std::string_view::npos ? 0 : span + 1)) + "\ngot " +
         std::string(line_at(got, at)) + "\nwant" + std::string(line_at(want, at));
}

}  // namespace spanorama::test
