#!/usr/bin/env python3
"""Makes the sample hall and runs it on this machine: hub, sync and the screens, each a process of its own.

Everything lives in one data folder; ports are free ones on the loopback; Ctrl-C ends whatever was started.
"""
import argparse
import fcntl
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

HALL = "mingchuan"


def say(text: str) -> None:
    print(text, flush=True)


class Hall:
    """The folders of one sample hall and the programs that fill them."""

    def __init__(self, data: pathlib.Path, binaries: pathlib.Path, assets: pathlib.Path):
        self.data, self.bin, self.assets = data, binaries, assets
        self.hub, self.terminal = data / "hub", data / "terminal"
        self.started: list[tuple[str, subprocess.Popen]] = []

    def program(self, name: str) -> str:
        return str(self.bin / name)

    def command(self, *words: str) -> str:
        """Runs a program to its end; stops everything with its message when it fails."""
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode != 0:
            sys.stderr.write(done.stdout + done.stderr)
            sys.exit(f"run: {' '.join(words)} ended with {done.returncode}")
        return done.stdout

    def make(self, *publish: str) -> None:
        """Sample tables → hub → a published generation. Nothing happens when the tables are as they were.

        publish: further options of that command.
        """
        sample = self.assets / "sample"
        tables = [(re.match(r"[0-9]+-([a-z_]+)", p.name)[1], p) for p in sorted(sample.glob("[0-9]*-*.*"))
                  if p.suffix in (".xlsx", ".csv")]
        tables.append(("legal_basis", self.assets / "data/laws/legal_basis.csv"))
        mark = self.data / "sample.stamp"
        parts = sorted(p for p in sample.rglob("*") if p.is_file())
        parts += sorted((self.assets / "records").glob("*.toml")) + sorted((self.assets / "data/laws").iterdir())
        stamp = "\n".join(f"{p} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in parts)
        made = [self.hub / "repo/root.json", self.hub / "keys/publisher.key"]  # older halls lack the second
        if mark.exists() and mark.read_text() == stamp and all(part.exists() for part in made):
            return
        shutil.rmtree(self.hub, ignore_errors=True)
        shutil.rmtree(self.terminal, ignore_errors=True)
        self.hub.mkdir(parents=True)
        if (sample / "hall.toml").exists():
            shutil.copy(sample / "hall.toml", self.hub / "hall.toml")
        if (sample / "programme").is_dir():
            shutil.copytree(sample / "programme", self.hub / "programme")
        for n, (kind, table) in enumerate(tables, 1):
            say(f"  importing {n}/{len(tables)}: {table.name}")
            self.command(self.program("mingshi"), "import", "--hub", str(self.hub), "--type", kind, str(table))
        say("  publishing")
        self.command(self.program("mingshi"), "publish", "--hub", str(self.hub), "--unreviewed-sample", *publish)
        mark.write_text(stamp)

    def start(self, name: str, *words: str, wait_for: str | None = None) -> str:
        """Starts a long-running program; gives the first line of its output when asked to wait for one."""
        log = open(self.data / f"{name}.log", "w")
        process = subprocess.Popen([self.program(words[0]), *words[1:]], stderr=log, text=True,
                                   stdout=subprocess.PIPE if wait_for else log, stdin=subprocess.DEVNULL)
        self.started.append((name, process))
        if not wait_for:
            return ""
        line = process.stdout.readline()
        found = re.search(wait_for, line)
        if not found:
            sys.exit(f"run: {name} did not start; see {self.data / (name + '.log')}")
        return found[1]

    def stop(self) -> None:
        for _, process in reversed(self.started):
            if process.poll() is None:
                process.terminate()
        for name, process in reversed(self.started):
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                say(f"run: {name} did not end in 5 s; killing it")
                process.kill()
                process.wait()


def arguments() -> argparse.Namespace:
    home = pathlib.Path(os.environ.get("XDG_DATA_HOME") or pathlib.Path.home() / ".local/share")
    p = argparse.ArgumentParser(prog="./dev run")
    p.add_argument("--bin", type=pathlib.Path, required=True)
    p.add_argument("--assets", type=pathlib.Path, required=True)
    p.add_argument("--role", choices=("touch", "wall", "both"))
    p.add_argument("--size")
    p.add_argument("--rotation", choices=("0", "90", "180", "270"), default="0")
    p.add_argument("--data", type=pathlib.Path, default=home / "mingshi" / "sample-hall")
    p.add_argument("--fresh", action="store_true")
    p.add_argument("--seconds", type=float)
    args = p.parse_args()
    if args.size and not re.fullmatch(r"[1-9][0-9]{2,4}x[1-9][0-9]{2,4}", args.size):
        p.error("--size: give it as WxH, for example 1080x1920")
    return args


def shots(hall: Hall, roles: list[str], size: str | None, rotation: str) -> None:
    """Without a display: renders the screens to pictures instead of opening windows."""
    screens = {"touch": ["attract", "home", "search-pinyin?letters=GH", "results?q=GH"],
               "wall": ["signage-notice", "signage-officers", "signage-decisions"]}
    folder = hall.data / "screens"
    folder.mkdir(exist_ok=True)
    for role in roles:
        wanted = size or ("1080x1920" if role == "touch" else "1920x1080")
        for screen in screens[role]:
            file = folder / (re.sub(r"[^a-z-].*", "", screen) + ".png")
            hall.command(hall.program("mingshi-kiosk"), "--data", str(hall.terminal), "--role", role, "--size", wanted,
                         "--rotation", rotation, "--screen", screen, "--shot", str(file))
            say(f"  picture   {file}")


def run(hall: Hall, args: argparse.Namespace) -> None:
    hall.make()
    url = hall.start("hub", "mingshi-hub", "--hub", str(hall.hub), "--listen", "127.0.0.1:0",
                     wait_for=r"listening (http://\S+)")
    say(f"  hub       {url}")
    sync = ["--data", str(hall.terminal), "--url", url, "--hall", HALL, "--root", str(hall.hub / "repo/root.json")]
    hall.command(hall.program("mingshi-sync"), *sync, "--once")
    hall.start("sync", "mingshi-sync", *sync, "--poll-seconds", "5")
    say(f"  terminal  {hall.terminal}")
    display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    roles = {"both": ["touch", "wall"], None: ["touch", "wall"] if display else ["touch"]}.get(args.role) or [args.role]
    if display:
        for role in roles:
            size = args.size or ("1080x1920" if role == "touch" else "1920x1080")
            hall.start(f"kiosk-{role}", "mingshi-kiosk", "--data", str(hall.terminal), "--role", role, "--size", size,
                       "--rotation", args.rotation, "--windowed")
            say(f"  screen    {role}, {size}")
    else:
        say("  no display here: the screens are rendered to pictures")
        shots(hall, roles, args.size, args.rotation)
    say(f"  logs      {hall.data}/*.log")
    say("  running; Ctrl-C ends it")
    until = time.monotonic() + args.seconds if args.seconds else None
    while until is None or time.monotonic() < until:
        for name, process in hall.started:
            if process.poll() is not None:
                if name.startswith("kiosk") and process.returncode == 0:
                    return  # its window was closed
                sys.exit(f"run: {name} ended with {process.returncode}; see {hall.data / (name + '.log')}")
        time.sleep(0.2)


def main() -> None:
    args = arguments()
    args.data = args.data.resolve()
    args.data.mkdir(parents=True, exist_ok=True)
    lock = open(args.data / "lock", "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"run: the sample hall in {args.data} is already running; end it, or give another --data")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    hall = Hall(args.data, args.bin.resolve(), args.assets.resolve())
    if args.fresh:
        for part in ("hub", "terminal", "screens", "sample.stamp"):
            path = args.data / part
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    say(f"sample hall in {args.data}")
    try:
        run(hall, args)
    except KeyboardInterrupt:
        say("\nending")
    finally:
        hall.stop()


if __name__ == "__main__":
    main()
