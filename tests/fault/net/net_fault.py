#!/usr/bin/env python3
"""The real mingshi-sync against a real published repository, behind a server that goes wrong in every way.

usage: net_fault.py PROGRAMS quick|all
Whatever the server does, the terminal shows the generation before or the one published, exactly; no file under an
object's name holds other bytes; nothing unsigned is kept; and the next pass over a good server succeeds.
"""
import concurrent.futures
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "crash"), str(HERE.parents[1] / "doubles"), str(HERE.parent)]
from fault_server import FAULTS, FaultServer  # noqa: E402
from published_hall import HALL, PublishedHall, fast_folder  # noqa: E402
from terminal_view import Wrong, check_no_bad_object, shown  # noqa: E402

# Where waiting is what happens, it is kept short.
HANGING = ["slow body", "body stalls", "never answers"]
SAMPLE = HERE.parents[2] / "assets/sample"
PATIENCE = 90.0  # seconds until something that must happen is given up
AREAS = {"objects": "o/", "metadata": "tuf/", "heads": "t/"}
# In the quick run every fault meets the objects, and these the metadata too.
ALSO_METADATA = ["cut without a length", "endless body", "header flood", "captive portal", "redirect to a file",
                 "500 every second", "one bit flipped", "404"]


def say(text: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


class Net:
    """A hall with three generations, and terminals that have the first."""

    def __init__(self, folder: pathlib.Path, programs: pathlib.Path):
        self.folder, self.programs = folder, programs
        self.hall = PublishedHall(folder / "hall", programs, SAMPLE, 3)
        self.hall.make()
        self.hall.make_references()
        self.expected = {n: shown(self.hall.reference(n)) for n in (1, 2, 3)}

    def repo(self, generation: int) -> pathlib.Path:
        return self.hall.folder / f"repo-{generation}"

    def terminal(self, name: str) -> pathlib.Path:
        """One that shows generation 1."""
        return pathlib.Path(shutil.copytree(self.hall.reference(1), self.folder / name, symlinks=True))

    def words(self, terminal: pathlib.Path, *more: str) -> list[str]:
        return [str(self.programs / "mingshi-sync"), "--data", str(terminal), "--hall", HALL, *more]

    def sync(self, terminal: pathlib.Path, *more: str) -> subprocess.CompletedProcess:
        return subprocess.run(self.words(terminal, "--once", *more), capture_output=True, text=True, timeout=PATIENCE)

    def judge(self, terminal: pathlib.Path, *allowed: int) -> int:
        """Which of the allowed generations is shown; Wrong when it is none of them, or anything else is amiss."""
        check_no_bad_object(terminal)
        published = {f.read_bytes() for n in (1, 2, 3) for f in (self.repo(n) / "tuf").iterdir()}
        for file in (terminal / "trust").glob("*.json"):
            if file.read_bytes() not in published:
                raise Wrong(f"{file} was never published")
        now = shown(terminal)
        for generation in allowed:
            if now == self.expected[generation]:
                return generation
        raise Wrong(f"{terminal} shows none of the generations {allowed}")


def one_fault(net: Net, name: str, area: str) -> str:
    """One pass with the fault, one after the server was mended."""
    terminal = net.terminal(f"terminal-{area}-{name.replace(' ', '-').replace(',', '')}")
    with FaultServer(net.repo(2), lambda path, number: name if path.startswith(AREAS[area]) else None) as server:
        patience = "1" if name in HANGING else "20"
        first = net.sync(terminal, "--url", server.url, "--patience-seconds", patience)
        if first.returncode not in (0, 1):
            raise Wrong(f"{name}, {area}: ended with {first.returncode}\n{first.stderr}")
        if not server.seen[name]:
            raise Wrong(f"{name}, {area}: never happened")
        # A pass that says it succeeded shows the new generation; one that failed shows the old one.
        net.judge(terminal, 1 if first.returncode else 2)
        server.fault = lambda path, number: None
        second = net.sync(terminal, "--url", server.url)
        if second.returncode:
            raise Wrong(f"{name}, {area}: did not recover\n{second.stderr}")
    net.judge(terminal, 2)
    shutil.rmtree(terminal)
    return f"{name}, {area}: {'recovered in the same pass' if first.returncode == 0 else 'refused, then recovered'}"


def mirrors(net: Net) -> str:
    """The first mirror is dead or a portal: the second one is asked in the same pass."""
    terminal = net.terminal("terminal-mirrors")
    with FaultServer(net.repo(2), lambda path, number: "reset") as dead, FaultServer(net.repo(2)) as good:
        done = net.sync(terminal, "--url", dead.url, "--url", good.url)
        if done.returncode or not dead.asked:
            raise Wrong(f"mirrors: {done.stderr}")
        net.judge(terminal, 2)
        # One that has the metadata but not the objects yet: those come from the other.
        dead.fault = lambda path, number: "404" if path.startswith("o/") else None
        dead.root = good.root = net.repo(3)
        done = net.sync(terminal, "--url", dead.url, "--url", good.url)
        if done.returncode:
            raise Wrong(f"mirrors: {done.stderr}")
    net.judge(terminal, 3)
    return "mirrors: the second is asked when the first fails or lags"


def stick(net: Net) -> str:
    """A folder that nobody may write to, with links planted in it."""
    terminal = net.terminal("terminal-stick")
    copy = net.folder / "stick"
    shutil.copytree(net.repo(2), copy)
    os.chmod(copy, 0o555)
    source = ["--from", str(copy)]
    done = net.sync(terminal, *source)
    if done.returncode:
        raise Wrong(f"stick: {done.stderr}")
    net.judge(terminal, 2)
    os.chmod(copy, 0o755)
    shutil.rmtree(copy)
    shutil.copytree(net.repo(3), copy)
    (elsewhere := net.folder / "elsewhere").mkdir()
    new = [f for f in (copy / "o").glob("*/*") if not (net.repo(2) / f.relative_to(copy)).exists()]
    for file in new:
        shutil.move(file, elsewhere / file.name)
        file.symlink_to(elsewhere / file.name)
    if net.sync(terminal, *source).returncode != 1:
        raise Wrong("stick: a link was followed")
    net.judge(terminal, 2)
    for file in new:
        file.unlink()
        shutil.move(elsewhere / file.name, file)
    if net.sync(terminal, *source).returncode:
        raise Wrong("stick: did not recover")
    net.judge(terminal, 3)
    return "stick: read-only is enough, links are not followed"


def storm(net: Net, seed: int = 7) -> str:
    """A daemon that meets fault after fault with every generation, and comes through by itself when they end."""
    terminal = net.terminal("terminal-storm")
    dice, calm_from = random.Random(seed), 0
    names = [n for n in FAULTS if n not in (*HANGING, "503 and wait")]

    def fault(path: str, number: int) -> str | None:
        return dice.choice(names) if number < calm_from and dice.random() < 0.7 else None

    with FaultServer(net.repo(1), fault) as server:
        process = subprocess.Popen(net.words(terminal, "--url", server.url, "--poll-seconds", "1"),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            for generation in (2, 3):
                until = time.monotonic() + PATIENCE
                calm_from = sum(server.asked.values()) + 8
                server.root = net.repo(generation)
                while shown(terminal) != net.expected[generation]:
                    net.judge(terminal, generation - 1, generation)
                    if time.monotonic() > until or process.poll() is not None:
                        raise Wrong(f"storm: generation {generation} did not come")
                    time.sleep(0.1)
        finally:
            process.terminate()
            log = process.communicate(timeout=PATIENCE)[1]
        if process.returncode:
            raise Wrong(f"storm: ended with {process.returncode}\n{log}")
    return f"storm: came through {sum(server.seen.values())} faults"


def main() -> None:
    if len(sys.argv) != 3 or sys.argv[2] not in ("quick", "all"):
        sys.exit(__doc__)
    programs, quick = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2] == "quick"
    folder = pathlib.Path(tempfile.mkdtemp(prefix="mingshi-net-", dir=fast_folder()))
    try:
        net = Net(folder, programs)
        say("three generations published")
        cases = [(name, area) for area in AREAS for name in FAULTS
                 if not quick or area == "objects" or (area == "metadata" and name in ALSO_METADATA)]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            running = [pool.submit(one_fault, net, *case) for case in cases]
            running += [pool.submit(what, net) for what in (mirrors, stick, storm)]
            for done in running:
                say(done.result())
        say(f"passed: {len(cases)} faults end to end")
    except Wrong as wrong:
        sys.exit(f"FAILED: {wrong}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
