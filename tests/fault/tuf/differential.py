"""Random repository histories, honest and not: does our TUF client take and keep exactly what python-tuf does?

usage: differential.py --driver PROGRAM [--seed N] [--histories N] [--only N] [--full]
       differential.py --program mingshi …     the same through the command line over HTTP
--only runs one history again and says what happened. --full asks for the numbers of the whole run: every kind of
mistake refused at least 20 times. Exit 0: no difference but the named ones; 77: python-tuf is not there.
"""
from __future__ import annotations

import argparse
import collections
import dataclasses
import datetime
import json
import http.server
import pathlib
import random
import sys
import tempfile
import threading
import time
import urllib.parse

try:
    import clients
except ImportError as missing:
    print(f"differential: python-tuf is not to be had: {missing}; ./dev fetches it", file=sys.stderr)
    sys.exit(77)
import differences
import mistakes
from keys import Pool
from repository import UTC, Repository

START = datetime.datetime(2026, 11, 23, tzinfo=UTC)
DECISION = pathlib.Path(__file__).resolve().parents[3] / "docs/decisions/0045-where-we-differ-from-python-tuf.md"
LEAST_REFUSED_SHARE = 0.30
LEAST_OF_A_KIND = 20
# What must not be refused for its own sake; it is here to show that neither client is stricter than the specification.
HARMLESS = {"expires in a second", "one signature is nonsense, enough are good", "another minor specification", "fields nobody knows",
            "a document beside the document", "JSON: white space around", "an unknown key id beside good ones", "fast forward, then recovery",
            "delegations: a long chain", "target: custom text", "target: an unknown hash beside sha256", "delegations: roles are missing",
            "the same timestamp version again", "the same snapshot version again", "the same version again"}


@dataclasses.dataclass
class Tally:
    histories: int = 0
    updates: int = 0
    refused: int = 0
    lookups: int = 0
    kinds: collections.Counter = dataclasses.field(default_factory=collections.Counter)    # refused by both, by kind
    tried: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    reasons: collections.Counter = dataclasses.field(default_factory=collections.Counter)  # their exception | our code
    named: collections.Counter = dataclasses.field(default_factory=collections.Counter)    # differences on purpose
    failures: list[str] = dataclasses.field(default_factory=list)


def kind_of(mistake: str) -> str:
    return mistake.rsplit("/", 1)[0] if mistake.rsplit("/", 1)[-1] in mistakes.ROLES else mistake


def authority(root: bytes):
    """Who speaks for timestamp and snapshot."""
    signed = json.loads(root)["signed"]
    return [(sorted(json.dumps(signed["keys"].get(i)) for i in signed["roles"][r]["keyids"]), signed["roles"][r]["threshold"])
            for r in ("timestamp", "snapshot")]


def two_delegators(repo: Repository) -> bool:
    signers = collections.defaultdict(list)
    for role in repo.roles.values():
        for d in role.delegations:
            signers[d.name].append(d.signers)
    return any(any(s is not all_of[0] for s in all_of) for all_of in signers.values())


class Comparison:
    def __init__(self, pool: Pool, ours, theirs, folder: pathlib.Path, tally: Tally, loud: bool):
        self.pool, self.ours, self.theirs, self.folder, self.tally, self.loud = pool, ours, theirs, folder, tally, loud
        self.order = sorted(mistakes.ALL)
        random.Random("order").shuffle(self.order)
        self.void: set[bytes] = set()

    def history(self, seed: int, number: int):
        rng = random.Random(f"{seed}/{number}")
        repo = Repository(rng, self.pool, START)
        first = repo.build()
        for client in (self.ours, self.theirs):
            client.anchor(first["1.root.json"])
        old, earlier, self.void = None, [], set()
        for step in range(rng.randint(3, 6)):
            if step:
                repo.advance(datetime.timedelta(seconds=rng.randint(0, 129600)))
            name, hooks, counters = "", None, repo.counters()
            if rng.random() < (0.25 if step == 0 else 0.7):
                name, hooks = self._spoil(repo, old, rng, number * 5 + step)
            files = repo.build(hooks)
            if not repo.stolen:
                repo.catch_up(counters)
            self._serve("metadata", files)
            paths = self._paths(repo, rng)
            if not self._update(repo, f"history {number} step {step}", name, earlier, paths):
                return
            earlier.append(kind_of(name))
            if not name and (old is None or rng.random() < 0.5):
                old = files

    def _paths(self, repo, rng):
        return repo.lookups()

    def _spoil(self, repo, old, rng, turn):
        for offset in range(5):
            name = self.order[(turn + offset * 97) % len(self.order)]
            hooks = mistakes.ALL[name](repo, old, rng)
            if hooks:
                return name, hooks
            repo.wanted = None
        return "", None

    def _serve(self, kind: str, files: dict[str, bytes]):
        folder = self.folder / "source" / kind
        folder.mkdir(parents=True, exist_ok=True)
        for f in folder.iterdir():
            if files.get(f.name) is None:
                f.unlink()
        for name, data in files.items():
            (folder / name).write_bytes(data)

    def _ask(self, client, source, now, paths):
        return client.update(source, now, paths)

    def _update(self, repo, where: str, name: str, earlier, paths) -> bool:
        """Both clients update; True: they agree, and the history may go on."""
        tally, source = self.tally, self.folder / "source"
        before = (self.ours.folder / "root.json").read_bytes()
        ours, theirs = (self._ask(client, source, repo.now, paths) for client in (self.ours, self.theirs))
        kept_by_us, kept_by_them = self.ours.stored(), self.theirs.stored()
        tally.updates += 1
        tally.lookups += len(paths)
        tally.tried[name] += 1
        if self.loud:
            print(f"{where} at {repo.now:%F %T} {name or 'honest'}\n  ours   {ours}\n  theirs {theirs}")
        root = kept_by_us["root.json"]
        rotated = authority(before) != authority(root)
        kept = tuple(f for f in sorted(set(kept_by_us) | set(kept_by_them)) if kept_by_us.get(f) != kept_by_them.get(f)
                     and not self._is_void(f, kept_by_us, kept_by_them))
        if kept or not self.agree(ours, theirs) or theirs.why.startswith("unforeseen"):
            step = differences.Step(kind_of(name), tuple(earlier), ours, theirs, authority(before) != authority(root),
                                    two_delegators(repo), kept)
            known = differences.known(step)
            if known:
                tally.named[known.name] += 1
            else:
                tally.failures.append(f"{where}: {name or 'honest'}: kept differently: {kept}; ours {ours} theirs {theirs}")
            return False
        if not ours.accepted:
            tally.refused += 1
            tally.kinds[name] += 1
            tally.reasons[f"{theirs.why} | {ours.why}"] += 1
        return True

    def _is_void(self, file: str, kept_by_us: dict, kept_by_them: dict) -> bool:
        """python-tuf leaves top-level documents where they are that a root on the way stopped vouching for; we remove them."""
        role = file.removesuffix(".json")
        if file in kept_by_us or role not in mistakes.ROLES:
            return False
        version = json.loads(kept_by_us["root.json"])["signed"]["version"]
        roots = [self.folder / "source" / "metadata" / f"{v}.root.json" for v in range(1, version + 1)]
        documents = [kept_by_us["root.json"]] + [r.read_bytes() for r in roots if r.exists()]
        if not all(clients.still_vouched_for(root, role, kept_by_them[file]) for root in documents):
            self.void.add(kept_by_them[file])
        return kept_by_them[file] in self.void

    def agree(self, ours, theirs) -> bool:
        return ours.verdict() == theirs.verdict()


class OverHttp(Comparison):
    """The same through the command line: targets are downloaded too, and some of them are not what was signed."""

    def _paths(self, repo, rng):
        paths = repo.lookups()[:3]
        contents = repo.contents()
        if contents and rng.random() < 0.3:
            name = rng.choice(sorted(contents))
            contents[name] = rng.choice([contents[name] + b"x", contents[name][:-1], b"?" * len(contents[name]), b"", None])
        self._serve("targets", {clients.on_disk(name): data for name, data in contents.items() if data is not None})
        return paths

    def _ask(self, client, source, now, paths):
        return client.download(source, now, paths)

    def agree(self, ours, theirs) -> bool:
        """The reasons of a process are its exit code; what was downloaded must be the same."""
        return ours.accepted == theirs.accepted and self._downloaded(self.ours) == self._downloaded(self.theirs)

    @staticmethod
    def _downloaded(client):
        return {f.name: f.read_bytes() for f in client.targets.iterdir()}


def serve(source: pathlib.Path) -> http.server.ThreadingHTTPServer:
    """A static server on loopback, on a port of the system's choice."""
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            kind, name = self.path.lstrip("/").split("/", 1)
            if kind == "targets":
                name = clients.on_disk(urllib.parse.unquote(name))
            try:
                data, status = (source / kind / name).read_bytes(), 200
            except (FileNotFoundError, IsADirectoryError):
                data, status = b"none", 404
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def report(tally: Tally, full: bool, seconds: float) -> bool:
    share = tally.refused / max(1, tally.updates)
    by_kind = collections.Counter()
    for name, count in tally.kinds.items():
        by_kind[kind_of(name)] += count
    kinds = sorted({kind_of(name) for name in mistakes.ALL} - HARMLESS)
    print(f"{tally.histories} histories, {tally.updates} updates, {tally.lookups} look-ups in {seconds:.0f} s; {tally.refused} refused by both"
          f" ({share:.0%}); {len(mistakes.ALL)} mistakes of {len(kinds)} kinds that must be refused")
    for what, counter in (("refusals by reason (theirs | ours)", tally.reasons), ("differences on purpose", tally.named)):
        print(what + ":")
        for key, count in counter.most_common():
            print(f"  {count:6} {key}")
    good = not tally.failures
    for failure in tally.failures[:20]:
        print("DIFFERENT " + failure)
    if len(tally.failures) > 20:
        print(f"… {len(tally.failures)} in all")
    if share < LEAST_REFUSED_SHARE:
        print(f"only {share:.0%} refused")
        good = False
    if full:
        few = [(by_kind[k], k) for k in kinds if by_kind[k] < LEAST_OF_A_KIND]
        rarest = min((by_kind[k], k) for k in kinds)
        print(f"rarest kind: {rarest[0]} times, {rarest[1]}")
        for count, kind in sorted(few):
            print(f"refused only {count} times: {kind}")
        good = good and not few
    return good


def faketime() -> str:
    found = sorted(pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if not found:
        print("differential: libfaketime is not installed; ./dev test all installs it", file=sys.stderr)
        sys.exit(77)
    return str(found[0])


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--driver")
    parser.add_argument("--program")
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--histories", type=int, default=150)
    parser.add_argument("--only", type=int)
    parser.add_argument("--full", action="store_true")
    options = parser.parse_args()
    unexplained = [d.name for d in differences.ALL if f"`{d.name}`" not in DECISION.read_text()]
    if unexplained:
        print(f"{DECISION} says nothing of {unexplained}")
        return 1
    started, tally = time.monotonic(), Tally()
    with tempfile.TemporaryDirectory(prefix="mingshi-differential-") as scratch:
        folder = pathlib.Path(scratch)
        theirs, loud = clients.PythonTuf(folder / "theirs"), options.only is not None
        if options.program:
            server = serve(folder / "source")
            ours = clients.OurProgram(options.program, folder / "ours", f"http://127.0.0.1:{server.server_port}", faketime())
            comparison = OverHttp(Pool(), ours, theirs, folder, tally, loud)
        else:
            ours = clients.Ours(options.driver, folder / "ours")
            comparison = Comparison(Pool(), ours, theirs, folder, tally, loud)
        numbers = range(options.histories) if options.only is None else [options.only]
        for number in numbers:
            comparison.history(options.seed, number)
            tally.histories += 1
        ours.close()
    if options.only is not None:
        print("\n".join(tally.failures) or "no difference", *tally.named)
        return bool(tally.failures)
    return 0 if report(tally, options.full, time.monotonic() - started) else 1


if __name__ == "__main__":
    sys.exit(main())
