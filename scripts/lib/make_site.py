#!/usr/bin/env python3
"""Puts the site together: SOURCE=TARGET pairs of files and folders into one folder that holds nothing else.

Also writes site.json: every file with its hash, and one hash over all of them. The service worker takes from it
what to keep for offline use and whether anything changed.
"""

import argparse
import hashlib
import json
import pathlib

from copy_tree import copy_file

INDEX = "site.json"
WORKER = "service_worker.js"  # its text holds the revision, so that browsers see a new one


def planned_files(pairs: list[str]) -> dict[str, pathlib.Path]:
    """Path in the site -> source file."""
    plan: dict[str, pathlib.Path] = {}
    for pair in pairs:
        source, target = pair.split("=", 1)
        path = pathlib.Path(source)
        if path.is_file():
            plan[target] = path
        else:
            for file in sorted(path.rglob("*")):
                if file.is_file():
                    plan[(pathlib.Path(target) / file.relative_to(path)).as_posix()] = file
    return plan


def remove_leftovers(site: pathlib.Path, plan: dict[str, pathlib.Path]) -> None:
    for path in sorted(site.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(site).as_posix() not in plan:
            path.unlink()


def index_text(site: pathlib.Path, plan: dict[str, pathlib.Path]) -> str:
    hashes = {
        name: hashlib.sha256((plan[name] if name == WORKER else site / name).read_bytes()).hexdigest()[:16]
        for name in sorted(plan)
    }
    revision = hashlib.sha256(json.dumps(hashes).encode()).hexdigest()[:16]
    return json.dumps({"revision": revision, "files": hashes}, indent=1) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("pairs", nargs="+", metavar="SOURCE=TARGET")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    plan = planned_files(args.pairs)
    remove_leftovers(args.out, plan)
    for name, source in plan.items():
        copy_file(source, args.out / name)
    index = index_text(args.out, plan)
    (args.out / INDEX).write_text(index, encoding="utf-8")
    if WORKER in plan:
        text = plan[WORKER].read_text(encoding="utf-8")
        (args.out / WORKER).write_text(text.replace("@REVISION@", json.loads(index)["revision"]), encoding="utf-8")


if __name__ == "__main__":
    main()
