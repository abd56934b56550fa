#!/usr/bin/env python3
"""The power goes at any block write, and system calls fail: a terminal shows the old generation or the new.

usage: crash_test.py TOOLS PROGRAMS quick            a few images and one planted bug
       crash_test.py TOOLS PROGRAMS images [N]       N images (300), every planted bug
       crash_test.py TOOLS PROGRAMS spool [N]        the receipts alone, N images a setup (60)
       crash_test.py TOOLS PROGRAMS soak DIR N       N images in batches; run again to go on where it stopped
       crash_test.py TOOLS PROGRAMS calls-sampled    some system calls of a pass go wrong
       crash_test.py TOOLS PROGRAMS calls            all of them
Exit 77 where this machine cannot do it. README.md says how it works.
"""
import collections
import concurrent.futures
import contextlib
import itertools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from published_hall import PublishedHall, fast_folder

SAMPLE = pathlib.Path(__file__).resolve().parents[3] / "assets/sample"
SKIPPED = 77
GENERATIONS = 3
# How the file system may be set up: as terminals have it; with the safety nets of ext4 for careless programs taken away;
# and with data and names on their way to the disk independently.
CAREFUL = "ext4:data=ordered"
WITHOUT_NETS = "ext4:data=ordered,noauto_da_alloc"
INDEPENDENT = "ext4:data=writeback,noauto_da_alloc"
# A file system where a flush carries nothing along but what was flushed: on ext4 one flush takes all names with it.
FRUGAL = "btrfs:"
# Each bug, and how to set up the disk so that it can do harm.
PLANTS = {"no-database-sync": INDEPENDENT, "no-file-sync": INDEPENDENT, "no-folder-sync": FRUGAL,
          "rename-first": INDEPENDENT, "claim-before-switch": CAREFUL}


def say(text: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


def skip_unless_possible() -> None:
    reasons = [] if os.geteuid() == 0 else ["not root"]
    reasons += [f"no {device}" for device in ("/dev/fuse", "/dev/loop-control") if not os.path.exists(device)]
    if reasons:
        print(f"skipped: {', '.join(reasons)}")
        sys.exit(SKIPPED)


class Crash:
    def __init__(self, tools: pathlib.Path, programs: pathlib.Path, folder: pathlib.Path):
        self.tools, self.folder = tools, folder
        self.hall = PublishedHall(folder / "hall", programs, SAMPLE, GENERATIONS)

    def tool(self, name: str) -> str:
        return str(self.tools / name)

    def record(self, name: str, options: str, plant: str = "", command: list[str] | None = None) -> pathlib.Path:
        """Three passes of the agent, or of another command."""
        folder = self.folder / name
        done = subprocess.run([self.tool("ms_crash_record"), "--folder", str(folder), "--shim", self.tool("ms_sync_shim.so"),
                               "--passes", str(GENERATIONS), "--file-system", options, "--plant", plant, "--",
                               *(command or self.hall.sync("web"))], capture_output=True, text=True)
        if done.returncode != 0:
            log = folder / "sync.log"
            raise SystemExit(f"recording {name}: {done.stderr}{log.read_text() if log.exists() else ''}")
        return folder

    def start_replay(self, recording: pathlib.Path, options: str, first: int, count: int, recover_every: int, *more: str):
        return subprocess.Popen([self.tool("ms_crash_replay"), "--folder", str(recording), *self.hall.references(),
                                 "--file-system", options, "--from", str(first), "--count", str(count), "--recover-every",
                                 str(recover_every), *more, "--", *self.hall.sync()], stdout=subprocess.PIPE, text=True)

    def replay(self, recording: pathlib.Path, options: str, first: int, count: int, recover_every: int = 10,
               *more: str) -> "Verdicts":
        """Two at a time: half of it is waiting for the kernel."""
        half = (count + 1) // 2
        parts = [(first, half), (first + half, count - half)]
        running = [self.start_replay(recording, options, *part, recover_every, *more) for part in parts if part[1]]
        verdicts = Verdicts()
        for process in running:
            verdicts.read(process.communicate()[0])
            if process.returncode not in (0, 1):
                raise SystemExit(f"the replay failed with {process.returncode}")
        if verdicts.images != count:
            raise SystemExit(f"{verdicts.images} images were judged instead of {count}")
        return verdicts


class Verdicts:
    """What the images of one or more replays came to."""

    def __init__(self):
        self.images, self.outcomes, self.wrong = 0, collections.Counter(), []

    def read(self, lines: str) -> None:
        for line in lines.splitlines():
            number, pass_begun, shown, verdict = line.split("\t")
            self.images += 1
            if verdict == "ok":
                age = "new" if pass_begun == shown else "old" if shown != "0" else "nothing yet"
                self.outcomes[f"pass {pass_begun}: {age}"] += 1
            else:
                self.wrong.append(f"image {number}: {verdict}")

    def add(self, other: "Verdicts") -> None:
        self.images += other.images
        self.outcomes += other.outcomes
        self.wrong += other.wrong

    def __str__(self) -> str:
        return f"{self.images} images, {len(self.wrong)} wrong; {dict(sorted(self.outcomes.items()))}"


def demand_none_wrong(verdicts: Verdicts) -> None:
    if verdicts.wrong:
        raise SystemExit("\n".join([f"FAILED: {verdicts}", *verdicts.wrong[:20]]))


def all_setups() -> list[str]:
    """Those that this machine's kernel has."""
    setups = [CAREFUL, WITHOUT_NETS, INDEPENDENT]
    if "btrfs" in pathlib.Path("/proc/filesystems").read_text().split() and shutil.which("mkfs.btrfs"):
        return [*setups, FRUGAL]
    say("this machine has no btrfs: ext4 alone")
    return setups


def demand_seen(crash: Crash, plant: str, most: int, options: str) -> None:
    """The harness sees a planted bug within so many images."""
    recording = crash.record(f"plant-{plant}", options, plant)
    seen = crash.replay(recording, options, 0, most, recover_every=0)
    if not seen.wrong:
        raise SystemExit(f"FAILED: the planted bug {plant} was not seen: {seen}")
    say(f"planted {plant}: seen in {len(seen.wrong)} of {most} images, as: {seen.wrong[0]}")


def quick(crash: Crash) -> None:
    recording = crash.record("recording", INDEPENDENT)
    verdicts = crash.replay(recording, INDEPENDENT, 0, 20, recover_every=5)
    demand_none_wrong(verdicts)
    say(str(verdicts))
    demand_seen(crash, "no-file-sync", 12, PLANTS["no-file-sync"])


def images(crash: Crash, count: int) -> None:
    total = Verdicts()
    setups = all_setups()
    for n, options in enumerate(setups):
        recording = crash.record(f"recording-{n}", options)
        verdicts = crash.replay(recording, options, 0, count // len(setups))
        say(f"{options}: {verdicts}")
        total.add(verdicts)
    demand_none_wrong(total)
    for plant, setup in PLANTS.items():
        demand_seen(crash, plant, 240, setup if setup in setups else CAREFUL)
    say(f"in all {total}")


def spool(crash: Crash, count: int) -> None:
    """A spool with so little room that receipts are dropped and files put together all the time."""
    writer = [crash.tool("ms_spool_writer"), "@DATA", "@PASS"]
    for n, options in enumerate(all_setups()):
        verdicts = crash.replay(crash.record(f"spool-{n}", options, "", writer), options, 0, count, 0, "--spool")
        say(f"spool on {options} {verdicts}")
        demand_none_wrong(verdicts)
    seen = crash.replay(crash.record("plant-spool", INDEPENDENT, "no-file-sync", writer), INDEPENDENT, 0, count, 0, "--spool")
    if not seen.wrong:
        raise SystemExit(f"FAILED: receipts that were not flushed were not missed: {seen}")
    say(f"planted no-file-sync: missed in {len(seen.wrong)} images, as: {seen.wrong[0]}")


def soak(crash: Crash, state: pathlib.Path, count: int) -> None:
    """Batches of 250 images, each of a fresh recording, so that the order in which the kernel wrote varies too. The
    file `done` holds one line for each batch."""
    done_file = state / "done"
    done = [json.loads(line) for line in done_file.read_text().splitlines()] if done_file.exists() else []
    setups = itertools.cycle(all_setups())
    batch = 250
    for n, options in zip(range((count + batch - 1) // batch), setups):
        if n < len(done):
            continue
        began = time.monotonic()
        recording = crash.record(f"recording-{n}", options)
        verdicts = crash.replay(recording, options, n * batch, batch)
        line = {"batch": n, "options": options, "images": verdicts.images, "wrong": verdicts.wrong,
                "outcomes": verdicts.outcomes, "seconds": round(time.monotonic() - began, 1)}
        with open(done_file, "a") as out:
            out.write(json.dumps(line) + "\n")
        done.append(line)
        if not verdicts.wrong:
            for file in recording.iterdir():
                with contextlib.suppress(OSError):
                    file.unlink()
        say(f"batch {n} {options}: {verdicts}")
    wrong = [w for line in done for w in line["wrong"]]
    say(f"in all {sum(line['images'] for line in done)} images, {len(wrong)} wrong")
    if wrong:
        raise SystemExit("\n".join(["FAILED", *wrong[:20]]))


class Calls:
    """One enumeration: in the pass to `generation`, beginning with what the terminal `start` has."""

    def __init__(self, generation: int, faults: list[str], every: int = 1, meanwhile: int | None = None):
        self.generation, self.faults, self.every = generation, faults, every
        self.meanwhile = meanwhile or generation  # another generation offered while the call fails
        self.start = self.generation if meanwhile else self.generation - 1

    def run(self, crash: Crash, number: int) -> subprocess.CompletedProcess:
        folder = crash.folder / f"calls-{number}"
        folder.mkdir()
        start = str(crash.hall.reference(self.start)) if self.start else "-"
        faults = [word for name in self.faults for word in ("--fault", name)]
        return subprocess.run([crash.tool("ms_syscall_faults"), "--folder", str(folder), "--start", start,
                               *crash.hall.references(), "--pass", str(self.generation), "--meanwhile", str(self.meanwhile),
                               "--every", str(self.every), "--offset", str((self.every + 1) // 2), *faults, "--",
                               *crash.hall.sync()], capture_output=True, text=True)


def calls(crash: Crash, enumerations: list[Calls]) -> None:
    """Two at a time."""
    failed = False
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        running = [pool.submit(each.run, crash, n) for n, each in enumerate(enumerations)]
        for each, future in zip(enumerations, running):
            done = future.result()
            offered = f", generation {each.meanwhile} offered" if each.meanwhile != each.generation else ""
            print(f"from generation {each.start} to {each.generation}, every {each.every}. call{offered}:\n"
                  f"{done.stdout}{done.stderr}", end="", flush=True)
            if done.returncode == SKIPPED:
                sys.exit(SKIPPED)
            failed = failed or done.returncode != 0
    if failed:
        raise SystemExit("FAILED")


# The pass to the last generation also clears away the first one; that to the first begins with nothing; and an old
# repository may be passed off as the newest while a call fails.
EVERY_CALL = [Calls(GENERATIONS, ["io-error"]), Calls(GENERATIONS, ["kill"]), Calls(GENERATIONS, ["no-space"]),
              Calls(GENERATIONS, ["short-write"]), Calls(GENERATIONS, ["dead-disk", "full-disk"], every=5),
              Calls(1, ["io-error", "kill", "no-space", "full-disk"], every=5),
              Calls(GENERATIONS, ["io-error"], meanwhile=GENERATIONS - 1)]
SOME_CALLS = [Calls(GENERATIONS, ["io-error", "no-space", "kill"], every=53),
              Calls(GENERATIONS, ["io-error"], every=9, meanwhile=GENERATIONS - 1)]


def main() -> None:
    tools, programs, mode, *more = sys.argv[1:]
    skip_unless_possible()
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(more[0]).resolve() if mode == "soak" else pathlib.Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="mingshi-crash-", dir=fast_folder())))
        crash = Crash(pathlib.Path(tools).resolve(), pathlib.Path(programs).resolve(), folder)
        if not crash.hall.folder.exists():
            crash.hall.make()
            fresh = True
        else:
            fresh = False
        stack.enter_context(crash.hall.served())
        if fresh:
            crash.hall.make_references()
        say("three generations are published")
        if mode == "quick":
            quick(crash)
        elif mode == "images":
            images(crash, int(more[0]) if more else 300)
        elif mode == "spool":
            spool(crash, int(more[0]) if more else 60)
        elif mode == "soak":
            soak(crash, folder, int(more[1]))
        elif mode == "calls-sampled":
            calls(crash, SOME_CALLS)
        elif mode == "calls":
            calls(crash, EVERY_CALL)
        else:
            raise SystemExit(__doc__)
    say("passed")


if __name__ == "__main__":
    main()
