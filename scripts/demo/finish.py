#!/usr/bin/env python3
"""Turns the kept request bodies into the committed files: scrubs, places in time, prices some services, writes.

    python3 finish.py RAW SAMPLES FIXTURES

What it changes is only: machine paths and the middle of long stack traces, the time of whole traces (never anything inside one), and
cost attributes on the model spans of the services in COST_KEYS, as a gateway that knows prices would add them.
"""
import os
import random
import re
import sys
import sysconfig
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

import otlp_files

SECOND = 10**9
HOUR = 3600 * SECOND
FIRST_DAY_NS = 1_794_873_600 * SECOND  # Tuesday 2026-11-17 00:00 UTC
FIXTURE_NS = FIRST_DAY_NS + 34 * HOUR
DAYS = 3
INCIDENT_NS = FIRST_DAY_NS + 38 * HOUR  # Wednesday 14:00: half of the failures fall into this hour
HOUR_WEIGHTS = [2, 1, 1, 1, 1, 2, 4, 7, 12, 15, 16, 14, 10, 13, 16, 15, 13, 10, 7, 5, 4, 4, 3, 2]

USD_PER_MTOK = {  # input, cached input, output
    "gpt-4o": (2.5, 1.25, 10), "gpt-4o-mini": (0.15, 0.075, 0.6), "gpt-4.1-mini": (0.4, 0.1, 1.6), "o4-mini": (1.1, 0.275, 4.4)}
STACK_LINES = 9
COST_KEYS = {"docs-assistant": "openinference", "billing-agent": "otel"}

REPOSITORY = str(Path(__file__).resolve().parents[2])
SCRUBBED = [(re.compile(re.escape(REPOSITORY) + r"/build/demo/venv[-a-z0-9]*"), "/app/.venv"),
            (re.compile(r"(?:file://)?" + re.escape(REPOSITORY) + r"/(?:scripts/demo|build/demo/node(?:-[-a-z0-9]+)?)"), "/app"),
            (re.compile(re.escape(sysconfig.get_paths()["stdlib"])), "/usr/lib/python3.11"),
            (re.compile(re.escape(os.path.realpath(sysconfig.get_paths()["stdlib"]))), "/usr/lib/python3.11")]


INSTANT_KEYS = ("langfuse.observation.completion_start_time", "ai.response.timestamp",
                "mastra.completion_start_time")  # ISO 8601 text, maybe quoted


def attributes_of(holder):
    return {a.key: getattr(a.value, a.value.WhichOneof("value") or "string_value") for a in holder.attributes}


def scrub(span):
    for holder in [span, *span.events]:
        for attribute in holder.attributes:
            if attribute.value.WhichOneof("value") == "string_value":
                text = clean(attribute.value.string_value)
                attribute.value.string_value = shorten(text) if attribute.key == "exception.stacktrace" else text
    span.status.message = clean(span.status.message)


def clean(text):
    for pattern, replacement in SCRUBBED:
        text = pattern.sub(replacement, text)
    return text


def shorten(stack):
    """Keeps both ends of a long stack trace; the frames between are the insides of HTTP clients."""
    lines = stack.split("\n")
    left_out = len(lines) - 2 * STACK_LINES
    return stack if left_out <= 1 else "\n".join(
        lines[:STACK_LINES] + [f"  ... {left_out} lines left out"] + lines[-STACK_LINES:])


# ---- time ----------------------------------------------------------------------------------------------------------

class Trace:
    """One trace's spans, and what decides where it goes."""

    def __init__(self, spans):
        self.spans = spans
        self.start_ns = min(s.start_time_unix_nano for s in spans)
        self.session = next((v for v in map(session_of, spans) if v), None)
        self.failed = any(s.status.code == 2 and not s.parent_span_id for s in spans)
        self.judges = next((link.trace_id for s in spans for link in s.links if link.trace_id != s.trace_id), None)


def session_of(span):
    found = attributes_of(span)
    for key in ("session.id", "gen_ai.conversation.id", "traceloop.association.properties.session_id"):
        if key in found:
            return found[key]
    return None


def traces_of(resource_spans):
    by_id = defaultdict(list)
    for _, _, span in otlp_files.spans_of(resource_spans):
        by_id[span.trace_id].append(span)
    return {i: Trace(spans) for i, spans in by_id.items()}


def move(span, by_ns):
    """Shifts a span, and the instants that some SDKs write as text."""
    otlp_files.shift(span, by_ns)
    for attribute in span.attributes:
        if attribute.key in INSTANT_KEYS:
            text = attribute.value.string_value
            moved = datetime.fromisoformat(text.strip('"').replace("Z", "+00:00")) + timedelta(microseconds=by_ns // 1000)
            form = moved.isoformat(timespec="microseconds").replace("+00:00", "Z")
            attribute.value.string_value = f'"{form}"' if text.startswith('"') else form


def busy_time(chooser):
    """A moment within the three days, more likely in working hours."""
    hour = chooser.choices(range(24), HOUR_WEIGHTS)[0]
    return FIRST_DAY_NS + chooser.randrange(DAYS) * 24 * HOUR + hour * HOUR + chooser.randrange(HOUR)


def place(traces, chooser):
    """Moves every trace: those of a session follow each other, judging traces follow what they judge."""
    next_ns, target = {}, {}
    for trace_id, trace in sorted(traces.items(), key=lambda item: item[1].start_ns):
        if trace.judges is not None:
            continue
        if trace.failed and chooser.random() < 0.5:
            target[trace_id] = INCIDENT_NS + chooser.randrange(HOUR)
            continue
        at = next_ns.get(trace.session) or busy_time(chooser)
        target[trace_id] = at
        if trace.session:
            next_ns[trace.session] = at + chooser.randrange(45, 420) * SECOND + chooser.randrange(SECOND)
    for trace_id, trace in traces.items():
        if trace.judges is not None:
            target[trace_id] = target[trace.judges] + 95 * SECOND
        for span in trace.spans:
            move(span, target[trace_id] - trace.start_ns)


# ---- cost ----------------------------------------------------------------------------------------------------------

def add_cost(resource, span):
    form = COST_KEYS.get(attributes_of(resource.resource).get("service.name"))
    found = attributes_of(span)
    model = found.get("gen_ai.request.model") or found.get("llm.model_name", "")
    price = USD_PER_MTOK.get(re.sub(r"-\d{4}-\d\d-\d\d$", "", model))
    if not form or not price:
        return
    dotted = form == "otel"
    tokens = [found.get(k, 0) for k in (
        ("gen_ai.usage.input_tokens", "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.output_tokens") if dotted else
        ("llm.token_count.prompt", "llm.token_count.prompt_details.cache_read", "llm.token_count.completion"))]
    if not tokens[0]:
        return
    prompt = ((tokens[0] - tokens[1]) * price[0] + tokens[1] * price[1]) / 1e6
    completion = tokens[2] * price[2] / 1e6
    costs = {"gen_ai.usage.cost": prompt + completion} if dotted else {
        "llm.cost.prompt": prompt, "llm.cost.completion": completion, "llm.cost.total": prompt + completion}
    for key, value in costs.items():
        span.attributes.add(key=key).value.double_value = round(value, 9)


# ---- files ---------------------------------------------------------------------------------------------------------

def read_scrubbed(folders):
    resource_spans = [r for folder in sorted(folders) for r in otlp_files.read_run(folder)]
    for resource, _, span in otlp_files.spans_of(resource_spans):
        scrub(span)
        add_cost(resource, span)
    return resource_spans


def write_samples(raw, samples):
    parts = {"password-reset": list(raw.glob("support-*")), "research-agent": list(raw.glob("research-*")),
             "batch": list(raw.glob("batch-*"))}
    read = {name: read_scrubbed(folders) for name, folders in parts.items()}
    everything = [r for one in read.values() for r in one]
    place(traces_of(everything), random.Random(20261117))
    samples.mkdir(parents=True, exist_ok=True)
    otlp_files.write_jsonl(samples / "demo.otlp.jsonl", everything)
    otlp_files.write_jsonl(samples / "password-reset.otlp.jsonl", first_session(read["password-reset"]))
    otlp_files.write_binpb(samples / "research-agent.otlp.binpb", read["research-agent"])


def first_session(resource_spans, session="sess-rosa-0417"):
    """Only the traces of one session, for a sample that can be read line by line."""
    chosen = {i for i, trace in traces_of(resource_spans).items() if trace.session == session}
    rows = [row for row in otlp_files.spans_of(resource_spans) if row[2].trace_id in chosen]
    return otlp_files.request_of(rows).resource_spans


def write_fixtures(raw, fixtures):
    fixtures.mkdir(parents=True, exist_ok=True)
    for folder in sorted(raw.glob("sdk-*")):
        resource_spans = read_scrubbed([folder])
        by_ns = FIXTURE_NS - min(t.start_ns for t in traces_of(resource_spans).values())
        for _, _, span in otlp_files.spans_of(resource_spans):
            move(span, by_ns)
        name = folder.name[len("sdk-"):].replace("-", "_")
        otlp_files.write_jsonl(fixtures / f"{name}.jsonl", resource_spans)
        otlp_files.write_binpb(fixtures / f"{name}.binpb", resource_spans)
        if name == "otel_genai_openai":
            otlp_files.write_delimited(fixtures / f"{name}.stream-varint.pb", resource_spans)


def main():
    raw, samples, fixtures = map(Path, sys.argv[1:4])
    write_samples(raw, samples)
    write_fixtures(raw, fixtures)


if __name__ == "__main__":
    main()
