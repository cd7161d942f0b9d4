#!/usr/bin/env python3
"""Reports long files and repeated code. Long files are only named; repeated code fails.

A repeat is WINDOW consecutive lines of code that stand elsewhere too, blanks and comments aside.
"""

import collections
import pathlib
import re
import sys

from tracked_files import ROOT, is_code, tracked_files

LONG_LINES = 400
WINDOW = 14
NOISE = re.compile(r"^\s*(//.*|#include.*|#\s.*|[{}()\[\];,]*|using .*|namespace .*|import .*|from .* import .*)?\s*$")
DUPLICATES_CHECKED = {".h", ".cpp", ".py", ".mjs", ".js", ".sh"}


def significant_lines(text: str) -> list[tuple[int, str]]:
    return [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if not NOISE.match(line)]


def windows(path: pathlib.Path, text: str):
    lines = significant_lines(text)
    for start in range(len(lines) - WINDOW + 1):
        block = lines[start:start + WINDOW]
        yield "\n".join(line for _, line in block), (path, block[0][0])


def repeats(files: dict[pathlib.Path, str]) -> list[str]:
    """One line per repeated stretch: only its first window is named."""
    places = collections.defaultdict(list)
    for path, text in files.items():
        for block, place in windows(path, text):
            places[block].append(place)
    reported, lines = set(), []
    for block, found in places.items():
        if len(found) < 2:
            continue
        key = tuple(path for path, _ in found)
        if key not in reported:
            reported.add(key)
            lines.append(f"{WINDOW} lines repeat: " + " and ".join(f"{path}:{number}" for path, number in found))
    return lines


def main() -> None:
    files = {path: (ROOT / path).read_text(encoding="utf-8", errors="replace") for path in tracked_files() if is_code(path)}
    for path, text in files.items():
        length = text.count("\n")
        if length > LONG_LINES:
            print(f"note: {path} has {length} lines; nine files in ten stay under {LONG_LINES}")
    found = repeats({path: text for path, text in files.items() if path.suffix in DUPLICATES_CHECKED})
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
