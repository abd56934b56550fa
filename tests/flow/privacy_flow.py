#!/usr/bin/env python3
"""A citizen walks away: the terminal asks, then forgets. In real time, 90 seconds.

The page of an officer is left open. After a minute the warning stands; a touch keeps the page. Left alone once more,
the terminal warns, wipes what was looked at and goes back to the attract page; the next citizen finds the search
empty.

usage: privacy_flow.py FOLDER_OF_PROGRAMS
"""
import time

import hall
from hall import FlowHall, Screen, expect, step

WARNING, WIPE = 60.0, 90.0  # seconds since the last touch
GRACE = 10.0


def flow(house: FlowHall) -> None:
    house.make()
    house.serve()
    house.run("mingshi-sync", *house.sync_options(), "--once")
    display, probe = house.display(1080, 1920), house.data / "probe"
    process = house.kiosk("kiosk", display, "--probe", str(probe))
    screen = Screen(display, probe, process)
    for control in ("触摸屏幕开始", "查执法人员", "G", "H"):
        screen.touch(control)
    person = screen.until("people of G H", lambda f: f.says("GH") and any(i["role"] == "card" for i in f.items))
    name = next(i["label"] for i in person.items if i["role"] == "card").split(" ")[0]
    screen.touch(name)
    screen.until("the certificate", lambda f: f.screen == "officer" and f.says(name))
    left = time.monotonic()
    step(f"the page of {name} is left alone")
    warning = screen.until("the warning", lambda f: f.control("继续看"))
    expect(WARNING - 2 < time.monotonic() - left < WARNING + GRACE, "the warning came at another time")
    expect(warning.control("结束并清除"), "the warning offers no end")
    screen.touch("继续看")
    left = time.monotonic()
    screen.until("the page again", lambda f: f.screen == "officer" and not f.control("继续看") and f.says(name))
    step("kept once; left alone again")
    screen.until("the warning", lambda f: f.control("继续看"))
    gone = screen.until("the attract page", lambda f: f.screen == "attract")
    expect(WIPE - 2 < time.monotonic() - left < WIPE + GRACE, "the wipe came at another time")
    expect(not gone.says(name), f"the name is still there:\n{gone.text()}")
    step("the next citizen")
    screen.touch("触摸屏幕开始")
    home = screen.until("the home page", lambda f: f.screen == "home")
    expect(not home.control("返回")["enabled"], "the home page leads back to what the last citizen saw")
    screen.touch("查执法人员")
    search = screen.until("the search page", lambda f: f.screen == "search")
    expect(not search.says("GH") and not search.says(name), f"the search is not empty:\n{search.text()}")
    expect(house.end(process) == 0, "the terminal did not end cleanly")


if __name__ == "__main__":
    hall.run_flow(flow)
