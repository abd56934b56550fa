#!/usr/bin/env python3
"""A minute of the wall on a virtual display, judged frame by frame; then a wall with one black frame planted.

usage: wall_flow.py FOLDER_OF_PROGRAMS
"""
import os
import pathlib
import re
import subprocess
import sys
import time

import hall
from hall import FlowHall, expect, processor_seconds, step, until

MINUTE = 60.0
KINDS = "notice,officers,decisions,video"


# A minute in which the rest of the machine used more than this is no measure of the wall; it is taken again.
MOST_BY_OTHERS = 0.5  # of one core
MOST_TRIES = 3


def busy_seconds() -> float:
    """What all processes and the host's other guests have used of this machine's processors."""
    user, nice, system, _, _, irq, softirq, steal = map(int, pathlib.Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def frames(log: pathlib.Path) -> int:
    try:
        return log.read_text().count("\n")
    except FileNotFoundError:
        return 0


def play(house: FlowHall, name: str, seconds: float, *options: str) -> tuple[pathlib.Path, float]:
    """Lets a wall play for so long from its first frame on. Gives the log of its frames, and what share of a core
    others used meanwhile."""
    log = house.data / f"{name}.frames"
    display = house.display(1920, 1080)
    process = house.kiosk(name, display, "--role", "wall", "--probe-log", str(log), *options)
    until("the first frame", lambda: frames(log) > 0)
    begin, used = time.monotonic(), processor_seconds(process)
    shown, busy = processor_seconds(display.process), busy_seconds()
    while time.monotonic() - begin < seconds:
        expect(process.poll() is None, "the wall ended by itself")
        time.sleep(0.2)
    span = time.monotonic() - begin
    used, shown = processor_seconds(process) - used, processor_seconds(display.process) - shown
    others = max(0.0, busy_seconds() - busy - used - shown) / span
    drawn = re.search(r"drawn by (.*)", (house.data / f"{name}.log").read_text())
    step(f"processor: wall {100 * used / span:.0f} %, X server {100 * shown / span:.0f} %, others {100 * others:.0f} % of one core, "
         f"drawn by {drawn[1] if drawn else '?'}")
    expect(house.end(process) == 0, "the wall did not end cleanly")
    return log, others


def judged(house: FlowHall, name: str, seconds: float, options: list[str], checks: list[str], good) -> None:
    """Plays and checks; again when it was not good and others had the processors. Fails when it is not good then."""
    for attempt in range(1, MOST_TRIES + 1):
        log, others = play(house, f"{name}-{attempt}", seconds, *options)
        if good(check(log, *checks)):
            return
        expect(others > MOST_BY_OTHERS and attempt < MOST_TRIES, f"{name}: not as it should be")
        step(f"others used {100 * others:.0f} % of a core meanwhile: taken again")


def check(log: pathlib.Path, *options: str) -> subprocess.CompletedProcess:
    done = subprocess.run([sys.executable, str(hall.SOURCE / "tools/wall_check.py"), str(log), *options],
                          capture_output=True, text=True)
    print(done.stdout + done.stderr, end="", flush=True)
    return done


def flow(house: FlowHall) -> None:
    house.make()
    house.serve()
    house.follow()
    until("generation 1", lambda: house.status().get("generation") == 1)
    step("a minute of the wall")
    judged(house, "wall", MINUTE, [], ["--kinds", KINDS], lambda done: done.returncode == 0)
    step("a wall with one black frame planted")
    judged(house, "planted", 8.0, ["--plant-black", "1@5000"], [], found_it)


def found_it(done: subprocess.CompletedProcess) -> bool:
    """Exactly the planted frame, and nothing else."""
    found = re.findall(r"^black: .*", done.stdout, re.MULTILINE)
    return done.returncode == 1 and len(found) == 1 and "black 1, stale 0" in done.stdout


if __name__ == "__main__":
    hall.run_flow(flow)
