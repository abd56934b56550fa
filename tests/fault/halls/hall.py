"""A publisher and its terminals, as the halls test drives them."""
import csv
import json
import os
import pathlib
import random
import re
import signal
import sqlite3
import subprocess
import time

from network import Network

PNG = b"\x89PNG\r\n\x1a\n"
PUBLISHED_ON, YESTERDAY, FAR = "2026-01-01", "2026-01-02", "2199-12-31"
PORTS = {"yi": 8101, "er": 8102}


def fake_clock() -> pathlib.Path | None:
    """The library that gives a process another time."""
    return next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)


class Publisher:
    """One hall's hub. `behind` seconds is how far its clock lags: the shortest lease is an hour, and an hour that began
    59 minutes ago ends in a minute."""

    def __init__(self, folder: pathlib.Path, binaries: pathlib.Path, network: Network, hall: str, behind: int):
        self.folder, self.bin, self.network, self.hall, self.behind = folder, binaries, network, hall, behind
        self.hub = folder / "hub"
        self.process: subprocess.Popen | None = None
        self.sequence, self.notices, self.withdrawn = 0, set(), []
        self.officers = {f"991503{90000 + n}": "监察员" for n in range(12)}
        folder.mkdir(parents=True)
        (folder / "photos").mkdir()
        self.command("init", "--hub", str(self.hub), "--id", hall, "--name", f"示例{hall}监察大队", "--hotline", "0000-00000")
        with open(self.hub / "hall.toml", "a", encoding="utf-8") as settings:
            settings.write("lease_hours = 1\n")
        self.import_officers()
        self.publish()

    def faked(self, words: list[str]) -> list[str]:
        """Under a clock that lags. Not by the program faketime: it would stand between a signal and the hub."""
        return ["env", f"LD_PRELOAD={fake_clock()}", f"FAKETIME=-{self.behind}", *words] if self.behind else words

    def command(self, *words: str) -> str:
        done = subprocess.run(self.faked([str(self.bin / "mingshi"), *words]), capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"mingshi {' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout

    def table(self, kind: str, headings: list[str], rows: list[list[str]]) -> None:
        file = self.folder / f"{kind}.csv"
        with open(file, "w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows([headings, *rows])
        self.command("import", "--hub", str(self.hub), "--type", kind, str(file))

    def import_officers(self) -> None:
        rows = []
        for n, (number, post) in enumerate(self.officers.items()):
            photo = f"photos/{number}.png"
            if not (self.folder / photo).exists():
                (self.folder / photo).write_bytes(PNG + random.Random(number).randbytes(20_000))
            name = "示例" + "甲乙丙丁戊己庚辛壬癸子丑"[n]
            rows.append([name, "示例监察大队", post, number, "劳动保障监察", "示例区", photo])
        self.table("officer", ["姓名", "单位", "职务", "证件编号", "执法类别", "执法区域", "照片"], rows)

    def import_notices(self, titles: list[str], until: str) -> None:
        self.table("notice", ["标题", "正文", "类别", "发布机关", "发布日期", "期限"],
                   [[t, "示例正文", "公告", "示例机关", PUBLISHED_ON, until] for t in titles])

    def change(self, dice: random.Random) -> None:
        """A day in the office: notices come, one or two are taken back, somebody gets another post."""
        fresh = [f"示例公告{self.sequence}-{n}" for n in range(dice.randint(1, 3))]
        self.import_notices(fresh, FAR)
        if len(self.notices) > 3:
            gone = dice.sample(sorted(self.notices), dice.randint(1, 2))
            self.import_notices(gone, YESTERDAY)
            self.notices -= set(gone)
            self.withdrawn += [f"notice/{title}" for title in gone]
        self.notices |= set(fresh)
        if dice.random() < 0.3:
            self.officers[dice.choice(sorted(self.officers))] = f"第{self.sequence}中队队长"
            self.import_officers()
        self.publish()

    def publish(self) -> None:
        said = self.command("publish", "--hub", str(self.hub), "--unreviewed-sample", "--json")
        self.sequence = json.loads(said)["generation"]

    def serve(self) -> None:
        address = f"{Network.SERVER}:{PORTS[self.hall]}"
        words = self.faked([str(self.bin / "mingshi-hub"), "--hub", str(self.hub), "--listen", address, "--resign-seconds", "1"])
        log = open(self.folder / "hub.log", "a")
        self.process = subprocess.Popen(self.network.inside("hub", *words), stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def stop(self, how: int = signal.SIGTERM) -> None:
        if self.process:
            self.process.send_signal(how)
            self.process.wait(timeout=60)
            self.process = None

    def expected(self) -> set[str]:
        return {f"notice/{t}" for t in self.notices} | {f"officer/{n}" for n in self.officers}


class Terminal:
    """One terminal of a hall; its folder is looked at as a kiosk would."""

    def __init__(self, folder: pathlib.Path, binaries: pathlib.Path, network: Network, name: str, publisher: Publisher):
        self.data, self.bin, self.network, self.name, self.publisher = folder / "data", binaries, network, name, publisher
        self.log = folder / "sync.log"
        self.process: subprocess.Popen | None = None
        self.highest, self.looks = 0, 0
        folder.mkdir(parents=True)

    def start(self) -> None:
        words = [str(self.bin / "mingshi-sync"), "--data", str(self.data), "--hall", self.publisher.hall,
                 "--url", f"http://{Network.SERVER}:{PORTS[self.publisher.hall]}/", "--poll-seconds", "1",
                 "--patience-seconds", "5", "--terminal", self.name, "--root", str(self.publisher.hub / "repo/root.json")]
        self.process = subprocess.Popen(self.network.inside(self.name, *words), stdout=open(self.log, "a"),
                                        stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)

    def stop(self, how: int = signal.SIGTERM) -> None:
        if self.process:
            self.process.send_signal(how)
            self.process.wait(timeout=60)
            self.process = None

    def status(self) -> dict:
        try:
            return json.loads((self.data / "status.json").read_text())
        except FileNotFoundError:
            return {}

    def open_current(self) -> int | None:
        """The current database, open: it stays readable, whatever is removed. None before the first generation."""
        for _ in range(100):
            try:
                return os.open(self.data / "current/disclosure.db", os.O_RDONLY)
            except FileNotFoundError:  # the link moved on between following it and opening the file
                if not os.path.lexists(self.data / "current"):
                    return None
                time.sleep(0.01)
        raise AssertionError(f"{self.name}: current points to nothing")

    def records(self) -> tuple[int, dict[str, str]]:
        """Sequence and id → hash of what is current; (0, {}) before the first. Raises when it is not whole."""
        file = self.open_current()
        if file is None:
            return 0, {}
        try:
            with sqlite3.connect(f"file:/proc/self/fd/{file}?immutable=1&mode=ro", uri=True) as db:
                sequence = db.execute("SELECT sequence FROM generation").fetchone()[0]
                rows = dict(db.execute("SELECT id, sha256 FROM record"))
            db.close()
        finally:
            os.close(file)
        return sequence, rows

    def look(self) -> None:
        """What must hold at any moment: a whole generation, never an older one."""
        sequence, rows = self.records()
        if sequence < self.highest:
            raise AssertionError(f"{self.name} went back from {self.highest} to {sequence}")
        if sequence and not rows:
            raise AssertionError(f"{self.name} shows an empty generation {sequence}")
        self.highest, self.looks = sequence, self.looks + 1

    def receipts(self) -> list[dict]:
        lines = []
        for file in sorted((self.data / "receipts/sync").glob("*.receipts")):
            for line in file.read_text(encoding="utf-8").splitlines():
                lines.append(json.loads(re.sub(r"^\S+ \d+ \d+ \S+ ", "", line)))
        return lines

    def told(self, kind: str) -> list[str]:
        return [r["subject"] for r in self.receipts() if r["kind"] == kind]

    def photos(self) -> int:
        return sum(1 for f in (self.data / "objects").rglob("*") if f.is_file())


def until(what: str, look, patience: float) -> float:
    """How long it took; fails when `look` was never true in that time."""
    begin = time.monotonic()
    while not look():
        if time.monotonic() - begin > patience:
            raise AssertionError(f"waited {patience:.0f} s in vain: {what}")
        time.sleep(0.05)
    return time.monotonic() - begin
