#!/usr/bin/env python3
"""Parses Python files without running or caching them."""

import ast
import pathlib
import sys

for name in sys.argv[1:]:
    try:
        ast.parse(pathlib.Path(name).read_text(encoding="utf-8"), name)
    except SyntaxError as error:
        sys.exit(f"{name}:{error.lineno}: {error.msg}")
