"""Numbers of passed, failed and skipped tests, and the one line that every suite ends with."""

import re
from typing import NamedTuple

LINE = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped$")
DOCTEST = re.compile(r"test cases:\s*\d+\s*\|\s*(\d+) passed\s*\|\s*(\d+) failed\s*\|\s*(\d+) skipped")


class Counts(NamedTuple):
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def plus(self, other: "Counts") -> "Counts":
        return Counts(*(mine + theirs for mine, theirs in zip(self, other)))

    def line(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def from_output(output: str, pattern: re.Pattern, status: int) -> Counts:
    """The last summary in a program's output; a bad exit status is one failure at least, no summary one exactly."""
    for line in reversed(output.splitlines()):
        found = pattern.search(line)
        if found:
            counts = Counts(*(int(text) for text in found.groups()))
            return counts._replace(failed=max(counts.failed, 1)) if status else counts
    return Counts(failed=1)
