"""A *_test.cpp that no target lists, and a module that depends on one above it, stop the configuration."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()

PROJECT = f"""
cmake_minimum_required(VERSION 3.25)
project(planted LANGUAGES NONE)
include({ROOT}/tools/cmake/modules.cmake)
"""


def configure(cmake: str, files: list[str]) -> subprocess.CompletedProcess:
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "CMakeLists.txt").write_text(PROJECT + cmake)
        for name in files:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text("")
        return subprocess.run(["cmake", "-S", folder, "-B", str(root / "out")], capture_output=True, text=True)


class Configuration(unittest.TestCase):
    def test_a_listed_test_file_passes(self):
        done = configure("ms_claim_tests(${PROJECT_SOURCE_DIR}/tests/unit/a_test.cpp)\nms_check_every_test_is_built()\n",
                         ["tests/unit/a_test.cpp"])
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_an_unlisted_test_file_fails_and_is_named(self):
        done = configure("ms_claim_tests(${PROJECT_SOURCE_DIR}/tests/unit/a_test.cpp)\nms_check_every_test_is_built()\n",
                         ["tests/unit/a_test.cpp", "tests/unit/forgotten_test.cpp"])
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("forgotten_test.cpp: a test that no target builds", " ".join(done.stderr.split()))

    def test_a_dependency_on_a_module_above_fails_and_is_named(self):
        done = configure("ms_module(core/base DEPENDS kiosk/model)\n", [])
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("layers only point down", " ".join(done.stderr.split()))


if __name__ == "__main__":
    unittest.main()
