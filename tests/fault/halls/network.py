"""A small country: a publisher's machine and terminals, each in a network namespace of its own, on one bridge."""
import os
import shutil
import subprocess
import sys


def run(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr.strip()}")
    return done.stdout


def demand_root() -> None:
    """Namespaces need root. Without it this test proves nothing, so it fails instead of being passed over."""
    if os.geteuid() != 0:
        sys.exit("FAILED: this test makes network namespaces and must be run as root")
    if not shutil.which("ip"):
        sys.exit("FAILED: this test needs the program ip (package iproute2)")


class Network:
    """`hub` and the names given; use it as a context manager. Nothing of the machine's own network is touched."""

    SERVER = "10.77.0.1"

    def __init__(self, terminals: list[str]):
        self.prefix = f"ms{os.getpid()}"
        self.terminals = terminals

    def namespace(self, name: str) -> str:
        return f"{self.prefix}-{name}"

    def __enter__(self) -> "Network":
        try:
            self.make()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *_) -> None:
        self.remove()

    def make(self) -> None:
        hub = self.namespace("hub")
        run("ip", "netns", "add", hub)
        run("ip", "-n", hub, "link", "set", "lo", "up")
        run("ip", "-n", hub, "link", "add", "br0", "type", "bridge")
        run("ip", "-n", hub, "addr", "add", f"{self.SERVER}/24", "dev", "br0")
        run("ip", "-n", hub, "link", "set", "br0", "up")
        for n, name in enumerate(self.terminals):
            there = self.namespace(name)
            run("ip", "netns", "add", there)
            run("ip", "-n", hub, "link", "add", f"to{n}", "type", "veth", "peer", "name", "net0", "netns", there)
            run("ip", "-n", hub, "link", "set", f"to{n}", "master", "br0", "up")
            run("ip", "-n", there, "addr", "add", f"10.77.0.{10 + n}/24", "dev", "net0")
            run("ip", "-n", there, "link", "set", "net0", "up")

    def remove(self) -> None:
        for name in ["hub", *self.terminals]:
            subprocess.run(["ip", "netns", "del", self.namespace(name)], capture_output=True)

    def connect(self, name: str, connected: bool) -> None:
        """Pulls a terminal's cable, or puts it in again."""
        n = self.terminals.index(name)
        run("ip", "-n", self.namespace("hub"), "link", "set", f"to{n}", "up" if connected else "down")

    def inside(self, name: str, *words: str) -> list[str]:
        """A command line that runs in that place."""
        return ["ip", "netns", "exec", self.namespace(name), *words]
