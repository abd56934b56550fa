#!/usr/bin/env python3
"""kill -9 of the real mingshi-sync at random moments while it fetches 76 MB of media and a delta.

usage: kill_sync.py PROGRAMS KILLS
Each round brings a terminal from generation 1 to 2 through kill after kill. At the end of a round it must show what an
undisturbed terminal shows, bit for bit; after every kill it must show one of the two generations and hold no bad
object. Over all rounds the server may have sent less than 1.5 times the bytes that undisturbed passes need.
Prints the figures as one line of JSON.
"""
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "crash"), str(HERE.parents[1] / "doubles"), str(HERE.parent)]
from fault_server import FaultServer  # noqa: E402
from published_hall import HALL, OFFICER, PNG, PublishedHall, fast_folder, number_of, write_table  # noqa: E402
from terminal_view import Wrong, check_no_bad_object, shown  # noqa: E402

SAMPLE = HERE.parents[2] / "assets/sample"
PICTURES, PICTURE_BYTES, OFFICERS = 16, 4_750_000, 200
SPEED = 40_000_000  # bytes a second that the server gives: slow enough for a kill to meet a transfer
PATIENCE = 120.0  # seconds for one undisturbed pass
MOST_REFETCHED = 1.5


class BigHall(PublishedHall):
    """Generation 1 has no pictures; generation 2 has 76 MB of them, and other posts for a tenth of the officers."""

    def officers(self, generation: int) -> pathlib.Path:
        folder = self.folder / f"table-{generation}"
        rows, noise = [], random.Random(76)
        for n in range(OFFICERS):
            photo = ""
            if generation == 2 and n < PICTURES:
                photo = f"{n}.png"
                (folder / photo).write_bytes(PNG + noise.randbytes(PICTURE_BYTES))
            post = "中队长" if generation == 2 and n % 10 == 0 else "监察员"
            name = "示例" + "甲乙丙丁戊己庚辛壬癸"[n % 10] + "子丑寅卯辰巳午未申酉"[n // 10 % 10]
            rows.append([name, "明川区劳动监察大队", post, number_of(n), "劳动保障监察", "明川区", photo])
        return write_table(folder / "officers.csv", [OFFICER, *rows])


class Killer:
    def __init__(self, folder: pathlib.Path, programs: pathlib.Path):
        self.folder, self.programs = folder, programs
        self.hall = BigHall(folder / "hall", programs, SAMPLE, 2)
        self.hall.make()
        self.hall.make_references()
        self.expected = {n: shown(self.hall.reference(n)) for n in (1, 2)}
        self.media = self.media_of(self.hall.reference(2))
        self.dice = random.Random(20261123)
        self.kills = self.in_transfer = self.rounds = self.sent = 0

    @staticmethod
    def media_of(terminal: pathlib.Path) -> set[str]:
        return {f.name for f in (terminal / "objects").glob("??/*") if f.is_file()}

    def start(self, terminal: pathlib.Path, url: str) -> subprocess.Popen:
        return subprocess.Popen([str(self.programs / "mingshi-sync"), "--once", "--data", str(terminal), "--hall", HALL,
                                 "--url", url], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def undisturbed(self, server: FaultServer) -> int:
        """The bytes that one pass needs."""
        terminal = pathlib.Path(shutil.copytree(self.hall.reference(1), self.folder / "undisturbed", symlinks=True))
        before = sum(server.sent.values())
        process = self.start(terminal, server.url)
        log = process.communicate(timeout=PATIENCE)[1]
        if process.returncode:
            raise Wrong(f"an undisturbed pass ended with {process.returncode}\n{log}")
        self.judge(terminal, 2)
        shutil.rmtree(terminal)
        return sum(server.sent.values()) - before

    def judge(self, terminal: pathlib.Path, *allowed: int) -> None:
        check_no_bad_object(terminal)
        now = shown(terminal)
        if now not in [self.expected[n] for n in allowed]:
            raise Wrong(f"after {self.kills} kills {terminal} shows neither of the generations {allowed}")

    def wait(self, process: subprocess.Popen, server: FaultServer) -> bool:
        """Lets it run for a random while: so many bytes more, or so long. True when it ended by itself first."""
        by_bytes = self.dice.random() < 0.7
        start, begun = sum(server.sent.values()), time.monotonic()
        bytes_more, seconds = self.dice.randrange(8_000_000), self.dice.uniform(0, 0.4)
        while process.poll() is None:
            if time.monotonic() - begun > (PATIENCE if by_bytes else seconds):
                return False
            if by_bytes and sum(server.sent.values()) - start > bytes_more:
                return False
            time.sleep(0.002)
        return True

    def round(self, server: FaultServer, kills: int) -> None:
        terminal = pathlib.Path(shutil.copytree(self.hall.reference(1), self.folder / "terminal", symlinks=True))
        before = sum(server.sent.values())
        while True:
            process = self.start(terminal, server.url)
            if self.kills < kills and not self.wait(process, server):
                process.kill()
                process.communicate()
                self.kills += 1
                self.in_transfer += any(f.is_file() for f in terminal.rglob("?*.part"))
                self.judge(terminal, 1, 2)
                continue
            log = process.communicate(timeout=PATIENCE)[1]
            if process.returncode:
                raise Wrong(f"ended with {process.returncode} after {self.kills} kills\n{log}")
            break
        self.judge(terminal, 2)
        if self.media_of(terminal) != self.media:
            raise Wrong("other media than an undisturbed terminal has")
        left = [str(f) for f in terminal.rglob("*") if f.suffix == ".part" and f.is_file() or f.name.startswith(".new")]
        if left:
            raise Wrong(f"left behind: {left}")
        shutil.rmtree(terminal)
        self.rounds += 1
        self.sent += sum(server.sent.values()) - before

    def run(self, kills: int) -> dict:
        with FaultServer(self.hall.folder / "repo-2", bytes_per_second=SPEED) as server:
            needed = self.undisturbed(server)
            begun = time.monotonic()
            while self.kills < kills:
                self.round(server, kills)
            refetched = self.sent / (needed * self.rounds)
            figures = {"kills": self.kills, "with a part file": self.in_transfer, "rounds": self.rounds,
                       "bytes of one undisturbed pass": needed, "sent": self.sent,
                       "times the bytes needed": round(refetched, 3), "seconds": round(time.monotonic() - begun)}
            if refetched >= MOST_REFETCHED:
                raise Wrong(f"too much was fetched again: {figures}")
            return figures


def main() -> None:
    if len(sys.argv) != 3 or not sys.argv[2].isdigit():
        sys.exit(__doc__)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="mingshi-kill-", dir=fast_folder()))
    try:
        print(json.dumps(Killer(folder, pathlib.Path(sys.argv[1]).resolve()).run(int(sys.argv[2]))), flush=True)
    except Wrong as wrong:
        sys.exit(f"FAILED: {wrong}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
