"""Reads kept OTLP request bodies and writes them as OTLP JSON Lines and protobuf.

JSON follows the OTLP rules, which differ from protobuf's own JSON: ids are lower-case hex, 64-bit integers are
decimal strings, enums are numbers, other bytes are base64. Fields that protobuf leaves out stay out.
"""
import base64
import json
from pathlib import Path

from google.protobuf.internal.encoder import _VarintBytes
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import TracesData

SPANS_PER_LINE = 40


def read_run(folder):
    """All ResourceSpans of a run, in the order they were exported."""
    found = []
    for path in sorted(Path(folder).glob("*.binpb")):
        found += ExportTraceServiceRequest.FromString(path.read_bytes()).resource_spans
    return found


def spans_of(resource_spans):
    """Yields (resource_spans, scope_spans, span)."""
    for resource in resource_spans:
        for scope in resource.scope_spans:
            for span in scope.spans:
                yield resource, scope, span


def shift(span, by_ns):
    span.start_time_unix_nano += by_ns
    span.end_time_unix_nano += by_ns
    for event in span.events:
        event.time_unix_nano += by_ns


def batches(resource_spans):
    """Regroups spans into requests of about SPANS_PER_LINE, by end time, as a collector's file exporter would."""
    rows = sorted(spans_of(resource_spans), key=lambda row: (row[2].end_time_unix_nano, row[2].span_id))
    for i in range(0, len(rows), SPANS_PER_LINE):
        yield request_of(rows[i:i + SPANS_PER_LINE])


def request_of(rows):
    request = ExportTraceServiceRequest()
    resources, scopes = {}, {}
    for resource, scope, span in rows:
        resource_key = resource.resource.SerializeToString(deterministic=True)
        if resource_key not in resources:
            out = request.resource_spans.add(schema_url=resource.schema_url)
            out.resource.CopyFrom(resource.resource)
            resources[resource_key] = out
        scope_key = (resource_key, scope.scope.SerializeToString(deterministic=True), scope.schema_url)
        if scope_key not in scopes:
            out = resources[resource_key].scope_spans.add(schema_url=scope.schema_url)
            out.scope.CopyFrom(scope.scope)
            scopes[scope_key] = out
        scopes[scope_key].spans.add().CopyFrom(span)
    return request


def to_json(message):
    """A protobuf message as OTLP JSON values."""
    return {camel(field.name): json_field(field, value) for field, value in message.ListFields()}


def camel(name):
    head, *tail = name.split("_")
    return head + "".join(part.title() for part in tail)


def json_field(field, value):
    repeated = field.is_repeated if hasattr(field, "is_repeated") else field.label == field.LABEL_REPEATED
    if repeated:
        return [json_scalar(field, v) for v in value]
    return json_scalar(field, value)


def json_scalar(field, value):
    if field.cpp_type == field.CPPTYPE_MESSAGE:
        return to_json(value)
    if field.type == field.TYPE_BYTES:
        return value.hex() if field.name in ("trace_id", "span_id", "parent_span_id") else \
            base64.b64encode(value).decode()
    if field.cpp_type in (field.CPPTYPE_INT64, field.CPPTYPE_UINT64):
        return str(value)
    return value


def write_jsonl(path, resource_spans):
    lines = [json.dumps(to_json(request), ensure_ascii=False, separators=(",", ":")) for request in
             batches(resource_spans)]
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_binpb(path, resource_spans):
    """One bare TracesData message."""
    Path(path).write_bytes(TracesData(resource_spans=merged(resource_spans)).SerializeToString())


def write_delimited(path, resource_spans):
    """The batches of the JSON Lines file, each after its length as a varint."""
    with open(path, "wb") as out:
        for request in batches(resource_spans):
            body = request.SerializeToString()
            out.write(_VarintBytes(len(body)) + body)


def merged(resource_spans):
    """One ResourceSpans per resource."""
    rows = sorted(spans_of(resource_spans), key=lambda row: (row[2].end_time_unix_nano, row[2].span_id))
    return request_of(rows).resource_spans
