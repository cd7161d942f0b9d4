#!/usr/bin/env python3
"""Writes large OTLP files for hand tests and for timing the page and the command line.

    python3 make_large.py --mb 100 --shape llm --format jsonl -o large.jsonl

--shape llm    traces of an LLM app, about 2 KB of prompt and completion on each model span (--text: as many characters of
               prompt), messages as JSON in a string
--shape spans  traces of a service, about 300 bytes a span in protobuf, ten small attributes
--format json  one document {"resourceSpans":[...]}; jsonl: one such document a line; proto: one bare TracesData message
--seed N       the same seed, shape, format and size give the same bytes; -o - writes to standard output

The file ends after the trace that passes the size. Memory stays small whatever the size: blocks of traces are made
from templates once (the slow part), then written with fresh ids and times put in place, so 100 MB take a few seconds.
"""
import argparse
import json
import random
import struct
import sys

from make_large_text import completion, prompt

START_NS = 1_794_900_000 * 10**9
TEMPLATES = 48  # different traces; each copy gets its own ids and times
TRACES_PER_BLOCK = 16
SERVICE_CHILDREN = 9


class Span:
    """One span of a template; times are offsets from the trace's start, ids are numbers within the trace."""

    def __init__(self, number, parent, name, kind, start_ns, end_ns, attributes, failed=False):
        self.number, self.parent, self.name, self.kind = number, parent, name, kind
        self.start_ns, self.end_ns, self.attributes, self.failed = start_ns, end_ns, attributes, failed


def llm_trace(chooser, text):
    """agent > retrieval, model (asks for a tool), tool, model."""
    ms = 10**6
    first, tool, second = (chooser.randrange(200, 3000) * ms, chooser.randrange(5, 400) * ms,
                           chooser.randrange(300, 6000) * ms)
    model = chooser.choice(["gpt-4o", "gpt-4o-mini", "claude-sonnet-4-5", "claude-haiku-4-5"])
    total = 60 * ms + first + tool + second
    failed = chooser.random() < 0.08
    session = f"sess-{chooser.randrange(10000):04d}"
    return [
        Span(0, None, "invoke_agent support-agent", 1, 0, total, {
            "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "support-agent", "session.id": session,
            "user.id": f"u-{chooser.randrange(500)}", "gen_ai.conversation.id": session}, failed),
        Span(1, 0, "retrieval help-center", 3, 2 * ms, 50 * ms, {
            "gen_ai.operation.name": "retrieval", "gen_ai.data_source.id": "help-center",
            "gen_ai.retrieval.documents": json.dumps([{"id": f"kb-{chooser.randrange(999)}", "score": 0.87,
                                                       "content": prompt(chooser, 300)}])}),
        model_span(2, model, 52 * ms, 52 * ms + first, chooser, text, "tool_calls"),
        Span(3, 0, "execute_tool check_account_status", 1, 54 * ms + first, 54 * ms + first + tool, {
            "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "check_account_status",
            "gen_ai.tool.call.arguments": json.dumps({"account": f"user{chooser.randrange(9999)}@example.com"}),
            "gen_ai.tool.call.result": json.dumps({"state": chooser.choice(["active", "locked"])})}, failed),
        model_span(4, model, 56 * ms + first + tool, total - ms, chooser, text, "stop"),
    ]


def model_span(number, model, start_ns, end_ns, chooser, text, finish):
    asked, said = prompt(chooser, text), completion(chooser, text * 7 // 11)
    messages = [{"role": "system", "parts": [{"type": "text", "content": "You are a helpful assistant."}]},
                {"role": "user", "parts": [{"type": "text", "content": asked}]}]
    answer = [{"role": "assistant", "parts": [{"type": "text", "content": said}], "finish_reason": finish}]
    return Span(number, 0, f"chat {model}", 3, start_ns, end_ns, {
        "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai" if model.startswith("gpt") else "anthropic",
        "gen_ai.request.model": model, "gen_ai.response.model": model, "gen_ai.request.temperature": 0.2,
        "gen_ai.usage.input_tokens": len(asked) // 4 + 12, "gen_ai.usage.output_tokens": len(said) // 4,
        "gen_ai.response.time_to_first_chunk": chooser.randrange(80, 200) / 1000,
        "gen_ai.response.finish_reasons": [finish],
        "gen_ai.input.messages": json.dumps(messages, ensure_ascii=False),
        "gen_ai.output.messages": json.dumps(answer, ensure_ascii=False)})


def service_trace(chooser):
    """One request and nine calls below it, some nested."""
    spans, at, ms = [], 0, 10**6
    for number in range(SERVICE_CHILDREN + 1):
        parent = None if number == 0 else chooser.randrange(number) if number < 4 else 0
        length = chooser.randrange(1, 60) * ms
        spans.append(Span(number, parent, chooser.choice(["GET /notes", "SELECT notes", "PUT cache", "GET /users"]), 3,
                          at, at + length, {
            "http.request.method": "GET", "http.route": "/v2/notes/{id}", "http.response.status_code": 200,
            "server.address": f"notes-{chooser.randrange(20)}", "server.port": 8080, "url.scheme": "http",
            "db.system.name": "sqlite", "net.rtt_ms": chooser.random(), "cache.hit": chooser.random() < 0.5,
            "shard": chooser.randrange(64)}, chooser.random() < 0.01))
        at += ms // 4
    spans[0].end_ns = max(s.end_ns for s in spans)
    for span in spans[1:]:  # children stay inside their parents
        span.end_ns = min(span.end_ns, spans[span.parent].end_ns)
        span.start_ns = min(max(span.start_ns, spans[span.parent].start_ns), span.end_ns)
    return spans


# ---- JSON ----------------------------------------------------------------------------------------------------------
# A template is the text of one trace's spans cut at its holes; filling is joining the pieces again.

def json_value(value):
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, list):
        return {"arrayValue": {"values": [json_value(v) for v in value]}}
    return {"stringValue": value}


class JsonTemplate:
    def __init__(self, spans):
        self.holes, self.pieces = [], []
        texts = []
        for span in spans:
            body = {"traceId": "@T@", "spanId": f"@S{span.number}@"}
            if span.parent is not None:
                body["parentSpanId"] = f"@S{span.parent}@"
            body.update(name=span.name, kind=span.kind, startTimeUnixNano=f"@N{span.start_ns}@",
                        endTimeUnixNano=f"@N{span.end_ns}@",
                        attributes=[{"key": k, "value": json_value(v)} for k, v in span.attributes.items()],
                        status={"code": 2, "message": "failed as asked"} if span.failed else {})
            texts.append(json.dumps(body, ensure_ascii=False, separators=(",", ":")))
        self._cut(",".join(texts))

    def _cut(self, text):
        for i, part in enumerate(text.split('"@')):
            hole, mark, rest = part.partition('@"') if i else ("", "", part)
            if i:
                self.holes.append((hole[0], int(hole[1:] or 0)))
            self.pieces.append(rest)

    def fill(self, trace_id, span_base, start_ns):
        out = [self.pieces[0]]
        for (kind, number), piece in zip(self.holes, self.pieces[1:]):
            value = (trace_id if kind == "T" else f"{span_base + number:016x}" if kind == "S" else str(start_ns + number))
            out += ('"', value, '"', piece)
        return "".join(out)


RESOURCE = {"attributes": [{"key": "service.name", "value": {"stringValue": "large-demo"}}]}
SCOPE = {"name": "make_large", "version": "1"}


def json_block(filled):
    head = f'{{"resource":{json.dumps(RESOURCE)},"scopeSpans":[{{"scope":{json.dumps(SCOPE)},"spans":['
    return (head + ",".join(filled) + "]}]}").encode("utf-8")


def write_json(write, blocks, lines):
    write(b"" if lines else b'{"resourceSpans":[')
    for number, filled in enumerate(blocks):
        if lines:
            write(b'{"resourceSpans":[' + json_block(filled) + b"]}\n")
        else:
            write((b",\n" if number else b"") + json_block(filled))
    write(b"" if lines else b"]}\n")


# ---- protobuf ------------------------------------------------------------------------------------------------------

def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(number, body):
    body = body.encode("utf-8") if isinstance(body, str) else body
    return varint(number << 3 | 2) + varint(len(body)) + body


def proto_value(value):
    if isinstance(value, bool):
        return bytes([2 << 3, value])
    if isinstance(value, int):
        return varint(3 << 3) + varint(value)
    if isinstance(value, float):
        return varint(4 << 3 | 1) + struct.pack("<d", value)
    if isinstance(value, list):
        return field(5, b"".join(field(1, proto_value(v)) for v in value))
    return field(1, value)


def key_value(key, value):
    return field(1, key) + field(2, proto_value(value))


class ProtoTemplate:
    """Ids and times have fixed widths in protobuf, so holes are offsets into one buffer."""

    def __init__(self, spans):
        self.holes, out = [], b""
        for span in spans:
            holes, body = [], b""

            def hole(tag, kind, number, width):
                nonlocal body
                body += tag
                holes.append((kind, number, len(body)))
                body += bytes(width)

            hole(b"\x0a\x10", "T", 0, 16)
            hole(b"\x12\x08", "S", span.number, 8)
            if span.parent is not None:
                hole(b"\x22\x08", "S", span.parent, 8)
            body += field(5, span.name) + bytes([6 << 3, span.kind])
            hole(bytes([7 << 3 | 1]), "N", span.start_ns, 8)
            hole(bytes([8 << 3 | 1]), "N", span.end_ns, 8)
            body += b"".join(field(9, key_value(k, v)) for k, v in span.attributes.items())
            if span.failed:
                body += field(15, field(2, "failed as asked") + bytes([3 << 3, 2]))
            head = b"\x12" + varint(len(body))  # field 2 of ScopeSpans
            self.holes += [(kind, number, len(out) + len(head) + at) for kind, number, at in holes]
            out += head + body
        self.bytes = out

    def fill(self, trace_id, span_base, start_ns):
        out = bytearray(self.bytes)
        for kind, number, at in self.holes:
            if kind == "T":
                out[at:at + 16] = bytes.fromhex(trace_id)
            elif kind == "S":
                out[at:at + 8] = (span_base + number).to_bytes(8, "big")
            else:
                out[at:at + 8] = (start_ns + number).to_bytes(8, "little")
        return bytes(out)


def write_proto(write, blocks):
    """TracesData is a repeated field, so resource spans can simply follow each other."""
    resource = field(1, field(1, key_value("service.name", "large-demo")))
    scope = field(1, field(1, "make_large") + field(2, "1"))
    for filled in blocks:
        write(field(1, resource + field(2, scope + b"".join(filled))))


# ---- command -------------------------------------------------------------------------------------------------------

class Counted:
    """Counts the bytes written, so that the blocks know when to stop."""

    def __init__(self, out):
        self.out, self.bytes = out, 0

    def __call__(self, data):
        self.out.write(data)
        self.bytes += len(data)


def blocks(templates, chooser, counted, wanted_bytes):
    """Lists of filled templates, one list per ResourceSpans."""
    made, start_ns = 0, START_NS
    while counted.bytes < wanted_bytes:
        filled = []
        for _ in range(TRACES_PER_BLOCK):
            template = templates[chooser.randrange(len(templates))]
            made += 1
            start_ns += chooser.randrange(10**6, 400 * 10**6)
            filled.append(template.fill(f"{chooser.getrandbits(127) | 1:032x}", made << 8 | 1, start_ns))
        yield filled


def main():
    arguments = argparse.ArgumentParser(description="Writes large OTLP files.")
    arguments.add_argument("--mb", type=float, default=100, help="size in millions of bytes")
    arguments.add_argument("--shape", choices=["llm", "spans"], default="llm")
    arguments.add_argument("--text", type=int, default=1100, help="characters in a prompt; a completion has 7/11 of them")
    arguments.add_argument("--format", choices=["json", "jsonl", "proto"], default="jsonl")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("-o", "--output", default="-")
    options = arguments.parse_args()
    chooser = random.Random(options.seed)
    make = (lambda chooser: llm_trace(chooser, options.text)) if options.shape == "llm" else service_trace
    template = ProtoTemplate if options.format == "proto" else JsonTemplate
    templates = [template(make(chooser)) for _ in range(TEMPLATES)]
    with (sys.stdout.buffer if options.output == "-" else open(options.output, "wb")) as out:
        counted = Counted(out)
        todo = blocks(templates, chooser, counted, options.mb * 1e6)
        if options.format == "proto":
            write_proto(counted, todo)
        else:
            write_json(counted, todo, options.format == "jsonl")


if __name__ == "__main__":
    main()
