#!/usr/bin/env python3
"""Writes a trace whose messages hold pictures, sounds and files in the ways that SDKs write them.

    python3 make_media.py > tests/fixtures/media/messages.json
"""
import base64
import json
import math
import struct
import sys
import zlib

START_NS = 1_794_900_000 * 10**9


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, said_width=None):
    """Orange on the left, teal on the right, a white disc in the middle."""
    rows = b""
    for y in range(height):
        rows += b"\0"
        for x in range(width):
            inside = (x - width / 2) ** 2 + (y - height / 2) ** 2 < (height / 4) ** 2
            rows += b"\xff\xff\xff" if inside else b"\xe8\x8a\x2c" if x < width / 2 else b"\x1f\x9e\x8f"
    head = struct.pack(">IIBBBBB", said_width or width, said_width or height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def wav(seconds, hertz):
    rate = 8000
    samples = b"".join(struct.pack("<h", int(9000 * math.sin(2 * math.pi * hertz * i / rate))) for i in range(int(rate * seconds)))
    body = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, rate, 2 * rate, 2, 16) + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(body)) + body


def base64_of(data):
    return base64.b64encode(data).decode("ascii")


def messages():
    picture = png(240, 160)
    return [
        {"role": "user", "content": [
            {"type": "text", "text": "What is in this picture?"},
            {"type": "image_url", "image_url": {"url": "data:image/png;base64," + base64_of(picture)}},
        ]},
        {"role": "user", "parts": [
            {"type": "blob", "modality": "image", "mime_type": "image/png", "content": base64_of(png(30, 60))},
            {"type": "uri", "modality": "image", "uri": "https://pictures.example/elsewhere.png"},
        ]},
        {"role": "user", "content": [
            {"type": "input_audio", "input_audio": {"data": base64_of(wav(0.2, 440)), "format": "wav"}},
            {"type": "document", "source": {"type": "base64", "media_type": "application/pdf",
                                            "data": base64_of(b"%PDF-1.4\n% nothing on it\n")}},
            {"type": "input_file", "file_id": "file-abc123"},
        ]},
        {"role": "user", "content": [
            {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": base64_of(picture[:60])}},
            {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": base64_of(png(2, 2, 60000))}},
        ]},
    ]


def main():
    answer = [{"role": "assistant", "parts": [{"type": "text", "content": "A white disc between orange and teal."}]}]
    attributes = {"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4o",
                  "gen_ai.input.messages": json.dumps(messages()), "gen_ai.output.messages": json.dumps(answer)}
    span = {"traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "b7ad6b7169203331", "name": "chat gpt-4o", "kind": 3,
            "startTimeUnixNano": str(START_NS), "endTimeUnixNano": str(START_NS + 1_200_000_000),
            "attributes": [{"key": k, "value": {"stringValue": v}} for k, v in attributes.items()]}
    document = {"resourceSpans": [{"resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "pictures"}}]},
                                   "scopeSpans": [{"spans": [span]}]}]}
    json.dump(document, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
