"""A small hall that publishes several generations, and what a terminal that took them up undisturbed looks like."""
import contextlib
import csv
import functools
import http.server
import os
import pathlib
import random
import shutil
import subprocess
import threading

HALL = "mingchuan"
HEADINGS = ["姓名", "单位", "职务", "证件编号", "执法类别", "执法区域", "照片"]
PNG = b"\x89PNG\r\n\x1a\n"
OFFICERS = 24


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *words) -> None:
        """A client that was killed in the middle of an answer is what we are here for."""


class PublishedHall:
    """`folder/repo-1`, `folder/repo-2` … are a hub's repository after each publication; `folder/reference-1` … are
    terminals after the passes 1 … of `mingshi-sync`."""

    def __init__(self, folder: pathlib.Path, binaries: pathlib.Path, sample: pathlib.Path, generations: int):
        self.folder, self.binaries, self.sample, self.generations = folder, binaries, sample, generations
        self.hub = folder / "hub"
        self.url = ""

    def references(self) -> list[str]:
        return [word for n in range(1, self.generations + 1) for word in ("--reference", str(self.reference(n)))]

    def reference(self, generation: int) -> pathlib.Path:
        return self.folder / f"reference-{generation}"

    def run(self, *words: str) -> None:
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(words)} ended with {done.returncode}\n{done.stdout}{done.stderr}")

    def make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.hub.mkdir()
        shutil.copy(self.sample / "hall.toml", self.hub / "hall.toml")
        for generation in range(1, self.generations + 1):
            table = self.officers(generation)
            self.run(str(self.binaries / "mingshi"), "import", "--hub", str(self.hub), "--type", "officer", str(table))
            self.run(str(self.binaries / "mingshi"), "publish", "--hub", str(self.hub), "--unreviewed-sample")
            shutil.copytree(self.hub / "repo", self.folder / f"repo-{generation}", symlinks=True)

    def officers(self, generation: int) -> pathlib.Path:
        """The register as staff hand it in: with each generation some posts and some pictures change."""
        folder = self.folder / f"table-{generation}"
        folder.mkdir()
        rows = []
        for n in range(OFFICERS):
            seed = n if generation == 1 or n % 5 else n * 100 + generation
            photo = ""
            if n % 4 == 0:
                photo = f"{n}.png"
                noise = random.Random(seed)
                (folder / photo).write_bytes(PNG + noise.randbytes(noise.randrange(5_000, 90_000)))
            post = "监察员" if n % 3 else f"第{generation}中队队长"
            name = "示例" + "甲乙丙丁戊己庚辛壬癸"[n % 10] + "子丑寅"[n // 10]
            rows.append([name, "明川区劳动监察大队", post, f"991503{90000 + n}", "劳动保障监察", "明川区", photo])
        table = folder / "officers.csv"
        with open(table, "w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows([HEADINGS, *rows])
        return table

    def sync(self, source: str = "folder") -> list[str]:
        """One pass of the agent, with @DATA and @PASS to be filled in. source: "folder", or "web" while served()."""
        where = ["--from", f"{self.folder}/repo-@PASS"] if source == "folder" else ["--url", f"{self.url}/repo-@PASS"]
        return [str(self.binaries / "mingshi-sync"), "--once", "--data", "@DATA", "--hall", HALL, "--root",
                f"{self.folder}/repo-1/root.json", *where]

    def make_references(self) -> None:
        terminal = self.folder / "terminal"
        for generation in range(1, self.generations + 1):
            words = [w.replace("@DATA", str(terminal)).replace("@PASS", str(generation)) for w in self.sync()]
            self.run(*words)
            shutil.copytree(terminal, self.reference(generation), symlinks=True)

    @contextlib.contextmanager
    def served(self):
        """The repositories over HTTP on the loopback."""
        handler = functools.partial(Quiet, directory=str(self.folder))
        with Server(("127.0.0.1", 0), handler) as server:
            thread = threading.Thread(target=server.serve_forever, args=[0.02])
            thread.start()
            self.url = f"http://127.0.0.1:{server.server_port}"
            try:
                yield
            finally:
                server.shutdown()
                thread.join()


def fast_folder() -> str | None:
    """Memory rather than a disk, where there is: what is tested here brings its own disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) and shutil.disk_usage("/dev/shm").free > 2_000_000_000 else None
