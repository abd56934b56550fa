#!/usr/bin/env python3
"""Golden screens: what mingshi-kiosk draws from the sample hall, compared with the reference pictures of the tree.

usage: golden.py --build BUILD_FOLDER [--out FOLDER] [--accept] [--only NAME]
Each screen is drawn without a display, at a time that stands still, from data of a time that stands still. References
are kept at half size (the mean of four pixels); so is what is compared. A failure writes FOLDER/index.html: reference,
now, difference side by side. --accept makes what is drawn now the reference: look at it first.
"""
import argparse
import concurrent.futures
import contextlib
import html
import io
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

from picture import Picture, read_png, write_png

SOURCE = pathlib.Path(__file__).resolve().parents[2]
REFERENCE = SOURCE / "tests/shots/reference"
sys.path.insert(0, str(SOURCE / "tools"))
from run_hall import Hall  # noqa: E402

NOW = "2026-11-23T14:32:00+08:00"
FRESH, FIVE_HOURS, THIRTY_HOURS = "2026-11-23T06:00:00Z", "2026-11-23T01:32:00Z", "2026-11-22T00:32:00Z"
MOST_MEAN = 0.25  # levels of 255
OUT_OF_LEASE = "2026-10-01T01:00:00Z"
NO_BATTERY, FAR_AHEAD = "1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z"  # clocks
FAR = 32  # levels: a pixel is another one
MOST_FAR = 0.0002  # share of the pixels: less than a changed word has


def screens() -> dict[str, tuple[str, str, str]]:
    """Name → what to open, the size, and the clock."""
    def spec(name: str, as_of: str = FRESH, **arguments: str) -> str:
        return name + "?" + urllib.parse.urlencode({**arguments, "as_of": as_of}, quote_via=urllib.parse.quote)

    touch = {
        "05-attract": spec("attract"),
        "06-home": spec("home"),
        "07b-search-pinyin": spec("search-pinyin", letters="GH"),
        "07c-search-number": spec("search-number", digits="99150310"),
        "08-results": spec("results", q="GH"),
        "09-officer": spec("officer", no="99150310027"),
        "09-officer-cancelled": spec("officer", no="99150310008"),
        "09-officer-expired": spec("officer", no="99150310019"),
        "09-officer-suspended": spec("officer", no="99150310022"),
        "09-officer-5h": spec("officer", FIVE_HOURS, no="99150310027"),
        "09-officer-30h": spec("officer", THIRTY_HOURS, no="99150310027"),
        "09-officer-cancelled-30h": spec("officer", THIRTY_HOURS, no="99150310008"),
        "10-procedure": spec("procedure"),
        "11-inspections": spec("inspections"),
        "12a-decisions": spec("decisions"),
        "12b-decision": spec("decision", id="penalty/明劳监罚202618"),
        "13-guide": spec("detail", id="service_guide/投诉拖欠工资"),
        "14-remedies": spec("list", type="remedy"),
        "detail-statute": spec("detail", id="legal_basis/劳动保障监察条例"),
        "16-idle": spec("idle", no="99150310027"),
        "17a-offline": spec("results", FIVE_HOURS, q="GH"),
        "list-notices": spec("list", type="notice"),
        "types": spec("types"),
        "time-lease-officer": spec("officer", OUT_OF_LEASE, no="99150310027"),
        "time-lease-types": spec("types", OUT_OF_LEASE),
    }
    wall = {"01-signage-notice": spec("signage-notice"), "02-signage-officers": spec("signage-officers"),
            "03-signage-decisions": spec("signage-decisions"),
            "time-lease-signage": spec("signage-notice", OUT_OF_LEASE)}
    clocks = {"time-officer-floor": (spec("officer", no="99150310027"), "1080x1920", NO_BATTERY),
              "time-officer-future": (spec("officer", no="99150310027"), "1080x1920", FAR_AHEAD),
              "time-results-floor": (spec("results", q="GH"), "1080x1920", NO_BATTERY)}
    return {**{n: (s, "1080x1920", NOW) for n, s in touch.items()},
            **{n: (s, "1920x1080", NOW) for n, s in wall.items()}, **clocks}


class Shooter:
    """Draws one screen and compares it; picklable, so that several processors can."""

    def __init__(self, kiosk: str, data: pathlib.Path, out: pathlib.Path, accept: bool):
        self.kiosk, self.data, self.out, self.accept = kiosk, data, out, accept

    def shoot(self, name: str, spec: str, size: str, clock: str) -> tuple[str, str, bool]:
        """Name, what to say of it, and whether it is good."""
        file = self.out / f"{name}.png"
        done = subprocess.run([self.kiosk, "--data", str(self.data), "--screen", spec, "--size", size, "--now", clock,
                               "--shot", str(file)], capture_output=True, text=True)
        if done.returncode != 0:
            return name, f"mingshi-kiosk ended with {done.returncode}: {done.stderr.strip()}", False
        now = read_png(file)
        if f"{now.width}x{now.height}" != size:
            return name, f"{now.width}x{now.height} instead of {size}", False
        half, reference = now.halved(), REFERENCE / f"{name}.png"
        if self.accept:
            write_png(reference, half)
            return name, f"accepted, {reference.stat().st_size // 1024} KiB", True
        if not reference.exists():
            return name, "has no reference: look at it, then --accept", False
        return self.compare(name, read_png(reference), half)

    def compare(self, name: str, reference: Picture, now: Picture) -> tuple[str, str, bool]:
        if (reference.width, reference.height) != (now.width, now.height):
            return name, "the reference has another size", False
        if reference.rgb == now.rgb:
            return name, "the same", True
        differences = [abs(a - b) for a, b in zip(reference.rgb, now.rgb)]
        mean = sum(differences) / len(differences)
        worst = [max(levels) for levels in zip(differences[0::3], differences[1::3], differences[2::3])]
        far = sum(level > FAR for level in worst) / len(worst)
        good = mean <= MOST_MEAN and far <= MOST_FAR
        if not good:
            shown = bytes(min(255, 4 * level) for level in differences)
            write_png(self.out / f"{name}.difference.png", Picture(now.width, now.height, shown))
            shutil.copy(REFERENCE / f"{name}.png", self.out / f"{name}.reference.png")
        return name, f"mean difference {mean:.3f} (at most {MOST_MEAN}), {100 * far:.3f} % of the pixels are others " \
                     f"(at most {100 * MOST_FAR:.2f} %)", good


def report(out: pathlib.Path, failed: list[tuple[str, str]]) -> pathlib.Path:
    """A page that shows each failure: reference, now, difference."""
    rows = ""
    for name, what in failed:
        pictures = "".join(f'<td><img src="{html.escape(part)}" alt="{kind}"></td>' for kind, part in
                           (("reference", f"{name}.reference.png"), ("now", f"{name}.png"),
                            ("difference", f"{name}.difference.png")))
        rows += f"<tr><th colspan=3>{html.escape(name)}: {html.escape(what)}</th></tr><tr>{pictures}</tr>\n"
    page = out / "index.html"
    page.write_text("<!doctype html><meta charset=utf-8><title>Golden screens</title><style>img{width:100%}td{width:33%}"
                    "</style><table><tr><th>reference<th>now<th>difference, four times as strong</tr>\n"
                    f"{rows}</table>\n", encoding="utf-8")
    return page


def preview(hall: Hall) -> pathlib.Path:
    """The published generation of the sample hall as a folder the kiosk opens."""
    with contextlib.redirect_stdout(io.StringIO()):  # every table it brings in
        hall.make("--now", FRESH)
    folder = hall.data / "preview"
    folder.mkdir()
    (folder / "disclosure.db").symlink_to(max((hall.hub / "generations").iterdir()) / "disclosure.db")
    (folder / "objects").symlink_to(hall.hub / "repo/o")
    return folder


def main() -> int:
    parser = argparse.ArgumentParser(prog="golden.py")
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--only", help="screens whose name holds this")
    args = parser.parse_args()
    out = (args.out or args.build / "shots").resolve()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    REFERENCE.mkdir(exist_ok=True)
    wanted = {name: what for name, what in screens().items() if not args.only or args.only in name}
    failed = []
    with tempfile.TemporaryDirectory(prefix="mingshi-golden-") as folder:
        hall = Hall(pathlib.Path(folder), args.build.resolve() / "bin", SOURCE / "assets")
        shooter = Shooter(hall.program("mingshi-kiosk"), preview(hall), out, args.accept)
        with concurrent.futures.ProcessPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
            for name, what, good in pool.map(shooter.shoot, wanted, *zip(*wanted.values())):
                print(f"{'ok  ' if good else 'FAIL'} {name}: {what}", flush=True)
                if not good:
                    failed.append((name, what))
    if args.accept and not args.only:
        for stale in set(REFERENCE.glob("*.png")) - {REFERENCE / f"{name}.png" for name in wanted}:
            stale.unlink()
    print(f"{len(wanted) - len(failed)} of {len(wanted)} screens are as they should be; pictures in {out}")
    if failed:
        print(f"side by side: {report(out, failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
