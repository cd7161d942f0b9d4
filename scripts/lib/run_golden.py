#!/usr/bin/env python3
"""Golden text: runs the program as tests/golden/<case>/command says and compares with expected.txt.

    tests/golden/list_of_traces/command          traces input.json --format csv
    tests/golden/list_of_traces/expected.txt     what it prints; words on standard error follow "--- stderr"
    tests/golden/list_of_traces/expected_status  its exit status, where that is not 0

The program runs in the case's folder. The checkout's path is printed as <checkout>; nothing else is replaced.
"""

import concurrent.futures
import difflib
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

from counts import Counts

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build" / "native" / "spanorama"
TIMEOUT_S = 120


def run_case(case: pathlib.Path, home: str) -> tuple[str, int]:
    arguments = shlex.split((case / "command").read_text(encoding="utf-8"))
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": home, "NO_COLOR": "1"}
    try:
        run = subprocess.run([PROGRAM, *arguments], cwd=case, env=environment, stdin=subprocess.DEVNULL,
                             capture_output=True, timeout=TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return f"(no end after {TIMEOUT_S} s)\n", -1
    text = run.stdout.decode("utf-8", "replace")
    if run.stderr:
        text += "--- stderr\n" + run.stderr.decode("utf-8", "replace")
    return text.replace(str(ROOT), "<checkout>"), run.returncode


def read_or(path: pathlib.Path, default: str) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else default


def write_expected(case: pathlib.Path, text: str, status: int) -> None:
    (case / "expected.txt").write_text(text, encoding="utf-8")
    if status:
        (case / "expected_status").write_text(f"{status}\n", encoding="utf-8")
    else:
        (case / "expected_status").unlink(missing_ok=True)


def differences(case: pathlib.Path, text: str, status: int) -> list[str]:
    """Lines that tell what is wrong, none where the case passes."""
    if not (case / "expected.txt").is_file():
        return ["expected.txt is missing; scripts/dev test golden --update writes it"]
    lines = []
    wanted_status = int(read_or(case / "expected_status", "0"))
    if status != wanted_status:
        lines.append(f"exit status {status}, expected {wanted_status}")
    wanted = read_or(case / "expected.txt", "")
    lines += difflib.unified_diff(wanted.splitlines(), text.splitlines(), "expected", "printed", lineterm="", n=2)
    if not lines and wanted != text:
        lines.append("only the newline at the end differs")
    return lines


def check_case(case: pathlib.Path, update: bool) -> bool:
    with tempfile.TemporaryDirectory() as home:
        text, status = run_case(case, home)
    if update:
        write_expected(case, text, status)
        return True
    problems = differences(case, text, status)
    if problems:
        print(f"FAILED golden {case.name}\n  " + "\n  ".join(problems[:60]), flush=True)
    return not problems


def run(update: bool, only: str = "") -> Counts:
    cases = [path.parent for path in sorted((ROOT / "tests" / "golden").glob("*/command")) if only in path.parent.name]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        passed = list(pool.map(lambda case: check_case(case, update), cases))
    return Counts(passed=passed.count(True), failed=passed.count(False))


if __name__ == "__main__":
    total = run("--update" in sys.argv[1:])
    print(total.line())
    sys.exit(1 if total.failed else 0)
