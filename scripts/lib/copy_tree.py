#!/usr/bin/env python3
"""Copies a folder over another one: only files that differ are written, files only in the target stay."""

import filecmp
import pathlib
import shutil
import sys


def copy_file(source: pathlib.Path, target: pathlib.Path) -> None:
    if target.is_file() and filecmp.cmp(source, target, shallow=False):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def copy_tree(source: pathlib.Path, target: pathlib.Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.rglob("*")):
        if path.is_file():
            copy_file(path, target / path.relative_to(source))


if __name__ == "__main__":
    copy_tree(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
