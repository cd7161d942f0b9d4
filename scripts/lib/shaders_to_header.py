#!/usr/bin/env python3
"""Turns GLSL files into a C++ header with one string constant each.

shaders/quad.vert.glsl becomes spanorama::shaders::kQuadVert. The text stays as it is; its #version line is added
at run time, because WebGL 2 and desktop OpenGL want different ones.
"""

import argparse
import pathlib
import re

DELIMITER = "glsl"


def constant_name(path: pathlib.Path) -> str:
    return "k" + "".join(word.capitalize() for word in re.split(r"[._]", path.stem))


def header_text(paths: list[pathlib.Path]) -> str:
    lines = ["// Generated from shaders/*.glsl. Do not edit.", "#pragma once", "", "#include <string_view>", ""]
    lines.append("namespace spanorama::shaders {")
    for path in sorted(paths):
        text = path.read_text(encoding="utf-8")
        lines.append(f'inline constexpr std::string_view {constant_name(path)} = R"{DELIMITER}({text}){DELIMITER}";')
    lines.append("}  // namespace spanorama::shaders")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("sources", nargs="*", type=pathlib.Path)
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(header_text(args.sources), encoding="utf-8")


if __name__ == "__main__":
    main()
