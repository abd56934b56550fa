"""A hall for a flow test: the real programs, each a process of its own, talking over the loopback.

Everything lies in one temporary folder, which is removed at the end; the logs are printed when a test fails. Nothing
here waits a fixed time: every wait is for something, with a deadline that only a broken program reaches.
"""
import contextlib
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tools"))
from run_hall import HALL, Hall  # noqa: E402

PATIENCE = 90.0  # seconds: a sanitised build on a busy machine; a healthy one needs a second or two


class Failure(Exception):
    """Something the product did is not what the test demands."""


def step(text: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


def expect(holds: object, what: str) -> None:
    if not holds:
        raise Failure(what)


def until(what: str, look, patience: float = PATIENCE):
    """The first true answer of `look`; Failure when none has come in time."""
    deadline = time.monotonic() + patience
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise Failure(f"waited {patience:.0f} s in vain for {what}")
        time.sleep(0.02)


def processor_seconds(process: subprocess.Popen) -> float:
    """User and system time that a process has used, all threads."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Display:
    """A virtual X display without a window manager."""

    def __init__(self, width: int, height: int):
        read, write = os.pipe()
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"],
            pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        expect(number.isdigit(), "Xvfb did not start")
        self.name = f":{number}"

    def touch(self, x: float, y: float) -> None:
        """A press and a release at a point, through XTEST."""
        subprocess.run(["xdotool", "mousemove", str(round(x)), str(round(y)), "click", "1"], check=True,
                       env={**os.environ, "DISPLAY": self.name})

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()


class FlowHall(Hall):
    """The sample hall's programs under test. Use it as a context manager."""

    def __init__(self, binaries: pathlib.Path):
        super().__init__(pathlib.Path(tempfile.mkdtemp(prefix="mingshi-flow-")), binaries, SOURCE / "assets")
        self.displays: list[Display] = []
        self.url = ""

    def __enter__(self) -> "FlowHall":
        return self

    def __exit__(self, kind, error, trace) -> None:
        self.stop()
        for display in self.displays:
            display.close()
        if kind is not None:
            for log in sorted(self.data.glob("*.log")):
                print(f"--- {log.name}", "\n".join(log.read_text(errors="replace").splitlines()[-40:]), sep="\n")
        kept = os.environ.get("MS_FLOW_KEEP")  # where to leave a copy, to look at
        if kept:
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(self.data, kept, symlinks=True)
            print(f"kept in {kept}")
        shutil.rmtree(self.data)

    # --- hub and sync
    def run(self, *words: str) -> subprocess.CompletedProcess:
        """Runs a program to its end, whatever it says."""
        return subprocess.run([self.program(words[0]), *words[1:]], capture_output=True, text=True)

    def make(self, *publish: str) -> None:
        with contextlib.redirect_stdout(io.StringIO()):  # every table it brings in
            super().make(*publish)

    def import_table(self, kind: str, file: pathlib.Path) -> str:
        return self.command(self.program("mingshi"), "import", "--hub", str(self.hub), "--type", kind, str(file))

    def publish(self) -> int:
        """Publishes what was imported; gives the generation."""
        said = self.command(self.program("mingshi"), "publish", "--hub", str(self.hub), "--unreviewed-sample", "--json")
        return json.loads(said)["generation"]

    def serve(self) -> None:
        self.url = self.start("hub", "mingshi-hub", "--hub", str(self.hub), "--listen", "127.0.0.1:0",
                              wait_for=r"listening (http://\S+)")

    def sync_options(self, terminal: pathlib.Path | None = None) -> list[str]:
        return ["--data", str(terminal or self.terminal), "--url", self.url, "--hall", HALL,
                "--root", str(self.hub / "repo/root.json")]

    def follow(self) -> None:
        """Starts the sync agent of the terminal."""
        self.start("sync", "mingshi-sync", *self.sync_options(), "--poll-seconds", "1")

    def status(self, terminal: pathlib.Path | None = None) -> dict:
        try:
            return json.loads(((terminal or self.terminal) / "status.json").read_text())
        except FileNotFoundError:
            return {}

    def stop_one(self, name: str) -> None:
        """Ends one program as the service manager would."""
        process = next(p for n, p in reversed(self.started) if n == name)
        process.terminate()
        process.wait(timeout=PATIENCE)

    # --- screens
    def display(self, width: int, height: int) -> Display:
        self.displays.append(Display(width, height))
        return self.displays[-1]

    def kiosk(self, name: str, display: Display, *options: str, data: pathlib.Path | None = None) -> subprocess.Popen:
        os.environ.update(DISPLAY=display.name, SDL_VIDEODRIVER="x11")
        # A sanitised build: what the X client's libraries keep to the end is not ours; unit tests look for our leaks.
        os.environ.setdefault("ASAN_OPTIONS", "detect_leaks=0")
        self.start(name, "mingshi-kiosk", "--data", str(data or self.terminal), *options)
        return self.started[-1][1]

    def end(self, process: subprocess.Popen) -> int:
        """Asks a screen to end and gives its exit code."""
        process.terminate()
        try:
            return process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            raise Failure("the screen did not end when it was asked to") from None


class Frame:
    """One presented frame as the kiosk's item probe wrote it down."""

    def __init__(self, file: pathlib.Path):
        self.file = file
        self.png = file.with_suffix(".png")
        self.__dict__.update({k: v for k, v in json.loads(file.read_text()).items() if k in ("screen", "items", "t_ns")})

    def text(self) -> str:
        return "\n".join(item["label"] for item in self.items)

    def says(self, words: str) -> bool:
        return words in self.text()

    def control(self, label: str) -> dict | None:
        """What a finger can act on and reads so: exactly, or as its beginning."""
        controls = [i for i in self.items if i["role"] not in ("text", "image", "qr")]
        for same in (lambda i: i["label"] == label, lambda i: i["label"].startswith(label)):
            for item in filter(same, controls):
                return item
        return None


class Screen:
    """A touch terminal on a display: reads what it presents, touches what it shows."""

    def __init__(self, display: Display, probe: pathlib.Path, process: subprocess.Popen):
        self.display, self.probe, self.process = display, probe, process

    def frame(self) -> Frame | None:
        """The newest page that came to rest."""
        files = sorted(self.probe.glob("*.json"))
        return Frame(files[-1]) if files else None

    def until(self, what: str, holds) -> Frame:
        def look():
            expect(self.process.poll() is None, f"the screen ended while it was to show {what}")
            frame = self.frame()
            return frame if frame and holds(frame) else None
        try:
            return until(what, look)
        except Failure as failure:
            frame = self.frame()
            shown = f"{frame.screen}:\n{frame.text()}" if frame else "nothing yet"
            raise Failure(f"{failure}\nthe screen shows {shown}") from None

    def touch(self, label: str) -> None:
        frame = self.until(f"a control {label}", lambda f: f.control(label))
        control = frame.control(label)
        expect(control["enabled"], f"{label} cannot be used: {control.get('disabled_reason')}")
        x, y, w, h = control["rect"]
        self.display.touch(x + w / 2, y + h / 2)


def binaries() -> pathlib.Path:
    """The folder of the programs: the only argument of a flow test."""
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} FOLDER_OF_PROGRAMS")
    return pathlib.Path(sys.argv[1]).resolve()


def run_flow(flow) -> None:
    """Runs one flow as the whole program: exit 1 with what went wrong."""
    folder = binaries()
    try:
        with FlowHall(folder) as hall:
            flow(hall)
    except Failure as failure:
        sys.exit(f"FAILED: {failure}")
    step("passed")
