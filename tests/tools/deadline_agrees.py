#!/usr/bin/env python3
"""`mingshi deadline` agrees with npm's chinese-days 1.5.7, which draws on the notices by itself.

usage: deadline_agrees.py MINGSHI SOURCE_DIR
Every start day of 2019 to 2026 with 1 to 30 working days, all in one batch; 50 of them, chosen anew each time, are
also asked one by one. A limit that runs into 2027, whose holidays nobody has announced, must read 暂定; no other may.
The package comes from the registry this machine is set up for; without it there is nothing to compare with, and the
test fails.
"""
import pathlib
import random
import subprocess
import sys
import tempfile

PACKAGE = "chinese-days@1.5.7"
MARK = " 暂定"
SINGLE = 50


def run(*words: str, text: str | None = None, cwd: pathlib.Path | None = None) -> str:
    done = subprocess.run(words, input=text, capture_output=True, text=True, cwd=cwd)
    if done.returncode != 0:
        sys.exit(f"deadline_agrees: {words[0]} {words[1]} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def fetch(folder: pathlib.Path) -> pathlib.Path:
    done = subprocess.run(["npm", "pack", PACKAGE, "--silent"], capture_output=True, text=True, cwd=folder)
    archives = list(folder.glob("*.tgz"))
    if done.returncode != 0 or len(archives) != 1:
        sys.exit(f"deadline_agrees: npm could not fetch {PACKAGE}: is a registry configured and reachable?\n"
                 f"{done.stdout}{done.stderr}")
    run("tar", "-xzf", str(archives[0]), "-C", str(folder))
    return folder / "package"


def wrong_marks(results: list[list[str]]) -> list[str]:
    return [f"{start} + {n}: {answer}" for start, n, answer in results
            if answer.endswith(MARK) != (answer[:4] >= "2027")]


def wrong_singles(mingshi: str, results: list[list[str]]) -> list[str]:
    seed = random.randrange(1 << 32)
    print(f"single questions: seed {seed}")
    wrong = []
    for start, n, answer in random.Random(seed).sample(results, SINGLE):
        alone = run(mingshi, "deadline", "--from", start, "--working-days", n)
        if alone != answer + "\n":
            wrong.append(f"{start} + {n}: alone {alone!r}, in the batch {answer!r}")
    return wrong


def main() -> None:
    mingshi, source = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
    compare = str((source / "tests/tools/deadline_vs_chinese_days.mjs").resolve())
    with tempfile.TemporaryDirectory(prefix="mingshi-deadline-") as folder:
        package = fetch(pathlib.Path(folder))
        cases = pathlib.Path(folder) / "cases.tsv"
        cases.write_text(run("node", compare, "--cases"))
        answers = run(mingshi, "deadline", "--batch", str(cases))
        results = [line.split("\t") for line in answers.splitlines()]
        print(run("node", compare, str(package), text=answers), end="")
    wrong = wrong_marks(results) + wrong_singles(mingshi, results)
    into_2027 = sum(answer.endswith(MARK) for _, _, answer in results)
    print(f"{into_2027} limits run into 2027 and read 暂定; {SINGLE} single answers compared")
    if wrong or into_2027 == 0:
        sys.exit("\n".join(["deadline_agrees: wrong:", *wrong[:20]]))


if __name__ == "__main__":
    main()
