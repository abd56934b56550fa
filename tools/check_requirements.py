#!/usr/bin/env python3
"""Every row of docs/requirements.md names at least one test, and every test it names exists.

usage: check_requirements.py SOURCE_DIR
A test is named in backquotes: a Catch2 case by its title, any other by its file (tests/…).
"""
import pathlib
import re
import sys

CASE = re.compile(r'TEST_CASE\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')


def cases(root: pathlib.Path) -> set[str]:
    found = set()
    for f in root.glob("tests/**/*_test.cpp"):
        for m in CASE.finditer(f.read_text()):
            found.add("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', m[1])))
    return found


def breaches(root: pathlib.Path) -> list[str]:
    known, bad = cases(root), []
    for n, line in enumerate((root / "docs/requirements.md").read_text().splitlines(), 1):
        if not line.startswith("| R"):
            continue
        cells = [c.strip() for c in line.strip("|").split("|")]
        tests = re.findall(r"`([^`]+)`", cells[-1])
        if not tests:
            bad.append(f"docs/requirements.md:{n}: {cells[0]} names no test")
        for t in tests:
            exists = (root / t).exists() if t.startswith("tests/") else t in known
            if not exists:
                bad.append(f"docs/requirements.md:{n}: {cells[0]}: no test named `{t}`")
    return bad


if __name__ == "__main__":
    found = breaches(pathlib.Path(sys.argv[1]))
    print("\n".join(found) or "requirements: every row has its tests")
    sys.exit(1 if found else 0)
