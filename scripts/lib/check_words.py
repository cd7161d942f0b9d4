#!/usr/bin/env python3
"""Words that do not belong in the project: misspelt terms, paths of one machine, registry hosts, rule numbers.

The glossary is in docs/style.md. Prints PATH:LINE: what is wrong; exit status 1 if anything was found.
"""

import pathlib
import re
import sys
from typing import Iterator, NamedTuple

from tracked_files import ROOT, is_code, tracked_files


class Rule(NamedTuple):
    pattern: re.Pattern
    why: str
    scope: str  # text: every line; prose: documents and comments; code: sources


def rule(pattern: str, why: str, scope: str = "text", flags: int = 0) -> Rule:
    return Rule(re.compile(pattern, flags), why, scope)


RULES = [
    rule(r"(?<![\w.])/(wor[k]|roo[t]|hom[e]/\w+)/", "a path of one machine"),
    rule(r"registry\.npm\w+\.\w+|\w+\.debian\.org/debian|pypi\.org/simple|\w+\.pythonhosted\.org|proxy\.golang\.org"
         r"|static\.crates\.io|repo1?\.maven\.", "the host of a package registry"),
    rule(r"\b[Ii]ssue\s+#\d+|\bissues? number \d+", "the number of an issue"),
    rule(r"\b(?!X11\b)[XM]\d{1,3}\b", "the number of a rule: write the rule in words", "prose"),
    rule(r"\b(TODO|FIXME|XXX)\b(?!(\([^)]*\))?: \S+( \S+){2})", "a TODO says what and why", "prose"),
    rule(r"\b(Opentelemetry|Open Telemetry|open-telemetry(?!/))\b", "OpenTelemetry", "prose"),
    rule(r"\b(ImGUI|Imgui|IMGui)\b", "Dear ImGui", "prose"),
    rule(r"\b(Javascript|Github|Webassembly|WebGl|Protobuff|Wasm module)\b", "the name's own spelling", "prose"),
    rule(r"\b(seperat|occured|recieve|lenght|wich\b|teh\b|existance|transfered|compatab|paramter|agregat)",
         "a spelling mistake", "text", re.IGNORECASE),
    rule(r"\b(latency_(ns|ms)|span_(idx|index)|trace_(idx|index)|row_idx)\b",
         "the glossary says duration, span_row, trace_row", "code"),
    rule(r"\b(not_(hidden|visible|empty|found|selected)|is_not_\w+|no_\w+_flag)\s*=", "a negated name", "code"),
]

SKIPPED = {"scripts/lib/check_words.py", "tests/scripts/check_words_test.py"}
DATA_FOLDERS = ("tests/fixtures/", "tests/golden/", "tests/images/", "tests/fuzz/corpus/", "assets/")
COMMENT = re.compile(r"//(.*)$|(?:^|\s)#\s(.*)$|/\*(.*)|^\s*\*(.*)$|<!--(.*)")
DOCUMENTS = {".md", ".txt", ".html"}


def prose_of(path: pathlib.Path, line: str) -> str:
    """A document's whole line, or what a source line says in its comment."""
    if path.suffix in DOCUMENTS:
        return line
    found = COMMENT.search(line)
    return next((group for group in found.groups() if group), "") if found else ""


def problems_in(path: pathlib.Path, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        views = {"text": line, "prose": prose_of(path, line), "code": line if is_code(path) else ""}
        for each in RULES:
            found = each.pattern.search(views[each.scope])
            if found:
                yield f"{path}:{number}: '{found[0].strip()}': {each.why}"


def main() -> None:
    found = False
    for path in tracked_files():
        name = path.as_posix()
        if name in SKIPPED or name.startswith(DATA_FOLDERS):
            continue
        for problem in problems_in(path, (ROOT / path).read_text(encoding="utf-8", errors="replace")):
            print(problem)
            found = True
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
