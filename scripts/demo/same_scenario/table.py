#!/usr/bin/env python3
"""Says, SDK by SDK, which facts of the same scenario the program reads as they were: a table for docs/dialects.md.

    python3 table.py [--write] [--program build/native/spanorama]

Without --write it compares and ends with 1 where the committed table is out of date. A cell is = where all was told as
it happened, the mark != where something else was told (listed below the table), and empty where nothing was.
"""
import argparse
import json
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
FIXTURES = REPOSITORY / "tests/fixtures/sdk_same"
PAGE = REPOSITORY / "docs/dialects.md"
BEGIN, END = "<!-- same scenario: begin -->", "<!-- same scenario: end -->"

sys.path.insert(0, str(REPOSITORY / "scripts/demo"))
sys.dont_write_bytecode = True

from articles import found  # noqa: E402
from story_texts import ANSWER, CALL, QUESTION, STATUS, SYSTEM  # noqa: E402

SDKS = {
    "otel_genai_openai": "OpenTelemetry GenAI, OpenAI", "otel_genai_anthropic": "OpenTelemetry GenAI, Anthropic",
    "openllmetry_openai": "OpenLLMetry, OpenAI", "openllmetry_anthropic": "OpenLLMetry, Anthropic",
    "openllmetry_langchain": "OpenLLMetry, LangChain", "openinference_openai": "OpenInference, OpenAI",
    "openinference_anthropic": "OpenInference, Anthropic", "openinference_langchain": "OpenInference, LangChain",
    "llama_index": "OpenInference, LlamaIndex", "crewai": "OpenInference, CrewAI", "langfuse": "Langfuse SDK",
    "pydantic_ai": "Pydantic AI", "google_adk": "Google ADK", "strands": "Strands", "vercel_ai": "Vercel AI SDK",
    "mastra": "Mastra"}

# (provider, model asked for, model that answered, cost in millionths of a cent). The costs are worked out by hand from
# dollars per million tokens, input / cached input / output: 412 + 276 plain, 1408 cached, 24 + 187 output tokens.
#   gpt-4o             2.50 / 1.25 / 10:   1720.0 + 1760.00 + 2110.0 = 5590.00 micro-dollars
#   claude-sonnet-4-5  3.00 / 0.30 / 15:   2064.0 +  422.40 + 3165.0 = 5651.40
#   gemini-2.5-flash   0.30 / 0.03 / 2.50:  206.4 +   42.24 +  527.5 =  776.14
OPENAI = ("openai", "gpt-4o", "gpt-4o-2024-08-06", 559000)
ANTHROPIC = ("anthropic", "claude-sonnet-4-5", "claude-sonnet-4-5-20250929", 565140)
GEMINI = ("gcp.gemini", "gemini-2.5-flash", "gemini-2.5-flash", 77614)
DOCUMENTS = found(("kb-117", 0.91), ("kb-114", 0.84))
REFUSAL = "Rate limit reached for requests per minute"


def maker_of(name):
    return ANTHROPIC if "anthropic" in name else GEMINI if name == "google_adk" else OPENAI


class Run:
    """The spans of one fixture: `calls` are the two counted model calls, `refused` the failed spans of the other."""

    def __init__(self, program, name):
        path = FIXTURES / f"{name}.jsonl"
        self.provider, self.asked, self.answered, self.cost = maker_of(name)
        traces, spans = (lines_of(program, *words, path) for words in (["traces"], ["export", "--to", "jsonl"]))
        whole = next(t for t in traces if t["input_tokens"])
        self.trace = whole
        self.spans = [s for s in spans if s["trace_id"] == whole["trace_id"]]
        self.other = [s for s in spans if s["trace_id"] != whole["trace_id"]]
        self.refused = [s for s in self.other if s["status"] == "error"]
        self.calls = sorted((s for s in self.spans if s["counted"]), key=lambda s: int(s["start_unix_nano"]))

    def typed(self, kind):
        return [s for s in self.spans if s["type"] == kind]

    def of_calls(self, field):
        return [s[field] for s in self.calls]


def lines_of(program, *arguments):
    run = subprocess.run([program, *arguments, "--quiet"], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def texts(messages, roles):
    return [p.get("text") or p.get("content") or "" for m in messages or [] if m["role"] in roles for p in m["parts"]
            if p["type"] == "text"]


def speakers(run):
    """The two calls, then the other model and agent spans: some libraries tell a call's words on the span around it."""
    return run.calls + [s for s in run.spans if s["type"] in ("generation", "agent") and s not in run.calls]


def as_json(text):
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text


def first_told(values):
    """The first value that is there, or None; for facts that several spans of a run may carry."""
    return next((v for v in values if v not in (None, "", [], {})), None)


def model_asked(run):
    return first_told(s["model"] for s in run.calls)


def type_of(kind):
    return lambda run: kind if run.typed(kind) else None


def same(expected):
    return lambda value, run: value == (expected(run) if callable(expected) else expected)


def calls_field(field, expected):
    """A number of each of the two calls; what is not there where nothing is expected is no difference."""
    def read(run):
        values = run.of_calls(field)
        return None if all(v is None for v in values) else [v or 0 for v in values]
    return read, same(expected)


def documents(run):
    return first_told(s["documents"] for s in run.typed("retriever") + run.spans)


def output_text(run):
    return first_told("".join(texts(s["output_messages"], ("assistant", "model", "ai"))) or s["output"]
                      for s in run.calls[-1:])


def refused_model(run):
    return first_told(s["model"] for s in run.other if s["type"] == "generation")


def input_text(run):
    return first_told("\n".join(texts(s["input_messages"], ("user",))) for s in run.calls[-1:] + speakers(run))


def system_text(run):
    return first_told("\n".join(texts(s["input_messages"], ("system", "developer"))) for s in speakers(run))


def tool_field(field):
    return lambda run: first_told(as_json(s[field]) for s in run.typed("tool"))


def called_tool(run):
    """The call as the model's answer has it."""
    parts = [p for s in speakers(run) for m in s["output_messages"] or [] for p in m["parts"] if p["type"] == "tool_call"]
    return first_told([p.get("name"), as_json(p.get("arguments"))] for p in parts)


def tool_result(run):
    value = tool_field("tool_result")(run)
    return None if value is None else value if isinstance(value, str) else json.dumps(value)


def error_words(run):
    return first_told(s["status_message"] or (s["error"] or {}).get("message") for s in run.refused)


def holds(*words):
    return lambda value, run: all(word in value for word in words)


# column: (reader of a run, whether what it read is what happened)
FACTS = {
    "model": (model_asked, lambda v, run: v in (run.asked, run.answered)),
    "model that answered": (lambda run: first_told(
        s["response_model"] or (s["model"] if s["model"] != run.asked else None) for s in run.calls),
        same(lambda run: run.answered)),
    "provider": (lambda run: first_told(run.of_calls("provider")), same(lambda run: run.provider)),
    "input tokens": calls_field("input_tokens", [412, 1684]),
    "output tokens": calls_field("output_tokens", [24, 187]),
    "cached": calls_field("cache_read_tokens", [0, 1408]),
    "reasoning": calls_field("reasoning_tokens", [0, 64]),
    "cost told": (lambda run: int(run.trace["cost_microcents"]) if run.trace["cost_source"] == "reported" else None,
                  same(lambda run: run.cost)),
    "cost": (lambda run: int(run.trace["cost_microcents"] or 0) or None, same(lambda run: run.cost)),
    "streamed": (lambda run: run.calls[-1]["streaming"] or None, same(True)),
    "first token": (lambda run: run.calls[-1]["ttft_ns"], lambda v, run: 0 < v < int(run.calls[-1]["duration_ns"])),
    "finish": (lambda run: first_told(run.of_calls("finish_reasons")), lambda v, run: True),
    "input": (input_text, holds(QUESTION)),
    "system": (system_text, holds(SYSTEM)),
    "output": (output_text, lambda v, run: v.strip() == ANSWER.strip()),
    "call of the tool": (called_tool, same([CALL["name"], CALL["arguments"]])),
    "tool": (tool_field("tool_name"), same(CALL["name"])),
    "arguments": (tool_field("tool_arguments"), same(CALL["arguments"])),
    "result": (tool_result, holds(STATUS["state"], STATUS["unlocks_at"])),
    "call id": (tool_field("tool_call_id"), lambda v, run: v.startswith(("call_", "toolu_"))),
    "tool list": (lambda run: first_told(json.dumps(s["tool_definitions"]) if s["tool_definitions"] else None for s in speakers(run)),
                  holds(CALL["name"])),
    "retrieval": (type_of("retriever"), lambda v, run: True),
    "query": (lambda run: first_told(s["retrieval_query"] or s["input"] for s in run.typed("retriever")), holds(QUESTION)),
    "documents": (lambda run: documents(run) and [d["content"] for d in documents(run)],
                  same([d["content"] for d in DOCUMENTS])),
    "document scores": (lambda run: first_told([[d["score"] for d in documents(run) or [] if d["score"] is not None]]),
                        same([d["score"] for d in DOCUMENTS])),
    "error type": (lambda run: first_told(s["error_type"] for s in run.refused),
                   lambda v, run: any(word in v for word in ("RateLimit", "Throttled", "Exhausted", "APICallError"))),
    "error message": (error_words, holds(REFUSAL)),
    "model refused": (refused_model, lambda v, run: v in (run.asked, run.answered)),
    "session": (lambda run: run.trace["session_id"], same("sess-fixture-1")),
    "user": (lambda run: run.trace["user_id"], same("u-1042")),
    "tags": (lambda run: run.trace["tags"], same(["fixture", "rag"])),
}


def compare(run):
    """{fact: (mark, value)} of one run."""
    row = {}
    for fact, (read, right) in FACTS.items():
        value = read(run)
        row[fact] = ("", None) if value in (None, "", []) else ("=" if right(value, run) else "≠", value)
    return row


def section(program):
    rows = {name: compare(Run(program, name)) for name in SDKS if (FIXTURES / f"{name}.jsonl").exists()}
    lines = ["| SDK | " + " | ".join(FACTS) + " |", "|" + " --- |" * (len(FACTS) + 1)]
    for name, row in rows.items():
        lines.append(f"| {SDKS[name]} | " + " | ".join(mark for mark, _ in row.values()) + " |")
    others = [f"- {SDKS[name]}, {fact}: {shown(value)}" for name, row in rows.items() for fact, (mark, value) in row.items()
              if mark == "≠"]
    return "\n".join(lines + ([""] + ["Told otherwise (≠):", ""] + others if others else []))


def shown(value):
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split())
    return "`" + (text if len(text) <= 90 else text[:87] + "…").replace("`", "'") + "`"


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--write", action="store_true")
    options.add_argument("--program", default=REPOSITORY / "build/native/spanorama")
    chosen = options.parse_args()
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(BEGIN)
    wanted = f"{head}{BEGIN}\n{section(chosen.program)}\n{END}{rest.partition(END)[2]}"
    if chosen.write:
        PAGE.write_text(wanted, encoding="utf-8")
    elif wanted != page:
        sys.exit("docs/dialects.md: the table of the same scenario is out of date; table.py --write makes it anew")


if __name__ == "__main__":
    main()
