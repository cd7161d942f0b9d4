"""How summaries of test programs are read."""

import unittest

import counts
from counts import Counts


class FromOutput(unittest.TestCase):
    def test_doctest_summary(self):
        output = "[doctest] test cases: 23 | 20 passed | 2 failed | 1 skipped\n[doctest] assertions: 9 | 9 passed | 0 failed |"
        self.assertEqual(counts.from_output(output, counts.DOCTEST, 1), Counts(20, 2, 1))

    def test_a_crash_without_summary_is_one_failure(self):
        self.assertEqual(counts.from_output("Segmentation fault", counts.DOCTEST, -11), Counts(0, 1, 0))

    def test_a_bad_exit_status_fails_in_spite_of_its_summary(self):
        self.assertEqual(counts.from_output("3 passed, 0 failed, 0 skipped", counts.LINE, 1), Counts(3, 1, 0))

    def test_only_the_last_summary_counts(self):
        output = "1 passed, 0 failed, 0 skipped\n5 passed, 0 failed, 2 skipped\n"
        self.assertEqual(counts.from_output(output, counts.LINE, 0), Counts(5, 0, 2))


if __name__ == "__main__":
    unittest.main()
