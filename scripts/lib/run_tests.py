#!/usr/bin/env python3
"""Runs the test suites and ends with one line: N passed, N failed, N skipped."""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUMMARY = re.compile(r"test cases:\s*(\d+)\s*\|\s*(\d+) passed\s*\|\s*(\d+) failed\s*\|\s*(\d+) skipped")


def main() -> None:
    passed = failed = skipped = 0
    for program in sorted((ROOT / "build/native/tests").glob("unit_*")):
        print(f"== {program.name}", flush=True)
        run = subprocess.run([program, "--no-colors=true"], check=False, capture_output=True, text=True)
        found = SUMMARY.search(run.stdout)
        if run.returncode or not found:
            print(run.stdout + run.stderr)
        numbers = [int(text) for text in found.groups()] if found else [1, 0, 1, 0]
        passed += numbers[1]
        failed += max(numbers[2], 1 if run.returncode else 0)
        skipped += numbers[3]
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
