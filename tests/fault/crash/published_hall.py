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
OFFICER = ["姓名", "单位", "职务", "证件编号", "执法类别", "执法区域", "照片"]
CERTIFICATE = ["持证人", "证件类型", "证号", "发证机关", "有效期起", "有效期止", "状态"]
PENALTY = {"案件名称": "示例公司拖欠工资案", "相对人名称": "示例公司", "相对人类别": "法人及非法人组织", "统一社会信用代码": "91350100M000100Y43",
           "违法行为类型": "拖欠工资", "违法事实": "拖欠三人工资", "处罚依据": "《劳动保障监察条例》第二十六条", "处罚类别": "罚款",
           "处罚内容": "罚款", "罚款金额(万元)": "1.5", "立案日期": "2021-09-01", "告知日期": "2021-09-10", "法制审核日期": "2021-09-15",
           "决定日期": "2021-09-20", "送达日期": "2021-09-22", "处罚机关": "明川区人力资源和社会保障局", "机关代码": "11990100000000001M",
           "程序": "普通", "法制审核": "已通过法制审核"}
PNG = b"\x89PNG\r\n\x1a\n"
OFFICERS = 24


def name_of(officer: int) -> str:
    return "示例" + "甲乙丙丁戊己庚辛壬癸"[officer % 10] + "子丑寅"[officer // 10]


def number_of(officer: int) -> str:
    return f"991503{90000 + officer}"


def write_table(file: pathlib.Path, rows: list[list[str]]) -> pathlib.Path:
    with open(file, "w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(rows)
    return file


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
            (self.folder / f"table-{generation}").mkdir()
            for kind, table in (("officer", self.officers), ("certificate", self.certificates), ("penalty", self.penalties)):
                self.run(str(self.binaries / "mingshi"), "import", "--hub", str(self.hub), "--type", kind, str(table(generation)))
            self.run(str(self.binaries / "mingshi"), "publish", "--hub", str(self.hub), "--unreviewed-sample")
            shutil.copytree(self.hub / "repo", self.folder / f"repo-{generation}", symlinks=True)

    def officers(self, generation: int) -> pathlib.Path:
        """The register as staff hand it in: with each generation some posts and some pictures change."""
        folder = self.folder / f"table-{generation}"
        rows = []
        for n in range(OFFICERS):
            seed = n if generation == 1 or n % 5 else n * 100 + generation
            photo = ""
            if n % 4 == 0:
                photo = f"{n}.png"
                noise = random.Random(seed)
                (folder / photo).write_bytes(PNG + noise.randbytes(noise.randrange(5_000, 90_000)))
            post = "监察员" if n % 3 else f"第{generation}中队队长"
            rows.append([name_of(n), "明川区劳动监察大队", post, number_of(n), "劳动保障监察", "明川区", photo])
        return write_table(folder / "officers.csv", [OFFICER, *rows])

    def certificates(self, generation: int) -> pathlib.Path:
        rows = [[number_of(n), "行政执法证", number_of(n), "示例省人民政府", "2020-01-01", "2098-12-31", "有效"] for n in range(2)]
        return write_table(self.folder / f"table-{generation}/certificates.csv", [CERTIFICATE, *rows])

    def penalties(self, generation: int) -> pathlib.Path:
        """Decisions, which a part of their own carries. The second of them is on show no more in the last generation."""
        rows = [[f"明劳监罚〔2021〕{90 + n}号", f"{name_of(0)}、{name_of(1)}",
                 "2022-10-01" if n == 1 and generation == self.generations else "2098-12-31", *PENALTY.values()]
                for n in range(generation + 1)]
        return write_table(self.folder / f"table-{generation}/penalties.csv",
                           [["决定书文号", "执法人员", "公示截止期", *PENALTY], *rows])

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
