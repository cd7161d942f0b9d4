#!/usr/bin/env python3
"""Turns assets/prices/models.json into a C++ header: one string per line, since compilers limit the length of one."""

import argparse
import json
import pathlib


def header_text(path: pathlib.Path) -> str:
    text = path.read_text(encoding="utf-8")
    json.loads(text)
    lines = ["// Generated from assets/prices/models.json. Do not edit.", "#pragma once", "", "#include <string_view>", ""]
    lines.append("namespace spanorama {")
    lines.append("inline constexpr std::string_view kBuiltInPrices[] = {")
    lines += [f'R"prices({line})prices",' for line in text.splitlines()]
    lines += ["};", "}  // namespace spanorama"]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("source", type=pathlib.Path)
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(header_text(args.source), encoding="utf-8")


if __name__ == "__main__":
    main()
