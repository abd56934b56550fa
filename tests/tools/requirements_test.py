"""The requirements table holds, and the check refuses a row without a test or with one that does not exist."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()


def check(root: pathlib.Path) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, str(ROOT / "tools/check_requirements.py"), str(root)],
                          capture_output=True, text=True)


def planted(row: str) -> subprocess.CompletedProcess:
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "docs").mkdir()
        (root / "tests/unit").mkdir(parents=True)
        (root / "docs/requirements.md").write_text(row + "\n")
        (root / "tests/unit/a_test.cpp").write_text('TEST_CASE("a: holds "\n          "always", "[a]") {}\n')
        return check(root)


class Requirements(unittest.TestCase):
    def test_the_table_of_this_tree_holds(self):
        done = check(ROOT)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_a_case_and_a_file_are_found(self):
        self.assertEqual(planted("| R1 | x | `a: holds always` `tests/unit/a_test.cpp` |").returncode, 0)

    def test_a_test_that_does_not_exist_is_named(self):
        done = planted("| R1 | x | `a: gone` |")
        self.assertEqual(done.returncode, 1)
        self.assertIn("a: gone", done.stdout)

    def test_a_row_without_a_test_is_named(self):
        done = planted("| R1 | x | to be done |")
        self.assertEqual(done.returncode, 1)
        self.assertIn("R1 names no test", done.stdout)


if __name__ == "__main__":
    unittest.main()
