#!/usr/bin/env python3
"""A minute of the wall on a virtual display, judged frame by frame; then a wall with one black frame planted.

usage: wall_flow.py FOLDER_OF_PROGRAMS
"""
import pathlib
import re
import subprocess
import sys
import time

import hall
from hall import FlowHall, expect, processor_seconds, step, until

MINUTE = 60.0
KINDS = "notice,officers,decisions,video"


def frames(log: pathlib.Path) -> int:
    try:
        return log.read_text().count("\n")
    except FileNotFoundError:
        return 0


def play(house: FlowHall, name: str, seconds: float, *options: str) -> pathlib.Path:
    """Lets a wall play for so long from its first frame on, and gives the log of its frames."""
    log = house.data / f"{name}.frames"
    display = house.display(1920, 1080)
    process = house.kiosk(name, display, "--role", "wall", "--probe-log", str(log), *options)
    until("the first frame", lambda: frames(log) > 0)
    begin, used = time.monotonic(), processor_seconds(process)
    shown = processor_seconds(display.process)
    while time.monotonic() - begin < seconds:
        expect(process.poll() is None, "the wall ended by itself")
        time.sleep(0.2)
    span = time.monotonic() - begin
    used, shown = processor_seconds(process) - used, processor_seconds(display.process) - shown
    drawn = re.search(r"drawn by (.*)", (house.data / f"{name}.log").read_text())
    step(f"processor: wall {100 * used / span:.0f} %, X server {100 * shown / span:.0f} % of one core, "
         f"drawn by {drawn[1] if drawn else '?'}")
    expect(house.end(process) == 0, "the wall did not end cleanly")
    return log


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
    expect(check(play(house, "wall", MINUTE), "--kinds", KINDS).returncode == 0, "the wall was black, stale or stuck")
    step("a wall with one black frame planted")
    planted = check(play(house, "planted", 8.0, "--plant-black", "1@5000"))
    found = re.findall(r"^black: .*", planted.stdout, re.MULTILINE)
    expect(planted.returncode == 1 and len(found) == 1 and "black 1, stale 0" in planted.stdout,
           "the planted black frame was not found, or something else was")


if __name__ == "__main__":
    hall.run_flow(flow)
