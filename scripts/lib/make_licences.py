#!/usr/bin/env python3
"""Writes one text with the licences of everything that the programs ship, from Debian's copyright files.

    make_licences.py --out assets/licences.txt NAME=FILE…

A missing file is an error: nothing is shipped without its licence.
"""

import argparse
import pathlib
import sys


def section(pair: str) -> str:
    name, file = pair.split("=", 1)
    candidates = [pathlib.Path(each) for each in file.split(":")]
    found = next((path for path in candidates if path.is_file()), None)
    if found is None:
        sys.exit(f"make_licences: the licence of {name} is missing: {file}")
    rule = "=" * 100
    return f"{rule}\n{name}\n{rule}\n\n{found.read_text(encoding='utf-8', errors='replace').strip()}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("pairs", nargs="+", metavar="NAME=FILE[:FILE]", help="the first file that exists is taken")
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text("Spanorama contains the following works of others.\n\n" + "\n".join(map(section, args.pairs)),
                        encoding="utf-8")


if __name__ == "__main__":
    main()
