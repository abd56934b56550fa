#!/usr/bin/env python3
"""Two halls, four terminals, and everything that goes wrong on the way between them.

Every machine is in a network namespace of its own. While records are published and withdrawn, the publishing servers
are restarted and killed, terminals lose their cable and their power, all at random. One terminal is cut off until its
lease is over.

At any moment every terminal must show a whole generation and never an older one than before. In the end all show what
was published last, every withdrawal has its receipt in each spool, and the terminal that was cut off had erased
personal data and said so.

usage: halls_test.py FOLDER_OF_PROGRAMS [--seconds N] [--seed N]
"""
import argparse
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import time

from hall import Publisher, Terminal, fake_clock, until
from network import Network, demand_root

NAMES = {"yi": ["yi-a", "yi-b"], "er": ["er-a", "er-b"]}
CUT_OFF = "er-b"
PATIENCE = 120.0  # seconds: a busy machine; a free one needs a few


def say(text: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


class Run:
    def __init__(self, folder: pathlib.Path, binaries: pathlib.Path, network: Network, seconds: float, seed: int):
        self.network, self.seconds, self.dice = network, seconds, random.Random(seed)
        self.lease = 20 if seconds < 200 else 60  # seconds that are left of the hour
        self.publishers = {hall: Publisher(folder / hall, binaries, network, hall, 3600 - self.lease if hall == "er" else 0)
                           for hall in NAMES}
        self.terminals = {name: Terminal(folder / name, binaries, network, name, self.publishers[hall])
                          for hall, names in NAMES.items() for name in names}
        self.down_until: dict[str, float] = {}
        self.count = dict.fromkeys(("published", "server_stopped", "server_killed", "cable", "power"), 0)

    def begin(self) -> None:
        for publisher in self.publishers.values():
            publisher.serve()
        for terminal in self.terminals.values():
            terminal.start()
        for name, terminal in self.terminals.items():
            until(f"the first generation at {name}", lambda t=terminal: t.records()[0] > 0, PATIENCE)

    def end(self) -> None:
        for machine in [*self.terminals.values(), *self.publishers.values()]:
            machine.stop(signal.SIGKILL)

    def disturb(self) -> None:
        """One thing that happens in a country."""
        now = time.monotonic()
        kind = self.dice.choice(["publish", "publish", "publish", "server", "cable", "power"])
        outage = now + self.dice.uniform(0.2, 6.0)
        if kind == "publish":
            self.dice.choice(list(self.publishers.values())).change(self.dice)
            self.count["published"] += 1
        elif kind == "server":
            hall = self.dice.choice(list(self.publishers))
            if hall in self.down_until:
                return
            how = self.dice.choice([signal.SIGTERM, signal.SIGKILL])
            self.publishers[hall].stop(how)
            self.count["server_killed" if how == signal.SIGKILL else "server_stopped"] += 1
            self.down_until[hall] = outage
        else:
            name = self.dice.choice([n for n in self.terminals if n != CUT_OFF])
            if name in self.down_until:
                return
            if kind == "cable":
                self.network.connect(name, False)
            else:
                self.terminals[name].stop(signal.SIGKILL)
            self.count[kind] += 1
            self.down_until[name] = outage

    def recover(self, everything: bool = False) -> None:
        for name, when in list(self.down_until.items()):
            if not everything and time.monotonic() < when:
                continue
            del self.down_until[name]
            if name in self.publishers:
                self.publishers[name].serve()
                continue
            self.network.connect(name, True)
            if not self.terminals[name].process:
                self.terminals[name].start()

    def storm(self, seconds: float, hold=None) -> None:
        """Disturbs for so long; `hold` is asked again and again and must be true at last."""
        deadline, held = time.monotonic() + seconds, hold is None
        while time.monotonic() < deadline:
            self.disturb()
            pause = time.monotonic() + self.dice.uniform(0.1, 1.2)
            while time.monotonic() < pause:
                self.recover()
                for terminal in self.terminals.values():
                    terminal.look()
                held = held or hold()
                time.sleep(0.05)
        if not held:
            raise AssertionError(f"{CUT_OFF} did not hide within {seconds:.0f} s")

    def hidden(self) -> bool:
        """Has the terminal that is cut off taken away what nobody vouches for?"""
        terminal = self.terminals[CUT_OFF]
        people = [i for i in terminal.records()[1] if i.startswith("officer/")]
        return not people and "generation" in terminal.told("hidden_by_lease") and terminal.photos() == 0

    def converge(self) -> float:
        self.recover(everything=True)

        def in_step() -> bool:
            for terminal in self.terminals.values():
                terminal.look()
                sequence, rows = terminal.records()
                status = terminal.status()  # written when the receipts are
                if sequence != terminal.publisher.sequence or set(rows) != terminal.publisher.expected() \
                        or status.get("generation") != sequence or status.get("state") != "idle":
                    return False
            return True
        return until("all terminals at what was published last", in_step, PATIENCE)

    def check_receipts(self) -> None:
        for name, terminal in self.terminals.items():
            withdrawn = terminal.told("withdrawn")
            missing = set(terminal.publisher.withdrawn) - set(withdrawn)
            if missing:
                raise AssertionError(f"{name} has no receipt of {sorted(missing)}")
            if len(withdrawn) != len(set(withdrawn)):
                raise AssertionError(f"{name} told of a withdrawal twice: {sorted(withdrawn)}")
            applied = [r["sequence"] for r in terminal.receipts() if r["kind"] == "applied"]
            if applied != sorted(set(applied)):
                raise AssertionError(f"{name} applied {applied}")
        for hall, names in NAMES.items():
            same = {tuple(sorted(self.terminals[n].records()[1].items())) for n in names}
            if len(same) != 1:
                raise AssertionError(f"the terminals of {hall} differ")

    def all(self) -> None:
        begin = time.monotonic()
        say(f"{self.seconds:.0f} s of disturbance begin; the lease at {CUT_OFF} is {self.lease} s")
        self.begin()
        self.storm(self.seconds * 0.4)
        say(f"{CUT_OFF} is cut off")
        self.network.connect(CUT_OFF, False)
        self.storm(max(self.seconds * 0.6, self.lease + 25.0), hold=self.hidden)
        say(f"{CUT_OFF} has hidden; all is well again")
        self.network.connect(CUT_OFF, True)
        took = self.converge()
        self.check_receipts()
        withdrawn = sum(len(p.withdrawn) for p in self.publishers.values())
        told = sum(len(t.told("withdrawn")) for t in self.terminals.values())
        looks = sum(t.looks for t in self.terminals.values())
        say(f"{self.count}; {withdrawn} withdrawn, {told} receipts of it; {looks} looks, none at anything but a whole "
            f"generation; in step {took:.1f} s after the last disturbance, {time.monotonic() - begin:.0f} s in all")


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("binaries", type=pathlib.Path)
    p.add_argument("--seconds", type=float, default=75)
    p.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    args = p.parse_args()
    demand_root()
    if not fake_clock():
        sys.exit("FAILED: this test needs libfaketime.so.1 (package libfaketime)")
    say(f"seed {args.seed}")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="mingshi-halls-"))
    try:
        with Network([n for names in NAMES.values() for n in names]) as network:
            run = Run(folder, args.binaries.resolve(), network, args.seconds, args.seed)
            try:
                run.all()
            except BaseException:
                for log in sorted(folder.rglob("*.log")):
                    print(f"--- {log.parent.name}/{log.name}", *log.read_text(errors="replace").splitlines()[-25:], sep="\n")
                raise
            finally:
                run.end()
    except AssertionError as failure:
        sys.exit(f"FAILED: {failure}")
    finally:
        shutil.rmtree(folder)
    say("passed")


if __name__ == "__main__":
    main()
