"""The project's own text files: tracked or new, never what git ignores."""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODE = {".h", ".cpp", ".py", ".sh", ".mjs", ".js", ".cmake", ".glsl", ".css", ".html"}


def tracked_files(root: pathlib.Path = ROOT) -> list[pathlib.Path]:
    """Paths relative to the root, sorted, without pictures, fonts and other binary files."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=root,
                            check=True, capture_output=True).stdout.decode("utf-8")
    paths = [pathlib.Path(name) for name in sorted(set(listed.split("\0"))) if name]
    return [path for path in paths if (root / path).is_file() and is_text(root / path)]


def is_text(path: pathlib.Path) -> bool:
    with path.open("rb") as file:
        return b"\0" not in file.read(4096)


def is_code(path: pathlib.Path) -> bool:
    return path.suffix in CODE or path.name == "CMakeLists.txt" or path.parent.name in {"scripts", ".ci"}
