"""scripts/check_layers on small trees: a wrong include is named with its line, a right one is let through."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "check_layers"


def check(files: dict[str, str]) -> tuple[int, str]:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        run = subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True, check=False)
        return run.returncode, run.stdout


class CheckLayers(unittest.TestCase):
    def test_allowed_includes_pass(self):
        status, output = check({
            "src/query/parse.cpp": '#include "spanorama/model/rows.h"\n#include "lexer.h"\n#include <vector>\n',
            "src/query/lexer.h": "#pragma once\n",
            "src/platform/desktop/window.cpp": "#include <GLFW/glfw3.h>\n",
            "src/views/list.cpp": "#include <imgui.h>\n",
        })
        self.assertEqual((status, output), (0, ""))

    def assert_found(self, name: str, text: str, why: str):
        status, output = check({name: text})
        self.assertEqual(status, 1)
        self.assertIn(why, output)

    def test_sibling_modules_may_not_meet(self):
        self.assert_found("src/query/parse.cpp", '\n#include "spanorama/ingest/reader.h"\n',
                          "src/query/parse.cpp:2: query may not include ingest")

    def test_private_header_of_another_module_by_relative_path(self):
        status, output = check({"src/model/a.cpp": '#include "../views/b.h"\n', "src/views/b.h": ""})
        self.assertEqual(status, 1)
        self.assertIn("model may not include views", output)

    def test_private_header_of_another_module_by_folder(self):
        self.assert_found("src/base/a.cpp", '#include "model/b.h"\n', "base may not include model")

    def test_public_headers_are_checked_too(self):
        self.assert_found("include/spanorama/base/a.h", '#include <spanorama/model/rows.h>\n',
                          "base may not include model")

    def test_host_headers_stay_in_the_platform(self):
        self.assert_found("src/app/a.cpp", "#include <emscripten.h>\n", "host headers belong under")

    def test_host_macros_stay_in_the_platform(self):
        self.assert_found("src/render/a.cpp", "#ifdef __EMSCRIPTEN__\n#endif\n", "host macros belong under")

    def test_a_macro_in_a_comment_is_only_a_word(self):
        self.assertEqual(check({"src/render/a.cpp": "// never __EMSCRIPTEN__ here\n"}), (0, ""))

    def test_imgui_stays_in_the_views(self):
        self.assert_found("src/layout/a.cpp", "#include <imgui.h>\n", "layout may not know Dear ImGui")

    def test_json_library_stays_out_of_the_model(self):
        self.assert_found("src/model/a.cpp", "#include <nlohmann/json.hpp>\n", "model may not use nlohmann_json")

    def test_unknown_modules_are_named(self):
        self.assert_found("src/utils/a.cpp", "", "no module is called utils")


if __name__ == "__main__":
    unittest.main()
