#!/usr/bin/env python3
"""No clock bricks a terminal, brings an old state back, or makes it say 有效 of a day it does not know.

A small hall publishes at a time that stands still; a static server carries it; the real mingshi-sync and mingshi-kiosk
are shown one clock after another by libfaketime.

usage: clock_fault.py FOLDER_OF_PROGRAMS
"""
import datetime
import functools
import glob
import http.server
import os
import pathlib
import shutil
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "flow"))
from hall import HALL, FlowHall, Frame, expect, step  # noqa: E402
from workbook import write_workbook  # noqa: E402

UTC = datetime.timezone.utc
SKIP = 77
NUMBER, EXPIRED_NUMBER = "99150310027", "99150310031"
ISSUED = datetime.datetime(2026, 11, 23, 6, 0, 0, tzinfo=UTC)
LEAP = datetime.datetime(2028, 2, 29, 4, 0, 0, tzinfo=UTC)
TIMESTAMP_LIFE = datetime.timedelta(days=7)
SECOND, MINUTE, DAY = datetime.timedelta(seconds=1), datetime.timedelta(minutes=1), datetime.timedelta(days=1)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)
END_OF_32_BITS = datetime.datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC)
FAR = datetime.datetime(2099, 1, 1, tzinfo=UTC)


def faketime_library() -> str | None:
    found = sorted(glob.glob("/usr/lib/*/faketime/libfaketime.so.1"))
    return found[0] if found else None


def stamp(when: datetime.datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


class Carrier:
    """A static server whose folder can be changed, and that can do something when a file is asked for."""

    def __init__(self, folder: pathlib.Path):
        self.folder, self.when_asked = folder, lambda path: None
        carrier = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                carrier.when_asked(self.path)
                super().do_GET()

            def translate_path(self, path: str) -> str:
                return str(carrier.folder / path.lstrip("/"))

            def log_message(self, *words: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class ClockHall(FlowHall):
    """A hall of two officers, published at ISSUED (generation 1), an hour later (2) and on a leap day (3)."""

    def __init__(self, binaries: pathlib.Path, library: str):
        super().__init__(binaries)
        self.library, self.carrier, self.terminals = library, None, 0
        self.states: list[pathlib.Path] = []

    def __exit__(self, kind, error, trace) -> None:
        if self.carrier:
            self.carrier.close()
        super().__exit__(kind, error, trace)

    def publish_at(self, when: datetime.datetime, post: str) -> None:
        desk = self.data / "clerk"
        (desk / "photos").mkdir(parents=True, exist_ok=True)
        photo = sorted((self.assets / "sample/photos").glob("*.png"))[0]
        shutil.copy(photo, desk / "photos/one.png")
        unit, area = "明川区劳动监察大队　一中队", "示例省明川市明川区"
        write_workbook(desk / "人员.xlsx", "持证执法人员名单（示例）",
                       ["姓名", "工作单位", "职务", "执法证号", "执法类别", "执法区域", "照片"],
                       [["顾𬭎", unit, post, NUMBER, "劳动保障监察", area, "photos/one.png"],
                        ["高桦", unit, "监察员", EXPIRED_NUMBER, "劳动保障监察", area, "photos/one.png"]])
        write_workbook(desk / "证件.xlsx", "行政执法证件台账（示例）",
                       ["持证人", "证件类型", "证号", "发证机关", "有效期起", "有效期止", "状态"],
                       [[NUMBER, "行政执法证", NUMBER, "示例省人民政府", "2023-07-01", "2028-06-30", "有效"],
                        [EXPIRED_NUMBER, "行政执法证", EXPIRED_NUMBER, "示例省人民政府", "2021-07-01", "2026-06-30",
                         "有效"]])
        self.import_table("officer", desk / "人员.xlsx")
        self.import_table("certificate", desk / "证件.xlsx")
        self.command(self.program("mingshi"), "publish", "--hub", str(self.hub), "--unreviewed-sample",
                     "--now", when.strftime("%Y-%m-%dT%H:%M:%SZ"))
        state = self.data / f"state-{len(self.states) + 1}"
        shutil.copytree(self.hub / "repo", state)
        self.states.append(state)

    def begin(self) -> None:
        self.command(self.program("mingshi"), "init", "--hub", str(self.hub), "--id", HALL, "--name",
                     "明川区劳动监察大队（示例）", "--window", "一楼 3 号窗口")
        self.publish_at(ISSUED, "监察员")
        self.publish_at(ISSUED + 60 * MINUTE, "副中队长")
        self.publish_at(LEAP, "中队长")
        self.carrier = Carrier(self.states[0])
        self.url = self.carrier.url

    def clock(self, when: datetime.datetime | pathlib.Path) -> dict[str, str]:
        """The environment of a process that is shown this time, or the time that stands in a file."""
        shown = {"FAKETIME_TIMESTAMP_FILE": str(when), "FAKETIME_NO_CACHE": "1"} if isinstance(when, pathlib.Path) \
            else {"FAKETIME": stamp(when)}
        return {**os.environ, "LD_PRELOAD": self.library, "TZ": "UTC", "FAKETIME_DONT_FAKE_MONOTONIC": "1", **shown}

    def terminal_like(self, other: pathlib.Path | None = None) -> pathlib.Path:
        self.terminals += 1
        folder = self.data / f"terminal-{self.terminals}"
        if other:
            shutil.copytree(other, folder, symlinks=True)
        return folder

    def sync(self, terminal: pathlib.Path, when: datetime.datetime | pathlib.Path, state: int) -> dict:
        """One pass of the agent against a published state; gives its status and how it ended."""
        self.carrier.folder = self.states[state - 1]
        done = subprocess.run([self.program("mingshi-sync"), *self.sync_options(terminal), "--once"],
                              env=self.clock(when), capture_output=True, text=True, timeout=120)
        expect(done.returncode in (0, 1), f"mingshi-sync ended with {done.returncode}: {done.stderr}")
        expect((terminal / "metrics.prom").read_text().endswith("# EOF\n"), "the figures are not whole")
        return {**self.status(terminal), "good": done.returncode == 0, "said": done.stderr}

    def page(self, terminal: pathlib.Path, when: datetime.datetime, number: str = NUMBER) -> str:
        """All words on an officer's page, as mingshi-kiosk draws it."""
        probe = self.data / "probe"
        shutil.rmtree(probe, ignore_errors=True)
        probe.mkdir()
        done = subprocess.run([self.program("mingshi-kiosk"), "--data", str(terminal), "--screen",
                               f"officer?no={number}", "--shot", str(probe / "page.png"), "--probe", str(probe)],
                              env=self.clock(when), capture_output=True, text=True, timeout=120)
        expect(done.returncode == 0, f"mingshi-kiosk ended with {done.returncode}: {done.stderr}")
        frames = sorted(probe.glob("*.json"))
        expect(frames, "the kiosk wrote no frame")
        return Frame(frames[-1]).text()


def holds(status: dict, generation: int, confidence: str, floor: datetime.datetime) -> None:
    expect(status.get("generation") == generation, f"generation {status.get('generation')}: {status}")
    time = status.get("time") or {}
    expect(time.get("confidence") == confidence, f"{time} instead of {confidence}")
    kept = datetime.datetime.fromisoformat(time["floor"].replace("Z", "+00:00"))
    expect(floor <= kept <= floor + 5 * MINUTE, f"the floor is {kept}, not {floor}")


def every_clock_takes_the_first_state(hall: ClockHall) -> None:
    for name, when, confidence in (
            ("1970", EPOCH, "floor_only"), ("floor - 1 s", ISSUED - SECOND, "system"), ("floor", ISSUED, "system"),
            ("expiry - 1 s", ISSUED + TIMESTAMP_LIFE - SECOND, "system"), ("2038", END_OF_32_BITS, "suspect_future"),
            ("2099", FAR, "suspect_future"), ("leap day", LEAP, "suspect_future")):
        status = hall.sync(hall.terminal_like(), when, 1)
        expect(status["good"], f"{name}: {status}")
        holds(status, 1, confidence, ISSUED)
        step(f"{name}: the first state is taken, {confidence}")


def expired_is_refused_and_nothing_is_lost(hall: ClockHall, first: pathlib.Path) -> None:
    for name, when in (("expiry", ISSUED + TIMESTAMP_LIFE), ("expiry + 1 s", ISSUED + TIMESTAMP_LIFE + SECOND)):
        status = hall.sync(hall.terminal_like(first), when, 1)
        expect(not status["good"] and status["last_error"]["code"] == "expired", f"{name}: {status}")
        expect(status["generation"] == 1, f"{name}: the generation went")
        step(f"{name}: refused as expired, generation 1 stays")


def no_clock_brings_an_old_state_back(hall: ClockHall, second: pathlib.Path) -> None:
    for when in (EPOCH, ISSUED - SECOND, ISSUED + MINUTE, END_OF_32_BITS, FAR):
        status = hall.sync(hall.terminal_like(second), when, 1)
        expect(not status["good"] and status["last_error"]["code"] == "rollback", f"{stamp(when)}: {status}")
        expect(status["generation"] == 2, f"{stamp(when)}: the generation went back")
        expect(status["as_of"] == "2026-11-23T07:00:00Z", f"{stamp(when)}: {status['as_of']}")
    step("an old state is a rollback at any clock")


def jumps_during_a_refresh(hall: ClockHall, first: pathlib.Path) -> None:
    told = hall.data / "clock"
    for name, before, after in (("back to 1970", ISSUED + 70 * MINUTE, EPOCH), ("ahead to 2099", ISSUED + 70 * MINUTE, FAR),
                                ("2099 to the truth", FAR, ISSUED + 70 * MINUTE), ("1970 to 2038", EPOCH, END_OF_32_BITS)):
        terminal = hall.terminal_like(first)
        told.write_text(stamp(before))

        def jump(path: str, to: datetime.datetime = after) -> None:
            if "snapshot" in path:
                told.write_text(stamp(to))

        hall.carrier.when_asked = jump
        status = hall.sync(terminal, told, 2)
        hall.carrier.when_asked = lambda path: None
        expect(told.read_text() == stamp(after), f"{name}: the snapshot was not asked for")
        expect(status["good"] and status["generation"] == 2, f"{name}: {status}")
        step(f"{name}, in the middle of a refresh: generation 2")


def a_dead_clock_that_comes_back(hall: ClockHall, first: pathlib.Path) -> None:
    terminal = hall.terminal_like(first)
    holds(hall.sync(terminal, FAR, 1), 1, "suspect_future", ISSUED)
    holds(hall.sync(terminal, FAR, 2), 2, "suspect_future", ISSUED + 60 * MINUTE)
    back = hall.sync(terminal, ISSUED + 90 * MINUTE, 2)
    holds(back, 2, "system", ISSUED + 60 * MINUTE)
    expect(back["good"] and not back["last_error"], f"{back}")
    step("2099 and back: it took the next state on the way and nothing of 2099 is left")
    later = hall.sync(terminal, LEAP + MINUTE, 3)
    expect(later["good"] and later["as_of"] == "2028-02-29T04:00:00Z", f"{later}")
    holds(later, 3, "system" if later["time"]["confidence"] == "system" else "suspect_future", LEAP)
    step("on the leap day a state of the leap day is taken")


def what_the_screen_says(hall: ClockHall, first: pathlib.Path) -> None:
    page = functools.partial(hall.page, first)
    good = page(ISSUED + 30 * MINUTE)
    expect("\n有效\n" in f"\n{good}\n", f"a good clock: {good}")
    for when in (EPOCH, ISSUED - DAY):
        text = page(when)
        expect("截至11月23日有效" in text and "时间未校准" in text, f"{stamp(when)}: {text}")
        expect("\n有效\n" not in f"\n{text}\n", f"{stamp(when)} says 有效 alone: {text}")
    for when in (LEAP, END_OF_32_BITS, FAR):
        text = page(when)
        expect("待核实" in text and "时间未校准" in text, f"{stamp(when)}: {text}")
        expect("已过期" not in text and "\n有效\n" not in f"\n{text}\n", f"{stamp(when)}: {text}")
        expect("已过期" in page(when, EXPIRED_NUMBER), f"{stamp(when)}: what had expired before is not told")
    hidden = page(ISSUED + 40 * DAY)
    expect("暂不能查" in hidden and "顾𬭎" not in hidden, f"the lease is over: {hidden}")
    step("the certificate reads no more than the clock allows")


def main() -> int:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    library = faketime_library()
    if library is None:
        print("libfaketime is not installed: skipped")
        return SKIP
    with ClockHall(pathlib.Path(sys.argv[1]), library) as hall:
        hall.begin()
        every_clock_takes_the_first_state(hall)
        first, second = hall.terminal_like(), hall.terminal_like()
        expect(hall.sync(first, ISSUED + MINUTE, 1)["good"], "generation 1 did not arrive")
        expect(hall.sync(second, ISSUED + 61 * MINUTE, 2)["good"], "generation 2 did not arrive")
        expired_is_refused_and_nothing_is_lost(hall, first)
        no_clock_brings_an_old_state_back(hall, second)
        jumps_during_a_refresh(hall, first)
        a_dead_clock_that_comes_back(hall, first)
        what_the_screen_says(hall, first)
    return 0


if __name__ == "__main__":
    sys.exit(main())
