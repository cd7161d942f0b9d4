#!/usr/bin/env python3
"""Reads written OTLP files back with nothing but the standard library, checks them and prints a table.

    python3 check_files.py FILE-OR-FOLDER...

Checked: ids are hex of the right length and unique, parents exist in their trace and start no later than the child,
times are ordered and in the demo's days, int64 values are decimal strings, links point at known spans, no machine path
is left. Protobuf files are walked with a small wire reader of our own. Exits 1 on the first file with a finding.
"""
import json
import re
import sys
from collections import Counter
from pathlib import Path

HEX = {"traceId": re.compile(r"[0-9a-f]{32}$"), "spanId": re.compile(r"[0-9a-f]{16}$")}
MACHINE_PATH = re.compile(r"/(?:root|home|work|Users)/")
EARLIEST_NS, LATEST_NS = 1_794_873_600 * 10**9, (1_794_873_600 + 4 * 86_400) * 10**9


def spans_in_jsonl(path, findings):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if MACHINE_PATH.search(line):
            findings.append(f"line {number}: a machine path: {MACHINE_PATH.search(line)}")
        for resource in json.loads(line)["resourceSpans"]:
            service = next((a["value"]["stringValue"] for a in resource["resource"]["attributes"]
                            if a["key"] == "service.name"), "?")
            for scope in resource["scopeSpans"]:
                for span in scope["spans"]:
                    yield service, scope["scope"]["name"], span


def dialect_of(scope, span):
    if scope == "ai":
        return "vercel_ai"
    if scope in ("langfuse-sdk", "pydantic-ai"):
        return scope
    if scope.startswith("openinference.") or has(span, "openinference.span.kind"):
        return "openinference"
    if has(span, "traceloop.span.kind") or has(span, "gen_ai.openai.api_base") or re.match(
            r"opentelemetry\.instrumentation\.(openai|anthropic|langchain)(\.|$)", scope):
        return "openllmetry"
    return "otel_genai" if has(span, "gen_ai.operation.name") else "plain"


def has(span, key):
    return any(a["key"] == key for a in span.get("attributes", []))


def check_values(value, findings, where):
    if isinstance(value, dict):
        if "intValue" in value and not (isinstance(value["intValue"], str) and re.match(r"-?\d+$", value["intValue"])):
            findings.append(f"{where}: intValue is not a decimal string")
        for inner in value.values():
            check_values(inner, findings, where)
    elif isinstance(value, list):
        for inner in value:
            check_values(inner, findings, where)


def check_spans(spans, findings):
    by_id = {}
    for span in spans:
        key = (span["traceId"], span["spanId"])
        if key in by_id:
            findings.append(f"{key}: twice")
        by_id[key] = span
    starts = {key: int(span["startTimeUnixNano"]) for key, span in by_id.items()}
    for key, span in by_id.items():
        check_span(key, span, starts, findings)
        check_values(span.get("attributes", []), findings, key)


def check_span(key, span, starts, findings):
    start, end = int(span["startTimeUnixNano"]), int(span["endTimeUnixNano"])
    for field, pattern in HEX.items():
        if not pattern.match(span[field]):
            findings.append(f"{key}: {field} is not hex")
    if not EARLIEST_NS <= start <= end <= LATEST_NS:
        findings.append(f"{key}: times out of order or out of the demo's days")
    if any(not start <= int(e["timeUnixNano"]) <= end for e in span.get("events", [])):
        findings.append(f"{key}: an event outside its span")
    parent = span.get("parentSpanId")
    if parent and (span["traceId"], parent) not in starts:
        findings.append(f"{key}: parent {parent} is missing")
    elif parent and starts[(span["traceId"], parent)] > start:
        findings.append(f"{key}: starts before its parent")
    for link in span.get("links", []):
        if (link["traceId"], link["spanId"]) not in starts:
            findings.append(f"{key}: a link to an unknown span")


def varint(data, at):
    value, shift = 0, 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def messages(data, number):
    """The length-delimited fields with this number."""
    at = 0
    while at < len(data):
        tag, at = varint(data, at)
        kind = tag & 7
        if kind == 0:
            _, at = varint(data, at)
        elif kind == 2:
            length, at = varint(data, at)
            if tag >> 3 == number:
                yield data[at:at + length]
            at += length
        else:
            at += 8 if kind == 1 else 4


def spans_in_binpb(path):
    data = path.read_bytes()
    return sorted(next(messages(span, 2)).hex() for resource in messages(data, 1) for scope in messages(resource, 2)
                  for span in messages(scope, 2))


def check_file(path):
    findings = []
    if path.suffix == ".binpb":
        ids = spans_in_binpb(path)
        twin = path.with_suffix(".jsonl")
        if twin.exists() and ids != sorted(s["spanId"] for _, _, s in spans_in_jsonl(twin, findings)):
            findings.append("not the spans of its JSON twin")
        print(f"{path.name:38} {path.stat().st_size:9} {len(ids):6}")
        return findings
    rows = list(spans_in_jsonl(path, findings))
    check_spans([span for _, _, span in rows], findings)
    traces = len({span["traceId"] for _, _, span in rows})
    errors = sum(span.get("status", {}).get("code") == 2 for _, _, span in rows)
    dialects = Counter(dialect_of(scope, span) for _, scope, span in rows)
    print(f"{path.name:38} {path.stat().st_size:9} {len(rows):6} {traces:6} {errors:6}  "
          f"{', '.join(f'{k} {v}' for k, v in sorted(dialects.items()))}")
    return findings


def main():
    paths = []
    for argument in map(Path, sys.argv[1:]):
        paths += sorted(p for p in argument.iterdir() if p.suffix in (".jsonl", ".binpb")) if argument.is_dir() else [argument]
    print(f"{'file':38} {'bytes':>9} {'spans':>6} {'traces':>6} {'errors':>6}  dialects")
    bad = 0
    for path in paths:
        findings = check_file(path)
        for finding in findings[:10]:
            print(f"  {path.name}: {finding}")
        bad += bool(findings)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
