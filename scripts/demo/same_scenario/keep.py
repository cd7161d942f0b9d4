"""Writes what the receiver kept as one JSON Lines file per SDK: scrubbed and moved to a fixed day, as finish.py does.

    python3 keep.py RAW FIXTURES
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import finish  # noqa: E402
import otlp_files  # noqa: E402


def main():
    raw, fixtures = map(Path, sys.argv[1:3])
    fixtures.mkdir(parents=True, exist_ok=True)
    for folder in sorted(raw.glob("*")):
        resource_spans = finish.read_scrubbed([folder])
        by_ns = finish.FIXTURE_NS - min(t.start_ns for t in finish.traces_of(resource_spans).values())
        for resource, _, span in otlp_files.spans_of(resource_spans):
            finish.move(span, by_ns)
            for attribute in resource.resource.attributes:
                if attribute.key in ("host.name", "host.id", "process.owner"):
                    attribute.value.string_value = "demo"
        otlp_files.write_jsonl(fixtures / f"{folder.name}.jsonl", resource_spans)


if __name__ == "__main__":
    main()
