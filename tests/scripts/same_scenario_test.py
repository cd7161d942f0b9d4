"""The table of what real SDKs tell of the same scenario: up to date, and quick to say so when it is not."""

import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build" / "native" / "spanorama"
sys.path.insert(0, str(ROOT / "scripts" / "demo" / "same_scenario"))

import table

# Where programs and their temporary files lie on the machines of people; fixed, so that it says the same everywhere.
MACHINE_PATH = re.compile(r"/(home|root|tmp|Users)/")


@unittest.skipUnless(PROGRAM.exists(), "the program is not built")
class Table(unittest.TestCase):
    def test_the_committed_table_is_what_the_program_says(self):
        run = subprocess.run([sys.executable, table.__file__], capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stderr)

    def test_a_fact_that_changes_is_marked(self):
        run = table.Run(PROGRAM, "otel_genai_openai")
        self.assertEqual(table.compare(run)["cached"], ("=", [0, 1408]))
        run.calls[1]["cache_read_tokens"] = 1407
        self.assertEqual(table.compare(run)["cached"], ("≠", [0, 1407]))
        run.calls[1]["cache_read_tokens"] = None
        self.assertEqual(table.compare(run)["cached"][0], "")

    def test_every_sdk_has_its_fixture_and_two_counted_calls(self):
        for name in table.SDKS:
            with self.subTest(name):
                self.assertEqual(len(table.Run(PROGRAM, name).calls), 2)


class Fixtures(unittest.TestCase):
    def test_no_path_of_a_machine_is_left(self):
        for path in sorted((ROOT / "tests/fixtures/sdk_same").glob("*.jsonl")):
            text = path.read_text(encoding="utf-8")
            self.assertIsNone(MACHINE_PATH.search(text), path.name)


if __name__ == "__main__":
    unittest.main()
