#!/usr/bin/env python3
"""Breaks core/trust and core/json in every mechanical way, one at a time: does a unit test notice?

usage: mutate.py [--build build/dev] [--sample N] [--jobs N] [--list] [--only ID[,ID…]] [FILE…]
Mutants, none hand-picked: every condition inverted; every operand of && and || dropped; every < moved by one; every
failing return removed; every result that MS_TRY would pass on ignored. All of a file are compiled in at once, each behind a
number that the environment variable MS_MUTANT names, so that a mutant costs one run of the tests and no compilation.
tools/mutants-equivalent.toml lists those that change nothing, by their source text, each with its reason; an entry that fits
no surviving mutant is stale and fails the run.
exit: 0 all killed or equivalent; 1 otherwise
"""
from __future__ import annotations

import argparse
import collections
import concurrent.futures
import dataclasses
import hashlib
import json
import os
import pathlib
import random
import re
import resource
import shlex
import signal
import subprocess
import sys
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Which files are broken, and which tests must notice, the likeliest first.
SUITES = {"core/trust": ["core/trust"], "core/json": ["core/json", "core/trust"]}
CONTROL = re.compile(r"^(if|else|for|while|switch|do|try|catch)\b")
DECLARED = re.compile(r"^(?:auto|[A-Za-z_][\w:<>]*)(?:\s+const)?(?:\s*\*\s*const|\s*[*&]{0,2})\s*(\w+)\s*\{")


@dataclasses.dataclass
class Mutant:
    file: str
    line: int
    function: str
    kind: str
    text: str
    start: int
    end: int
    edits: list  # (position, characters deleted, text inserted, prefix?)
    id: int = 0
    fate: str = ""

    def key(self):
        return self.file, self.function, self.kind, self.text


def masked(source: str) -> str:
    """The source with comments and the insides of literals blanked, so that only code is looked at."""
    out, i, n = list(source), 0, len(source)

    def blank(a: int, b: int):
        for k in range(a, b):
            if out[k] != "\n":
                out[k] = " "

    while i < n:
        if source.startswith("//", i):
            end = source.find("\n", i)
            end = n if end < 0 else end
            blank(i, end)
        elif source.startswith("/*", i):
            end = source.index("*/", i) + 2
            blank(i, end)
        elif source[i] == "#" and source[:i].rstrip(" ").endswith("\n"):
            end = source.find("\n", i)
            blank(i, end)
        elif source.startswith('R"', i):
            tag = source[i + 2:source.index("(", i)]
            end = source.index(")" + tag + '"', i) + len(tag) + 2
            blank(i + 2, end - 1)
        elif source[i] == '"' or (source[i] == "'" and not (i and source[i - 1].isdigit())):
            end = i + 1
            while source[end] != source[i]:
                end += 2 if source[end] == "\\" else 1
            end += 1
            blank(i + 1, end - 1)
        else:
            end = i + 1
        i = end
    return "".join(out)


class File:
    def __init__(self, path: str):
        self.path = path
        self.source = (ROOT / path).read_text()
        self.code = masked(self.source)
        self.pair = self._pairs()
        self.makers = {"fail"} | set(re.findall(r"std::unexpected<Error>\s+(\w+)\(", self.code))
        self.mutants: list[Mutant] = []

    def _pairs(self) -> dict[int, int]:
        stack, pair = [], {}
        for i, c in enumerate(self.code):
            if c in "([{":
                stack.append(i)
            elif c in ")]}":
                pair[stack[-1]] = i
                pair[i] = stack.pop()
        return pair

    # ---- where a place is --------------------------------------------------------------------------------------------
    def _header(self, brace: int) -> str:
        """The code before an opening brace, back to the end of the statement before it."""
        at = brace - 1
        while at >= 0 and self.code[at] not in ";{}":
            at = self.pair[at] - 1 if self.code[at] in ")]" else at - 1
        return " ".join(self.code[at + 1:brace].split())

    def _braces_around(self, at: int):
        """Opening braces around a place, the innermost first."""
        for i in range(at - 1, -1, -1):
            if self.code[i] == "{" and self.pair[i] > at:
                yield i

    def function(self, at: int) -> tuple[str, str, int]:
        """Name and header of the innermost function or lambda around a place, and where its body opens."""
        for brace in self._braces_around(at):
            header = self._header(brace)
            lambda_header = re.search(r"\[[^\]]*\]\s*(\(|$|\{)", header)
            if (")" in header and not CONTROL.match(header)) or lambda_header:
                before = self.code[:brace].rstrip()
                if before.endswith("=") or (before and before[-1].isalnum() and not re.search(r"(const|noexcept|override|final|void>|bool|>)$", before)):
                    continue
                name = re.search(r"([\w:~]+)\s*\(", header)
                return (name[1] if name else "lambda"), header, brace
        return "", "", -1

    def _is_last(self, end: int, body: int) -> bool:
        """Would control fall off the end of the function if the statement that ends here did not return?"""
        at = end
        while True:
            while self.code[at].isspace():
                at += 1
            if self.code[at] != "}":
                return False
            if self.pair[at] == body:
                return True
            if not CONTROL.match(self._header(self.pair[at])) or re.match(r"(for|while)\b", self._header(self.pair[at])):
                return False
            at += 1

    # ---- finding -----------------------------------------------------------------------------------------------------
    def add(self, kind: str, start: int, end: int, edits):
        text = " ".join(self.source[start:end].split())
        line = self.source.count("\n", 0, start) + 1
        self.mutants.append(Mutant(self.path, line, self.function(start)[0], kind, text, start, end, edits))

    def find(self) -> list[Mutant]:
        self._conditions()
        self._returns()
        self._initialisers()
        self._tries()
        return self.mutants

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.code[start].isspace():
            start += 1
        while end > start and self.code[end - 1].isspace():
            end -= 1
        return start, end

    def _split(self, start: int, end: int, separator: str) -> list[tuple[int, int]]:
        parts, at, begin = [], start, start
        while at < end:
            if self.code[at] in "([{":
                at = self.pair[at] + 1
            elif self.code.startswith(separator, at):
                parts.append((begin, at))
                at += len(separator)
                begin = at
            else:
                at += 1
        parts.append((begin, end))
        return [self._trim(*p) for p in parts]

    def _conditions(self):
        for m in re.finditer(r"\b(if|while)\s*\(", self.code):
            self._condition(self._split(m.end(), self.pair[m.end() - 1], ";")[-1])
        for m in re.finditer(r"\bfor\s*\(", self.code):
            parts = self._split(m.end(), self.pair[m.end() - 1], ";")
            if len(parts) == 3 and parts[1][0] < parts[1][1]:
                self._condition(parts[1])

    def _condition(self, span):
        start, end = span
        declared = DECLARED.match(self.code[start:end])
        if declared and self.pair.get(start + declared.end() - 1) == end - 1:
            self.add("inverted", start, end, [(end, 0, f"; MS_ON(@) != static_cast<bool>({declared[1]})", False)])
        else:
            self._truth(span)

    def _truth(self, span):
        """Something that is true or false: inverted, its operands dropped, its comparisons moved by one."""
        start, end = span
        self.add("inverted", start, end, [(start, 0, "(MS_ON(@) != static_cast<bool>(", True), (end, 0, "))", False)])
        self._operands(span)

    def _operands(self, span):
        start, end = span
        while self.code[start] == "(" and self.pair[start] == end - 1:
            start, end = self._trim(start + 1, end - 1)
        for operator, neutral in (("||", "false"), ("&&", "true")):
            parts = self._split(start, end, operator)
            if len(parts) > 1:
                for a, b in parts:
                    self.add("dropped", a, b, [(a, 0, f"(MS_ON(@) ? {neutral} : static_cast<bool>(", True), (b, 0, "))", False)])
                    self._operands((a, b))
                return
        for operator, other in ((" < ", " <= "), (" <= ", " < "), (" > ", " >= "), (" >= ", " > ")):
            parts = self._split(start, end, operator)
            text = self.source[start:end]
            if len(parts) == 2 and "{" not in text and "[" not in text and "MS_TRY" not in text:
                (a, b), (c, d) = parts
                moved = f"{self.source[a:b]}{other}{self.source[c:d]}"
                self.add("moved by one", start, end, [(start, 0, f"(MS_ON(@) ? ({moved}) : (", True), (end, 0, "))", False)])

    def _is_truth(self, span) -> bool:
        return any(len(self._split(*span, operator)) > 1
                   for operator in ("||", "&&", " == ", " != ", " < ", " <= ", " > ", " >= "))

    def _value(self, span):
        """An expression that may be a truth value or choose by one."""
        parts = self._split(*span, " ? ")
        if len(parts) > 1:
            self._truth(parts[0])
        elif self._is_truth(span):
            self._truth(span)

    def _returns(self):
        for m in re.finditer(r"\breturn\b", self.code):
            end = m.end()
            while self.code[end] != ";":
                end = self.pair[end] + 1 if self.code[end] in "([{" else end + 1
            span = self._trim(m.end(), end)
            value = self.code[span[0]:span[1]]
            callee = re.match(r"(\w+)\(", value)
            failing = (callee and callee[1] in self.makers) or value.startswith("std::unexpected") or value in ("false", "std::nullopt", "nullptr")
            if failing:
                self._failing_return(m.start(), end + 1, value)
            elif value and value != "true":
                if re.search(r"\bbool\b(?!>)", self.function(m.start())[1].split("(")[0]):
                    self._truth(span)
                else:
                    self._value(span)

    def _failing_return(self, start: int, end: int, value: str):
        _, header, body = self.function(start)
        if "std::unexpected<Error>" in header:
            return  # makes the failure itself
        edits = [(start, 0, "{ if (!MS_ON(@)) ", True), (end, 0, " }", False)]
        if self._is_last(end, body):
            other = "true" if value == "false" else "{}"
            if value in ("std::nullopt", "nullptr"):
                return  # there is no other value to return
            edits = [(start, 0, f"{{ if (MS_ON(@)) return {other}; ", True), (end, 0, " }", False)]
        self.add("not refused", start, end, edits)

    def _initialisers(self):
        for m in re.finditer(r"\b(?:bool|auto)(?:\s+const)?\s+\w+\s*\{", self.code):
            span = self._trim(m.end(), self.pair[m.end() - 1])
            if span[0] < span[1] and len(self._split(*span, ",")) == 1:
                if m[0].startswith("bool") and self.code[span[0]:span[1]] not in ("true", "false"):
                    self._truth(span)
                else:
                    self._value(span)

    def _tries(self):
        for m in re.finditer(r"(?<=[;{})\s])MS_TRY\(", self.code):
            close = self.pair[m.end() - 1]
            before = self.code[:m.start()].rstrip()
            if self.code[close + 1] != ";" or before[-1] not in ";{})":
                continue
            if before[-1] == "{" and not (CONTROL.match(self._header(len(before) - 1)) or ")" in self._header(len(before) - 1)):
                continue  # braces of an initialiser
            self.add("ignored", m.start(), close + 2, [
                (m.start(), 7, "{ auto ms_outcome = (", True),
                (close, 2, "); if (!MS_ON(@) && !ms_outcome) return std::unexpected{std::move(ms_outcome).error()}; }", False)])

    # ---- writing -----------------------------------------------------------------------------------------------------
    def written(self, mutants: list[Mutant]) -> str:
        """The file with these mutants in it, each behind its number; no line moves."""
        edits = []
        for m in mutants:
            for at, deleted, text, prefix in m.edits:
                # At one place: what closes comes before what opens; outer prefixes first, inner suffixes first.
                edits.append(((at, prefix, -(m.end - m.start) if prefix else m.end - m.start, m.id if prefix else -m.id),
                              deleted, text.replace("@", str(m.id)).replace("\n", " ")))
        out, at = ["extern \"C\" int ms_mutant;  // NOLINT\n#define MS_ON(id) (ms_mutant == (id))\n#line 1\n"], 0
        for (place, *_), deleted, text in sorted(edits, key=lambda e: e[0]):
            out += [self.source[at:place], text]
            at = place + deleted
        return "".join(out) + self.source[at:]


class Build:
    """The unit tests of a dev build, linked anew over broken objects, in a folder of their own."""

    def __init__(self, build: pathlib.Path):
        self.build, self.work = build, build / "mutants"
        self.work.mkdir(parents=True, exist_ok=True)
        for archive in self.work.glob("*.a"):
            archive.unlink()
        # What every object depends on beside its own source: a run after new tests compiles nothing again.
        self.headers = b"".join(p.read_bytes() for p in sorted((ROOT / "core").rglob("*.hpp")))
        self.commands = {str(pathlib.Path(e["file"])): e for e in json.loads((build / "compile_commands.json").read_text())}

    def object_of(self, file: File) -> pathlib.Path:
        """Compiles a file with all its mutants; those on a line that does not compile are set aside."""
        entry = self.commands[str(ROOT / file.path)]
        broken = self.work / file.path.replace("/", "_")
        target = broken.with_suffix(".o")
        words = [w for w in shlex.split(entry["command"]) if w != "-Werror"]
        words[words.index("-o") + 1] = str(target)
        words[words.index("-c") + 1] = str(broken)
        words += ["-w", "-I", str(ROOT)]
        stamp = target.with_suffix(".stamp")
        wanted = hashlib.sha256(json.dumps([file.source, words, [m.id for m in file.mutants]]).encode() + self.headers + pathlib.Path(__file__).read_bytes()).hexdigest()
        if stamp.exists() and target.exists() and stamp.read_text().split("\n")[0] == wanted:
            dead = {int(i) for i in stamp.read_text().split("\n")[1].split()}
            return self._set_aside(file, [m for n, m in enumerate(file.mutants) if n in dead], target)
        alive = file.mutants
        while True:
            broken.write_text(file.written(alive))
            done = subprocess.run(words, cwd=entry["directory"], capture_output=True, text=True)
            if done.returncode == 0:
                dead = [m for m in file.mutants if m not in alive]
                stamp.write_text(wanted + "\n" + " ".join(str(n) for n, m in enumerate(file.mutants) if m in dead))
                return self._set_aside(file, dead, target)
            lines = {int(m[1]) for m in re.finditer(rf"{re.escape(broken.name)}:(\d+):\d+: error", done.stderr)}
            spans = [(m, range(m.line, m.line + file.source.count("\n", m.start, m.end) + 1)) for m in alive]
            bad = [m for m, span in spans if lines & set(span)]
            if not bad:
                raise SystemExit(f"mutate: {file.path} does not compile:\n{done.stderr[-3000:]}")
            alive = [m for m in alive if m not in bad]

    @staticmethod
    def _set_aside(file: File, dead: list[Mutant], target: pathlib.Path) -> pathlib.Path:
        for m in dead:
            m.fate = "did not compile"
        return target

    def _archive(self, folder: str, objects: list[pathlib.Path]) -> pathlib.Path:
        """In the library's place, for it may stand in the line more than once."""
        archive = self.work / f"lib{folder.replace('/', '_')}.a"
        if not archive.exists():
            subprocess.run(["ar", "qc", str(archive), *map(str, objects)], check=True)
        return archive

    def link(self, suite: str, objects: dict[str, list[pathlib.Path]]) -> pathlib.Path:
        target = "ms_unit_" + suite.replace("/", "_")
        line = subprocess.run(["ninja", "-C", str(self.build), "-t", "commands", target], capture_output=True, text=True,
                              check=True).stdout.splitlines()[-1]
        switch = self.work / "switch.cpp"
        switch.write_text('#include <cstdlib>\nextern "C" { int ms_mutant = [] { char const* id = std::getenv("MS_MUTANT");'
                          " return id ? std::atoi(id) : 0; }(); }\n")
        subprocess.run(["g++", "-c", str(switch), "-o", str(switch.with_suffix(".o"))], check=True)
        program = self.work / target
        words = [w for w in shlex.split(line.split("&&")[1].strip())]
        words[words.index("-o") + 1] = str(program)
        out = []
        for word in words:
            folder = next((f for f in objects if word.endswith(f"libms_{f.replace('/', '_')}.a")), None)
            out += [str(self._archive(folder, objects[folder]))] if folder else [word]
        subprocess.run(out + [str(switch.with_suffix(".o"))], cwd=self.build, check=True)
        return program


def run(program: pathlib.Path, mutant: int, limit: int) -> str:
    """"survived", or what killed it. The limit is of processor time: on a busy machine nothing is taken for a hang."""
    done = subprocess.run([str(program), "--order", "decl", "--abort", "--rng-seed", "1"], env=dict(os.environ, MS_MUTANT=str(mutant)),
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1)))
    if done.returncode == 0:
        return "survived"
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return "killed: hangs"
    return "killed: a test" if done.returncode > 0 else "killed: crash"


def fates(build: Build, files: list[File], chosen: list[Mutant], jobs: int):
    objects: dict[str, list[pathlib.Path]] = {}
    for folder in SUITES:
        if any(f.path.startswith(folder + "/") for f in files):
            broken = {f.path for f in files}
            objects[folder] = [build.object_of(f) for f in files if f.path.startswith(folder + "/")]
            for path in sorted(build.commands):
                relative = os.path.relpath(path, ROOT)
                if relative.startswith(folder + "/") and relative not in broken:
                    entry = build.commands[path]
                    words = shlex.split(entry["command"])
                    objects[folder].append(pathlib.Path(entry["directory"]) / words[words.index("-o") + 1])
    chosen = [m for m in chosen if not m.fate]
    for folder, suites in SUITES.items():
        open_mutants = [m for m in chosen if m.file.startswith(folder + "/")]
        for suite in suites:
            if not open_mutants:
                break
            program = build.link(suite, objects)
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            if run(program, 0, 600) != "survived":
                raise SystemExit(f"mutate: the tests of {suite} fail unbroken")
            limit = 10 + int(10 * (resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before))
            with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
                for m, fate in zip(open_mutants, pool.map(lambda m: run(program, m.id, limit), open_mutants)):
                    m.fate = fate
            open_mutants = [m for m in open_mutants if m.fate == "survived"]


def equivalents() -> list[dict]:
    return tomllib.loads((ROOT / "tools/mutants-equivalent.toml").read_text()).get("mutant", [])


def judge(chosen: list[Mutant], everything: list[Mutant], whole: bool, entries: list[dict]) -> int:
    known = {(e["file"], e["function"], e["kind"], " ".join(e["text"].split())): e["reason"] for e in entries}
    used = set()
    survivors = []
    for m in chosen:
        if m.key() in known:
            used.add(m.key())
            if m.fate == "survived":
                m.fate = "equivalent"
            elif m.fate.startswith("killed"):
                twins = [t for t in chosen if t.key() == m.key() and t.fate in ("survived", "equivalent")]
                if not twins:
                    print(f"stale: {m.file}: {m.kind} in {m.function}: {m.text}: a test kills it")
                    m.fate = "stale"
        if m.fate == "survived":
            survivors.append(m)
    if whole:
        for key in sorted(set(known) - {m.key() for m in everything}):
            print(f"stale: no such mutant: {key}")
            survivors.append(None)
    for m in survivors:
        if m:
            print(f"SURVIVED {m.id} {m.file}:{m.line}: {m.kind} in {m.function}: {m.text}")
    counts = collections.Counter(m.fate for m in chosen)
    print(f"{len(chosen)} mutants of {len(everything)}: " + ", ".join(f"{n} {fate}" for fate, n in sorted(counts.items())))
    return 1 if survivors or counts["stale"] else 0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build/dev")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--only")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    paths = options.files or sorted(str(p.relative_to(ROOT)) for folder in SUITES for p in (ROOT / folder).glob("*.cpp"))
    files = [File(path) for path in paths]
    everything = [m for f in files for m in f.find()]
    for number, m in enumerate(everything, 1):
        m.id = number
    if options.list:
        for m in everything:
            print(f"{m.id:4} {m.file}:{m.line}: {m.kind} in {m.function}: {m.text}")
        return 0
    chosen = everything
    if options.only:
        chosen = [m for m in everything if str(m.id) in options.only.split(",")]
    elif options.sample and options.sample < len(everything):
        chosen = sorted(random.sample(everything, options.sample), key=lambda m: m.id)
    started = time.monotonic()
    fates(Build(pathlib.Path(options.build).resolve()), files, chosen, options.jobs)
    code = judge(chosen, everything, chosen is everything and not options.files, equivalents())
    print(f"{time.monotonic() - started:.0f} s")
    return code


if __name__ == "__main__":
    sys.exit(main())
