"""The layers check names a planted upward include and a file that belongs to no module, and passes a clean tree."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()


def check(files: dict[str, str], layers: dict[str, list[str]]) -> subprocess.CompletedProcess:
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        (root / "layers.json").write_text(json.dumps(layers))
        return subprocess.run([sys.executable, str(ROOT / "tools/check_layers.py"), folder, str(root / "layers.json")],
                              capture_output=True, text=True)


class Layers(unittest.TestCase):
    LAYERS = {"core/base": [], "kiosk/model": ["core/base"]}

    def test_a_downward_include_passes(self):
        done = check({"core/base/a.hpp": "", "kiosk/model/b.hpp": '#include "core/base/a.hpp"\n'}, self.LAYERS)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_a_planted_upward_include_is_named_with_file_and_line(self):
        done = check({"core/base/a.hpp": '#pragma once\n#  include "kiosk/model/b.hpp"\n', "kiosk/model/b.hpp": ""},
                     self.LAYERS)
        self.assertEqual(done.returncode, 1)
        self.assertIn("core/base/a.hpp:2: core/base may not include kiosk/model/b.hpp", done.stdout)

    def test_an_undeclared_sideways_include_is_refused(self):
        done = check({"core/base/a.hpp": "", "kiosk/model/b.cpp": '#include "core/store/x.hpp"\n'}, self.LAYERS)
        self.assertEqual(done.returncode, 1)
        self.assertIn("kiosk/model/b.cpp:1", done.stdout)

    def test_a_source_file_in_no_module_is_refused(self):
        done = check({"core/base/a.hpp": "", "core/common/c.cpp": ""}, self.LAYERS)
        self.assertEqual(done.returncode, 1)
        self.assertIn("core/common/c.cpp: belongs to no module", done.stdout)


if __name__ == "__main__":
    unittest.main()
