#include "spanorama/app/prompt_recovery.h"

#include <algorithm>

#include "spanorama/analysis/conversation.h"
#include "spanorama/analysis/prompt_template.h"
#include "spanorama/ingest/content.h"
#include "spanorama/ingest/prompts.h"

namespace spanorama {
namespace {

constexpr std::size_t kMostCompared = 256 * 1024;  // bytes of a message
constexpr std::size_t kMostMessages = 16;          // of a prompt
constexpr std::uint32_t kMostLookedAt = 100'000;   // spans
constexpr std::size_t kMostGuessed = 200;          // templates of a library

std::string text_of(const Message& message) {
  std::string out;
  for (const MessagePart& part : message.parts) {
    if (part.kind != PartKind::text) continue;
    if (!out.empty()) out += '\n';
    out += part.text;
  }
  if (out.size() > kMostCompared) out.resize(kMostCompared);
  return out;
}

void add_message(std::vector<PromptMessage>& out, std::string role, std::string text) {
  if (!comparable_text(text).empty()) out.push_back({std::move(role), std::move(text)});
}

// The messages up to the first answer. A step that makes a prompt (no model call) gives the text that it made.
std::vector<PromptMessage> resolved_prompt(const TraceStore& store, SpanRow span, const SpanContent& content) {
  std::vector<PromptMessage> out;
  for (const Message& message : content.input) {
    const Speaker speaker = speaker_of(message.role);
    if (speaker == Speaker::assistant || speaker == Speaker::tool || out.size() == kMostMessages) break;
    add_message(out, message.role, text_of(message));
  }
  if (store.columns().type[span.value] == ObservationType::generation) {
    if (out.empty()) add_message(out, "user", content.input_text);
    return out;
  }
  std::vector<PromptMessage> made;
  for (const Message& message : content.output) add_message(made, message.role, text_of(message));
  if (made.empty()) add_message(made, "user", content.output_text);
  if (out.empty() || !content.prompt_template.empty()) out.insert(out.begin(), made.begin(), made.end());
  if (out.empty()) add_message(out, "user", content.input_text);
  return out;
}

std::string_view without_v(std::string_view version) {
  return !version.empty() && (version[0] == 'v' || version[0] == 'V') ? version.substr(1) : version;
}

Speaker speaker_in_template(const PromptMessage& message) { return speaker_of(message.role); }

// Tries one template on one prompt.
class Match {
 public:
  Match(const std::vector<PromptMessage>& templates, const std::vector<PromptMessage>& resolved,
        std::vector<TemplateVariable> told)
      : templates_(templates), resolved_(resolved), told_(std::move(told)) {
    for (const TemplateVariable& variable : told_) names_.push_back(variable.name);
  }

  bool run() {
    if (templates_.size() == 1 && templates_[0].role.empty()) return one_text();
    variables_ = told_;
    std::size_t next = 0;
    fits_ = true;
    for (const PromptMessage& wanted : templates_) {
      while (next < resolved_.size() && speaker_of(resolved_[next].role) != speaker_in_template(wanted)) ++next;
      const std::string_view text =
          next < resolved_.size() ? std::string_view(resolved_[next].text) : std::string_view();
      if (!bind(wanted.text, text, variables_) || next == resolved_.size()) fits_ = false;
      if (next < resolved_.size()) ++next;
    }
    return fits_;
  }

  std::vector<TemplateVariable> take() { return std::move(variables_); }
  const std::vector<std::string>& names() const { return names_; }

 private:
  // True when the values that were found give the text.
  bool bind(std::string_view text, std::string_view resolved, std::vector<TemplateVariable>& variables) {
    const std::vector<TemplatePart> parts = template_parts(text, names_);
    const bool fits = bind_template(parts, resolved, variables);
    return fits && comparable_text(substituted(parts, variables)) == comparable_text(resolved);
  }

  static std::size_t known(const std::vector<TemplateVariable>& variables) {
    return static_cast<std::size_t>(
        std::count_if(variables.begin(), variables.end(), [](const TemplateVariable& v) { return !v.missing; }));
  }

  // Against each message, then all of them as one text; else the one that tells the most values.
  bool one_text() {
    std::string all;
    std::vector<std::string> candidates;
    for (const PromptMessage& message : resolved_) candidates.push_back(message.text);
    for (const PromptMessage& message : resolved_) all += (all.empty() ? "" : "\n\n") + message.text;
    if (resolved_.size() != 1) candidates.push_back(std::move(all));
    for (const std::string& candidate : candidates) {
      std::vector<TemplateVariable> variables = told_;
      const bool fits = bind(templates_[0].text, candidate, variables);
      if (fits || variables_.empty() || known(variables) > known(variables_)) variables_ = std::move(variables);
      if (fits) return true;
    }
    return false;
  }

  const std::vector<PromptMessage>& templates_;
  const std::vector<PromptMessage>& resolved_;
  std::vector<TemplateVariable> told_, variables_;
  std::vector<std::string> names_;
  bool fits_ = false;
};

std::size_t literal_bytes(const PromptVersion& prompt) {
  std::size_t bytes = 0;
  for (const PromptMessage& message : prompt.messages)
    for (const TemplatePart& part : template_parts(message.text))
      if (!part.placeholder) bytes += comparable_text(part.text).size();
  return bytes;
}

class Recovery {
 public:
  Recovery(const TraceStore& store, SpanRow span, const PromptLibrary& library, PayloadSource& payloads)
      : store_(store), span_(span), library_(library), payloads_(payloads) {}

  PromptView run(bool derive) {
    const SpanContent content = read_content(store_, span_, payloads_);
    view_.waiting = content.waiting;
    if (const MaybeFacts facts = store_.facts(span_)) {
      view_.name = std::string(store_.text(facts->prompt_name));
      view_.version = std::string(store_.text(facts->prompt_version));
    }
    view_.resolved = resolved_prompt(store_, span_, content);
    const std::vector<TemplateVariable> told = read_variables(content.prompt_variables_json);
    if (!content.prompt_template.empty()) {
      take(PromptOrigin::recorded, read_template(content.prompt_template), told);
    } else if (!from_library(told) && derive) {
      derived();
    }
    if (view_.origin == PromptOrigin::none) view_.variables = told;
    return std::move(view_);
  }

 private:
  void take(PromptOrigin origin, std::vector<PromptMessage> templates, std::vector<TemplateVariable> told) {
    view_.origin = origin;
    view_.template_messages = std::move(templates);
    Match match(view_.template_messages, view_.resolved, std::move(told));
    view_.agrees = match.run();
    view_.variables = match.take();
    view_.told_names = match.names();
  }

  bool from_library(const std::vector<TemplateVariable>& told) {
    const PromptLibrary::Entry* entry = nullptr;
    if (!view_.name.empty()) {
      entry = library_.find(view_.name, view_.version);
    } else {
      std::size_t most = 0;
      for (std::size_t i = 0; i < library_.entries().size() && i < kMostGuessed; ++i) {
        const PromptLibrary::Entry& candidate = library_.entries()[i];
        const std::size_t bytes = literal_bytes(candidate.prompt);
        if (bytes <= std::max<std::size_t>(most, 11)) continue;
        if (!Match(candidate.prompt.messages, view_.resolved, told).run()) continue;
        most = bytes, entry = &candidate;
      }
    }
    if (entry == nullptr) return false;
    view_.file = entry->file;
    if (view_.name.empty()) view_.name = entry->prompt.name;
    if (view_.version.empty()) view_.version = entry->prompt.version;
    take(PromptOrigin::file, entry->prompt.messages, told);
    return true;
  }

  // Another call of the same prompt and version; where none is named, of the same step, agent and service.
  bool is_alike(SpanRow other) const {
    const auto& columns = store_.columns();
    if (columns.type[other.value] != columns.type[span_.value]) return false;
    const MaybeFacts mine = store_.facts(span_);
    const MaybeFacts theirs = store_.facts(other);
    if (mine == nullptr || theirs == nullptr) return false;
    if (mine->prompt_name.present())
      return mine->prompt_name == theirs->prompt_name && mine->prompt_version == theirs->prompt_version;
    return columns.name[other.value] == columns.name[span_.value] && mine->agent_name == theirs->agent_name &&
           !theirs->prompt_name.present();
  }

  // The nearest by row on both sides, so that what is shown does not hang on where the look began.
  std::vector<SpanRow> calls_alike() const {
    std::vector<SpanRow> out;
    const std::uint32_t count = static_cast<std::uint32_t>(store_.span_count());
    for (std::uint32_t step = 1; step < kMostLookedAt && out.size() + 1 < kMostTemplateSamples; ++step) {
      if (step > span_.value && span_.value + step >= count) break;
      if (step <= span_.value && is_alike(SpanRow{span_.value - step})) out.push_back(SpanRow{span_.value - step});
      if (span_.value + step < count && is_alike(SpanRow{span_.value + step}))
        out.push_back(SpanRow{span_.value + step});
    }
    return out;
  }

  void derived() {
    if (store_.columns().type[span_.value] != ObservationType::generation && view_.name.empty()) return;
    std::vector<std::vector<PromptMessage>> samples{view_.resolved};
    if (view_.resolved.empty()) return;
    for (const SpanRow call : calls_alike()) {
      const SpanContent content = read_content(store_, call, payloads_);
      view_.waiting = view_.waiting || content.waiting;
      std::vector<PromptMessage> resolved = resolved_prompt(store_, call, content);
      const bool fits = std::equal(resolved.begin(), resolved.end(), samples[0].begin(), samples[0].end(),
                                   [](const auto& a, const auto& b) { return a.role == b.role; });
      if (fits) samples.push_back(std::move(resolved));
    }
    if (view_.waiting) return;
    auto found = derive_template(samples);
    if (!found) return;
    view_.calls = static_cast<std::uint32_t>(std::min(samples.size(), kMostTemplateSamples));
    take(PromptOrigin::derived, std::move(*found), {});
  }

  const TraceStore& store_;
  SpanRow span_;
  const PromptLibrary& library_;
  PayloadSource& payloads_;
  PromptView view_;
};

}  // namespace

std::string_view name_of(PromptOrigin origin) {
  constexpr std::string_view kNames[] = {"none", "recorded", "file", "derived"};
  return kNames[static_cast<std::size_t>(origin)];
}

Result<void> PromptLibrary::add(std::string file, std::string_view json) {
  auto prompts = read_prompts(json);
  if (!prompts) return prompts.error();
  std::vector<Entry> entries;
  for (PromptVersion& prompt : prompts.value()) entries.push_back({file, std::move(prompt)});
  entries_.insert(entries_.begin(), std::make_move_iterator(entries.begin()), std::make_move_iterator(entries.end()));
  return {};
}

const PromptLibrary::Entry* PromptLibrary::find(std::string_view name, std::string_view version) const {
  const Entry* found = nullptr;
  for (const Entry& entry : entries_) {
    if (entry.prompt.name != name) continue;
    if (!version.empty() && without_v(entry.prompt.version) == without_v(version)) return &entry;
    if (!version.empty()) continue;
    if (entry.prompt.production) return &entry;
    if (found == nullptr || entry.file == found->file) found = &entry;
  }
  return found;
}

PromptView recover_prompt(const TraceStore& store, SpanRow span, const PromptLibrary& library, PayloadSource& payloads,
                          bool derive) {
  return Recovery(store, span, library, payloads).run(derive);
}

}  // namespace spanorama
