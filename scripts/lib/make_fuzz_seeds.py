#!/usr/bin/env python3
"""Seeds for the fuzzers, made from tests/fixtures: what a fuzzer's first byte chooses is put before each file.

    scripts/lib/make_fuzz_seeds.py FOLDER        writes FOLDER/<fuzzer>/<fixture>

Files over LIMIT_BYTES are left out: a fuzzer mutates small inputs better, and libFuzzer would cut them.
"""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
LIMIT_BYTES = 64 * 1024
OTHER_JSON_FORMATS = 10  # as many as fuzz_other_json.cpp chooses among
TEXTS = {  # for fuzz_texts.cpp, whose first byte chooses what reads them
    "views": b'\x02{"spanorama_views": 1, "views": [{"name": "Slow", "filter": "duration:>5s", "sort": "start:desc"}]}',
    "filter": b'\x03-env:dev model:(gpt-4o* OR "a b") duration:1s..p95 metadata."a b":>=2 name:/^x/ `two words` time:last 6h',
    "link": b"\x04#v=2&src=https%3A%2F%2Fhost%2Fa.json&f=status%3Aerror&trace=0af7651916cd43dd8448eb211c80319c&t=1..2",
    "media": b"\x05data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ",
    "bidi": "\x06a \u05d0\u05d1 (\u0633\u0644\u0627\u0645) 12".encode(),
}
PROTO_FRAMINGS = {".be32.pb": 2, ".varint.pb": 1, ".stream-varint.pb": 1, ".binpb": 0}


def first_bytes(path: pathlib.Path) -> dict[str, list[bytes]]:
    """What stands before the file's bytes, for each fuzzer that can use it."""
    out = {"fuzz_unpack": [b"\x00", b"\x06"]}
    if path.suffix in (".json", ".jsonl"):
        out["fuzz_otlp_json"] = [b""]
        out["fuzz_other_json"] = [bytes([n]) for n in range(OTHER_JSON_FORMATS)]
        out["fuzz_texts"] = [b"\x00", b"\x01"]
    for ending, framing in PROTO_FRAMINGS.items():
        if path.name.endswith(ending):
            out["fuzz_otlp_proto"] = [bytes([framing])]
    return out


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 3
    target, written = pathlib.Path(sys.argv[1]), 0
    for path in sorted(p for p in FIXTURES.rglob("*") if p.is_file()):
        data = path.read_bytes()
        if len(data) > LIMIT_BYTES:
            continue
        name = "-".join(path.relative_to(FIXTURES).parts)
        for fuzzer, starts in first_bytes(path).items():
            folder = target / fuzzer
            folder.mkdir(parents=True, exist_ok=True)
            for n, start in enumerate(starts):
                (folder / f"{name}-{n}").write_bytes(start + data)
                written += 1
    for name, seed in TEXTS.items():
        (target / "fuzz_texts" / name).write_bytes(seed)
        written += 1
    print(f"{written} seeds in {target}")
    return 0 if written else 1


if __name__ == "__main__":
    sys.exit(main())
