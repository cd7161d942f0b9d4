"""Repeated code is found wherever it stands; short repeats and different code are not."""

import pathlib
import unittest

import check_sizes

BLOCK = "\n".join(f"call_number_{n}(argument);" for n in range(check_sizes.WINDOW))


class Repeats(unittest.TestCase):
    def test_a_long_repeat_is_named_once(self):
        found = check_sizes.repeats({pathlib.Path("a.cpp"): BLOCK + "\nmore(1);", pathlib.Path("b.cpp"): "x();\n" + BLOCK + "\nmore(1);"})
        self.assertEqual(found, [f"{check_sizes.WINDOW} lines repeat: a.cpp:1 and b.cpp:2"])

    def test_a_shorter_repeat_is_fine(self):
        part = "\n".join(BLOCK.splitlines()[1:])
        self.assertEqual(check_sizes.repeats({pathlib.Path("a.cpp"): BLOCK, pathlib.Path("b.cpp"): part}), [])

    def test_includes_and_comments_do_not_count(self):
        text = "\n".join(f"#include <a{n}.h>\n// words" for n in range(40))
        self.assertEqual(check_sizes.repeats({pathlib.Path("a.cpp"): text, pathlib.Path("b.cpp"): text}), [])


if __name__ == "__main__":
    unittest.main()
