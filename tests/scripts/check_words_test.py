"""What the words check finds, and what it lets through."""

import pathlib
import unittest

import check_words


def problems(name: str, text: str) -> list[str]:
    return list(check_words.problems_in(pathlib.Path(name), text))


class CheckWords(unittest.TestCase):
    def test_paths_of_a_machine_are_found_in_any_file(self):
        self.assertEqual(len(problems("src/a.cpp", 'open("/home/someone/traces")')), 1)
        self.assertEqual(problems("src/a.cpp", '"https://example.org/home/x/"'), [])

    def test_rule_numbers_only_in_documents_and_comments(self):
        self.assertEqual(len(problems("docs/a.md", "see X13 and M31")), 1)
        self.assertEqual(len(problems("src/a.cpp", "int x;  // as X13 says")), 1)
        self.assertEqual(problems("src/a.cpp", 'run("X13");'), [])

    def test_a_todo_needs_a_reason(self):
        self.assertEqual(len(problems("src/a.cpp", "// TODO later")), 1)
        self.assertEqual(problems("src/a.cpp", "// TODO: wait for the new format of prices"), [])

    def test_glossary_names(self):
        self.assertIn("duration", problems("src/a.cpp", "int latency_ns = 0;")[0])
        self.assertIn("Dear ImGui", problems("docs/a.md", "Drawn with Imgui.")[0])

    def test_lines_are_numbered_from_one(self):
        self.assertTrue(problems("docs/a.md", "fine\nOpentelemetry\n")[0].startswith("docs/a.md:2: "))


if __name__ == "__main__":
    unittest.main()
