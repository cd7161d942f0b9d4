"""Reading a machine's apt configuration, in both of its formats."""

import pathlib
import tempfile
import unittest

import apt_mirror

DEB822 = """# comment
Types: deb
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /keys/debian.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
"""
ONE_LINE = """deb https://vendor.example/tool stable-tool main
# deb http://old.example/debian bookworm main
deb [arch=amd64 signed-by=/keys/other.gpg] http://second.example/debian bookworm main contrib
"""


class DebianMirror(unittest.TestCase):
    def mirror(self, files: dict[str, str]):
        with tempfile.TemporaryDirectory() as folder:
            apt = pathlib.Path(folder)
            for name, text in files.items():
                (apt / name).parent.mkdir(parents=True, exist_ok=True)
                (apt / name).write_text(text, encoding="utf-8")
            return apt_mirror.debian_mirror(apt, "bookworm")

    def test_sources_file(self):
        found = self.mirror({"sources.list.d/debian.sources": DEB822})
        self.assertEqual(found, ("http://mirror.example/debian", "/keys/debian.gpg"))

    def test_one_line_format_skips_vendors_and_comments(self):
        found = self.mirror({"sources.list": ONE_LINE})
        self.assertEqual(found, ("http://second.example/debian", "/keys/other.gpg"))

    def test_disabled_entries_do_not_count(self):
        self.assertIsNone(self.mirror({"sources.list.d/debian.sources": "Enabled: no\n" + DEB822.replace("# comment\n", "")
                                       .split("\n\n")[0] + "\n"}))

    def test_nothing_configured(self):
        self.assertIsNone(self.mirror({}))


if __name__ == "__main__":
    unittest.main()
