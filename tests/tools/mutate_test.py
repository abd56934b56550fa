"""tools/mutate.py finds every place that decides, keeps the lines of the file, and refuses a stale entry."""
import pathlib
import sys
import unittest

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()
sys.path.insert(0, str(ROOT / "tools"))
import mutate  # noqa: E402

SAMPLE = '''\
Result<void> check(Set const& set, int n) {  // if (never)
  if (auto const found{set.find("if (x)")}; found && n < 3) return fail(ErrorCode::io, "no");
  MS_TRY(other(n));
  return set.good() ? Result<void>{} : fail(ErrorCode::io, "bad");
}

bool good(int n) {
  if (auto value{parse(n)}) return *value;
  return false;
}

Result<void> last(bool ready) {
  if (ready) return {};
  return fail(ErrorCode::io, "not ready");
}
'''


def found(source: str) -> mutate.File:
    file = mutate.File.__new__(mutate.File)
    file.path, file.source, file.code = "sample.cpp", source, mutate.masked(source)
    file.pair, file.makers, file.mutants = file._pairs(), {"fail"}, []
    file.find()
    for number, mutant in enumerate(file.mutants, 1):
        mutant.id = number
    return file


class Mutate(unittest.TestCase):
    def test_every_decision_is_found_and_nothing_in_comments_or_texts(self):
        kinds = [(m.line, m.kind, m.function, m.text) for m in found(SAMPLE).mutants]
        for wanted in [(2, "inverted", "check", "found && n < 3"), (2, "dropped", "check", "found"), (2, "dropped", "check", "n < 3"),
                       (2, "moved by one", "check", "n < 3"), (2, "not refused", "check", 'return fail(ErrorCode::io, "no");'),
                       (3, "ignored", "check", "MS_TRY(other(n));"), (4, "inverted", "check", "set.good()"),
                       (8, "inverted", "good", "auto value{parse(n)}"), (9, "not refused", "good", "return false;"),
                       (14, "not refused", "last", 'return fail(ErrorCode::io, "not ready");')]:
            self.assertIn(wanted, kinds)
        self.assertFalse([k for k in kinds if "never" in k[3] or k[3] == "x"])

    def test_no_line_moves_and_every_mutant_is_behind_its_number(self):
        file = found(SAMPLE)
        text = file.written(file.mutants).split("#line 1\n")[1]
        self.assertEqual(text.count("\n"), SAMPLE.count("\n"))
        for mutant in file.mutants:
            self.assertIn(f"MS_ON({mutant.id})", text)

    def test_a_last_refusal_that_is_removed_becomes_success(self):
        file = found(SAMPLE)
        last = [m for m in file.mutants if m.kind == "not refused"]
        self.assertIn("return true;", file.written([m for m in last if m.line == 9]))
        self.assertIn("return {};", file.written([m for m in last if m.line == 14]))

    def test_an_entry_that_fits_nothing_is_stale(self):
        file = found(SAMPLE)
        for mutant in file.mutants:
            mutant.fate = "killed: a test"
        self.assertEqual(mutate.judge(file.mutants, file.mutants, True, []), 0)
        gone = {"file": "sample.cpp", "function": "check", "kind": "inverted", "text": "gone", "reason": "none"}
        self.assertEqual(mutate.judge(file.mutants, file.mutants, True, [gone]), 1)
        killed = dict(gone, text="found && n < 3")
        self.assertEqual(mutate.judge(file.mutants, file.mutants, True, [killed]), 1)

    def test_a_survivor_fails_unless_it_is_known_to_change_nothing(self):
        file = found(SAMPLE)
        for mutant in file.mutants:
            mutant.fate = "killed: a test"
        file.mutants[0].fate = "survived"
        self.assertEqual(mutate.judge(file.mutants, file.mutants, True, []), 1)
        file.mutants[0].fate = "survived"
        first = file.mutants[0]
        entry = {"file": first.file, "function": first.function, "kind": first.kind, "text": first.text, "reason": "changes nothing"}
        self.assertEqual(mutate.judge(file.mutants, file.mutants, True, [entry]), 0)


if __name__ == "__main__":
    unittest.main()
