#!/usr/bin/env python3
"""Builds and runs the test suites; ends with one line: N passed, N failed, N skipped.

    unit     doctest programs of tests/unit/<module>, and the scripts' own tests in tests/scripts
    golden   tests/golden/<case>, see run_golden.py
    image    pictures of the headless program; got, want and difference land in build/image-diff
    browser  tests/browser/run.mjs with the built site
    firefox  tests/browser/firefox.mjs with the same site, on a display that nobody sees
    webkit   tests/browser/webkit.mjs, the same in WebKitGTK where Debian's webkit2gtk-driver is installed
    corpus   real trace files, where they lie beside the checkout
    servers  tests/servers/run.mjs with real backends; only when asked for
"""

import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import time
from typing import Callable

import counts
import run_golden
from counts import Counts

ROOT = pathlib.Path(__file__).resolve().parents[2]
PRESETS = {"release": ROOT / "build/native", "asan": ROOT / "build/asan", "debug": ROOT / "build/debug"}
CORPUS = pathlib.Path(os.environ.get("SPANORAMA_CORPUS") or ROOT.parent / "shared" / "data" / "otlp")
IMAGE_DIFF = ROOT / "build" / "image-diff"
TIMEOUT_S = 900
DEFAULT = ["unit", "golden", "image", "corpus", "browser", "firefox", "webkit"]
TARGETS = {"unit": "unit_tests", "golden": "golden_tests", "image": "image_tests", "corpus": "corpus_tests"}
WEB_SUITES = {"browser", "firefox", "webkit", "servers"}


def build(preset: str, targets: list[str]) -> bool:
    if not targets:
        return True
    script = 'source "$ROOT/scripts/lib/environment.sh"; build_preset "$@"'
    command = ["bash", "-euo", "pipefail", "-c", script, "build", preset, *targets]
    return subprocess.run(command, check=False, env={**os.environ, "ROOT": str(ROOT)}).returncode == 0


def run_program(command: list, pattern, environment: dict[str, str] | None = None) -> Counts:
    """Runs one test program; prints its words only where something failed."""
    name = pathlib.Path(command[-1]).parent.name if command[0] == sys.executable else pathlib.Path(command[0]).name
    began = time.monotonic()
    try:
        run = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                             stderr=subprocess.STDOUT, timeout=TIMEOUT_S, check=False, errors="replace",
                             env={**os.environ, **(environment or {})})
        output, status = run.stdout, run.returncode
    except subprocess.TimeoutExpired as expired:
        output, status = f"{expired.output or ''}\n(no end after {TIMEOUT_S} s)", 1
    found = counts.from_output(output, pattern, status)
    print(f"  {name}: {found.line()} ({time.monotonic() - began:.1f} s)", flush=True)
    if found.failed:
        print(output[-20000:], flush=True)
    return found


def stream_program(command: list, environment: dict[str, str]) -> Counts:
    """Runs a suite that reports on itself line by line; its last line is its summary."""
    lines = []
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                          stderr=subprocess.STDOUT, env={**os.environ, **environment}) as process:
        for line in process.stdout:
            lines.append(line)
            if not counts.LINE.match(line):
                print("  " + line, end="", flush=True)
    return counts.from_output("".join(lines), counts.LINE, process.returncode)


def run_unit(options: argparse.Namespace) -> Counts:
    programs = [path for path in sorted((PRESETS[options.preset] / "tests").glob("unit_*"))
                if os.access(path, os.X_OK) and options.only in path.name]
    commands = [([program, "--no-colors=true"], counts.DOCTEST) for program in programs]
    scripts = ROOT / "tests" / "scripts"
    if scripts.is_dir() and options.only in "scripts" and options.preset == "release":
        commands.append(([sys.executable, scripts / "run.py"], counts.LINE))
    total = Counts()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for found in pool.map(lambda each: run_program(*each), commands):
            total = total.plus(found)
    return total


def run_suite_program(name: str, options: argparse.Namespace, environment: dict[str, str]) -> Counts:
    program = PRESETS[options.preset] / "tests" / name
    if not program.exists():
        print("  (nothing here yet)")
        return Counts()
    environment["SPANORAMA_UPDATE"] = "1" if options.update else ""
    return run_program([program, "--no-colors=true"], counts.DOCTEST, environment)


def run_image(options: argparse.Namespace) -> Counts:
    IMAGE_DIFF.mkdir(parents=True, exist_ok=True)
    return run_suite_program("spanorama_image_tests", options, {"SPANORAMA_IMAGE_DIFF": str(IMAGE_DIFF)})


def run_corpus(options: argparse.Namespace) -> Counts:
    if not CORPUS.is_dir():
        print("  (skipped: no ../shared/data/otlp beside this checkout; SPANORAMA_CORPUS names another folder)")
        return Counts(skipped=1)
    return run_suite_program("spanorama_corpus_tests", options, {"SPANORAMA_CORPUS": str(CORPUS)})


def run_node(folder: str, options: argparse.Namespace) -> Counts:
    script = ROOT / "tests" / folder / "run.mjs"
    if not script.is_file():
        print("  (nothing here yet)")
        return Counts()
    arguments = (["--update"] if options.update else []) + (["--only", options.only] if options.only else [])
    return stream_program(["node", script, *arguments], {"SPANORAMA_SITE": str(ROOT / "build" / "site")})


def run_in_window(browser: str, options: argparse.Namespace) -> Counts:
    """A browser that draws with WebGL 2 only in a window."""
    arguments = ["--only", options.only] if options.only else []
    script = ROOT / "tests" / "browser" / f"{browser}.mjs"
    command = ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24", "node", script, *arguments]
    return stream_program(command, {"SPANORAMA_SITE": str(ROOT / "build" / "site")})


SUITES: dict[str, Callable[[argparse.Namespace], Counts]] = {
    "unit": run_unit,
    "golden": lambda options: run_golden.run(options.update, options.only),
    "image": run_image,
    "corpus": run_corpus,
    "browser": lambda options: run_node("browser", options),
    "firefox": lambda options: run_in_window("firefox", options),
    "webkit": lambda options: run_in_window("webkit", options),
    "servers": lambda options: run_node("servers", options),
}


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/dev test", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help="default: all but servers")
    parser.add_argument("--update", action="store_true", help="write what golden and image tests expect")
    parser.add_argument("--only", default="", metavar="PART", help="programs and cases whose name holds PART")
    parser.add_argument("--preset", default="release", choices=PRESETS, help="which native build")
    options = parser.parse_args()
    options.suites = options.suites or list(DEFAULT)
    if "all" in options.suites:
        options.suites = list(SUITES)
    unknown = [suite for suite in options.suites if suite not in SUITES]
    if unknown:
        parser.exit(3, f"scripts/dev test: no suite is called {', '.join(unknown)}; there are {', '.join(SUITES)}\n")
    return options


def build_suites(options: argparse.Namespace) -> bool:
    native = build(options.preset, [TARGETS[suite] for suite in options.suites if suite in TARGETS])
    web = build("web", ["site"]) if WEB_SUITES & set(options.suites) else True
    return native and web


def main() -> None:
    options = parse_arguments()
    total = Counts()
    if build_suites(options):
        for suite in options.suites:
            print(f"== {suite}", flush=True)
            found = SUITES[suite](options)
            print(f"== {suite}: {found.line()}" if found != Counts() else f"== {suite}: no tests ran", flush=True)
            total = total.plus(found)
    else:
        print("The build failed; no test was run.")
        total = Counts(failed=1)
    print(total.line())
    sys.exit(1 if total.failed else 0)


if __name__ == "__main__":
    main()
