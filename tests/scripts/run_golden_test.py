"""The golden runner with a stand-in for the program: a shell script that prints its arguments."""

import contextlib
import io
import pathlib
import tempfile
import unittest

import run_golden

PROGRAM = """#!/bin/sh
echo "asked: $*"
[ "$1" != warn ] || echo "a warning" >&2
[ "$1" != stop ] || exit 2
"""


class Golden(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.addCleanup(setattr, run_golden, "ROOT", run_golden.ROOT)
        self.addCleanup(setattr, run_golden, "PROGRAM", run_golden.PROGRAM)
        run_golden.ROOT = self.root
        run_golden.PROGRAM = self.root / "program"
        run_golden.PROGRAM.write_text(PROGRAM, encoding="utf-8")
        run_golden.PROGRAM.chmod(0o755)

    def case(self, name: str, **files: str) -> pathlib.Path:
        folder = self.root / "tests" / "golden" / name
        folder.mkdir(parents=True)
        for file, text in files.items():
            (folder / file.replace("_txt", ".txt")).write_text(text, encoding="utf-8")
        return folder

    def run_all(self, update: bool = False) -> tuple[run_golden.Counts, str]:
        words = io.StringIO()
        with contextlib.redirect_stdout(words):
            counts = run_golden.run(update)
        return counts, words.getvalue()

    def test_equal_output_passes_and_other_output_fails_with_the_difference(self):
        self.case("right", command="traces 'a b'", expected_txt="asked: traces a b\n")
        self.case("wrong", command="traces x", expected_txt="asked: spans x\n")
        counts, words = self.run_all()
        self.assertEqual(counts, (1, 1, 0))
        self.assertIn("-asked: spans x\n  +asked: traces x", words)

    def test_exit_status_and_standard_error_count(self):
        self.case("status", command="stop", expected_txt="asked: stop\n")
        self.case("words", command="warn", expected_txt="asked: warn\n--- stderr\na warning\n")
        counts, words = self.run_all()
        self.assertEqual(counts, (1, 1, 0))
        self.assertIn("exit status 2, expected 0", words)

    def test_update_writes_what_the_next_run_expects(self):
        folder = self.case("stop", command="stop")
        self.assertEqual(self.run_all()[0], (0, 1, 0))
        self.run_all(update=True)
        self.assertEqual((folder / "expected_status").read_text(encoding="utf-8"), "2\n")
        self.assertEqual(self.run_all()[0], (1, 0, 0))

    def test_the_path_of_the_checkout_is_hidden(self):
        self.case("path", command=f"{self.root}/input", expected_txt="asked: <checkout>/input\n")
        self.assertEqual(self.run_all()[0], (1, 0, 0))


if __name__ == "__main__":
    unittest.main()
