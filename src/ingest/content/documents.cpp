#include "documents.h"

#include <algorithm>

#include "indexed_content.h"
#include "message_json.h"
#include "spanorama/base/format.h"

namespace spanorama {

namespace {

// Spans of databases that are asked for the scores of one retriever.
constexpr int kMostDatabaseSpans = 32;
// Databases cut texts: a document is the same when one text is so long a beginning of the other.
constexpr std::size_t kSameBeginning = 32;

bool has_score(const Document& document) { return document.has_score; }

Document document_of(const Json& value) {
  Document document;
  if (!value.is_object()) {
    document.content = json_text(value);
    return document;
  }
  const auto first_of = [&](std::initializer_list<const char*> names) {
    std::string text;
    for (const char* name : names)
      if (text.empty()) text = member_text(value, name);
    return text;
  };
  document.id = first_of({"id", "document_id", "chunk_id", "document.id"});
  document.content = first_of({"content", "text", "page_content", "document.content"});
  document.metadata_json = first_of({"metadata", "meta", "document.metadata"});
  const std::string score = first_of({"score", "document.score"});
  document.has_score = !score.empty() && parse_double(score, document.score);
  return document;
}

// One span's own documents.
class OwnDocuments {
 public:
  OwnDocuments(const TraceStore& store, SpanRow span, PayloadSource& payloads, bool& waiting)
      : store_(store),
        span_(span),
        payloads_(payloads),
        waiting_(waiting),
        attributes_(store, store.attributes_of(span), payloads, waiting) {}

  std::vector<Document> read() {
    for (const std::string_view prefix : {"retrieval.documents.", "reranker.output_documents."})
      if (out_.empty()) out_ = indexed_documents(attributes_, prefix);
    for (const char* key : {"gen_ai.retrieval.documents", "langwatch.rag.contexts", "db.query.retrieved_documents"})
      if (out_.empty()) add_list(attributes_.text(key));
    if (out_.empty()) add_events();
    const ObservationType type = store_.columns().type[span_.value];
    if (type == ObservationType::retriever || type == ObservationType::reranker) add_output();
    return std::move(out_);
  }

 private:
  void add_list(const std::string& text) {
    const Json list = text.empty() ? Json() : parsed_json(text);
    if (!list.is_array()) return;
    for (const Json& document : list) out_.push_back(document_of(document));
  }

  // Vector databases: one event for each hit.
  void add_events() {
    const Range range = store_.columns().events[span_.value];
    for (std::uint32_t i = range.begin; i < range.end(); ++i) {
      const SpanEvent& row = store_.columns().event_rows[i];
      const std::string prefix(store_.text(row.name));
      if (prefix != "db.query.result" && prefix != "db.search.result") continue;
      const AttributeView event(store_, store_.attributes(row.attributes), payloads_, waiting_);
      Document document;
      document.id = event.text(prefix + ".id");
      document.content = event.text(prefix + ".document");
      if (document.content.empty()) document.content = event.text(prefix + ".entity");
      document.metadata_json = event.text(prefix + ".metadata");
      std::string score = event.text(prefix + ".score");
      if (score.empty()) score = event.text(prefix + ".distance");
      document.has_score = !score.empty() && parse_double(score, document.score);
      out_.push_back(std::move(document));
    }
  }

  // A list of documents as the whole output, or as its member "documents".
  void add_output() {
    for (const Field field : {Field::output_messages, Field::output_text}) {
      if (!out_.empty()) return;
      const std::string text = first_text(attributes_, field);
      const std::size_t at = text.find_first_not_of(" \t\r\n");
      if (at == std::string::npos || (text[at] != '{' && text[at] != '[' && text[at] != '"')) continue;
      Json value = parsed_json(text);
      if (value.is_object() && value.contains("documents")) value = Json(value["documents"]);
      if (!value.is_array() || value.empty() || !value[0].is_object()) continue;
      for (const Json& document : value) out_.push_back(document_of(document));
    }
  }

  const TraceStore& store_;
  SpanRow span_;
  PayloadSource& payloads_;
  bool& waiting_;
  std::vector<Document> out_;
  AttributeView attributes_;
};

bool same_text(const std::string& a, const std::string& b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  if (shorter == 0 || (a.size() != b.size() && shorter < kSameBeginning)) return false;
  return a.compare(0, shorter, b, 0, shorter) == 0;
}

// What `hits` of a database say of documents that have no score. Each hit serves one document, so that the same text found
// twice has both scores.
void take_scores(std::vector<Document>& documents, std::vector<Document> hits) {
  for (Document& document : documents) {
    if (document.has_score) continue;
    const auto hit = std::find_if(hits.begin(), hits.end(), [&](const Document& h) {
      return h.has_score && (document.id.empty() || h.id.empty() || document.id == h.id) &&
             same_text(document.content, h.content);
    });
    if (hit == hits.end()) continue;
    if (document.id.empty()) document.id = hit->id;
    document.score = hit->score;
    document.has_score = document.from_database = true;
    hits.erase(hit);
  }
}

// The framework's span and the database's need not be parent and child: often both hang below the same step, as two
// instrumentations made them. What ran within the retriever's time and found its texts is its search.
void take_from_database(const TraceStore& store, SpanRow span, PayloadSource& payloads, bool& waiting,
                        std::vector<Document>& documents) {
  const ColumnViews& c = store.columns();
  const Trace& trace = store.trace(c.trace[span.value]);
  const bool none = documents.empty();
  int left = kMostDatabaseSpans;
  for (std::uint32_t i = trace.first_span.value; i < trace.first_span.value + trace.span_count && left != 0; ++i) {
    if (c.type[i] != ObservationType::db || c.start[i] < c.start[span.value]) continue;
    if (store.end(span) < store.end({i})) continue;
    --left;
    std::vector<Document> hits = OwnDocuments(store, {i}, payloads, waiting).read();
    if (!none) {
      take_scores(documents, std::move(hits));
    } else if (i > span.value && i < c.subtree_end[span.value]) {
      for (Document& hit : hits) {
        hit.from_database = true;
        documents.push_back(std::move(hit));
      }
    }
    if (!documents.empty() && std::all_of(documents.begin(), documents.end(), has_score)) return;
  }
}

}  // namespace

std::vector<Document> read_documents(const TraceStore& store, SpanRow span, PayloadSource& payloads, bool& waiting) {
  std::vector<Document> documents = OwnDocuments(store, span, payloads, waiting).read();
  const bool retriever = store.columns().type[span.value] == ObservationType::retriever;
  if (retriever && std::none_of(documents.begin(), documents.end(), has_score))
    take_from_database(store, span, payloads, waiting, documents);
  return documents;
}

}  // namespace spanorama
