#!/usr/bin/env python3
"""Encodes tests/fixtures/hand/proto/*.textproto with protoc, so that the binary fixtures can be read and changed as text.

    scripts/lib/make_proto_fixtures.py [DESCRIPTORS]

Writes one bare message per text (NAME.binpb), and all texts as one stream each with varint and with 4-byte
big-endian lengths (stream.varint.pb, stream.be32.pb). DESCRIPTORS is build/deps/otlp/descriptors.bin if not given.
"""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "fixtures" / "hand" / "proto"


def encoded(text: pathlib.Path, descriptors: str) -> bytes:
    command = ["protoc", f"--descriptor_set_in={descriptors}", "--encode=opentelemetry.proto.trace.v1.TracesData",
               "opentelemetry/proto/trace/v1/trace.proto"]
    return subprocess.run(command, input=text.read_bytes(), capture_output=True, check=True).stdout


def varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def main() -> None:
    descriptors = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build" / "deps" / "otlp" / "descriptors.bin")
    messages = []
    for text in sorted(FOLDER.glob("*.textproto")):
        messages.append(encoded(text, descriptors))
        text.with_suffix(".binpb").write_bytes(messages[-1])
    (FOLDER / "stream.varint.pb").write_bytes(b"".join(varint(len(m)) + m for m in messages))
    (FOLDER / "stream.be32.pb").write_bytes(b"".join(len(m).to_bytes(4, "big") + m for m in messages))


if __name__ == "__main__":
    main()
