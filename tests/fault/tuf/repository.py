"""A TUF repository that grows at random, honestly; mistakes.py makes it lie.

build() writes nothing and changes nothing: it turns the state into the files a static server would carry, and lets
hooks spoil any document at any point of its making, with everything above it consistent again.
"""
from __future__ import annotations

import dataclasses
import datetime
import fnmatch
import hashlib
import json
import random
import urllib.parse

from keys import Key, Pool, signed_bytes

UTC = datetime.timezone.utc
TOP = ("root", "timestamp", "snapshot", "targets")
# Names as a Chinese hall would have them, with characters beyond the basic plane, and what breaks naive escaping.
ROLE_NAMES = ["mingchuan.records", "mingchuan.decisions", "明川-公示", "𠮷乡.records", "os", "a role", "halls/a", "50%", "über",
              "records.decisions", "r+s", "🏛", "x~y", "-", "深"]
FOLDERS = ["mingchuan", "halls", "明川县", "𠮷乡", "os", "a/b", "deep/er/一"]
FILES = ["records", "decisions", "案卷一.json", "𬭎.json", "head.json", "图片 1.png", "b.bin", "50%.txt", "乱码😀", "x"]


def instant(at: datetime.datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def file_name(role: str, version: int | None) -> str:
    quoted = urllib.parse.quote(role, "")
    return f"{quoted}.json" if version is None else f"{version}.{quoted}.json"


@dataclasses.dataclass
class Signers:
    keys: list[Key]
    threshold: int


@dataclasses.dataclass
class Delegation:
    name: str
    signers: Signers
    terminating: bool
    paths: list[str] | None
    prefixes: list[str] | None


def covers(d: Delegation, path: str) -> bool:
    if d.prefixes is not None:
        digest = hashlib.sha256(path.encode()).hexdigest()
        return any(digest.startswith(p) for p in d.prefixes)
    return any(p.count("/") == path.count("/") and all(map(fnmatch.fnmatchcase, path.split("/"), p.split("/"))) for p in d.paths)


@dataclasses.dataclass
class TargetsRole:
    version: int
    expires: datetime.datetime
    targets: dict[str, bytes]
    delegations: list[Delegation] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Hooks:
    """What happens to the documents on their way, by role."""
    signed: dict = dataclasses.field(default_factory=dict)     # (dict) → None, before it is signed
    signers: dict = dataclasses.field(default_factory=dict)    # (list[Key]) → list[Key]
    document: dict = dataclasses.field(default_factory=dict)   # (dict) → None, after it is signed
    raw: dict = dataclasses.field(default_factory=dict)        # (bytes) → bytes; hashes above are taken of the result
    late: dict = dataclasses.field(default_factory=dict)       # (bytes) → bytes | None, on the wire; None: withheld
    files: list = dataclasses.field(default_factory=list)      # (dict[str, bytes]) → None, on everything served

    def spoils(self, role: str) -> bool:
        return any(role in step for step in (self.signed, self.signers, self.document, self.raw))


class Repository:
    def __init__(self, rng: random.Random, pool: Pool, now: datetime.datetime):
        self.rng, self.pool, self.now = rng, pool, now
        self.consistent = rng.random() < 0.7
        self.detail = rng.choice(["none", "length", "hashes", "both", "both", "sha512"])
        self.ascii, self.indent = rng.random() < 0.3, rng.choice([None, 1])
        self.custom = {"机关": "明川县综合行政执法局（示例）", "𠮷": ["😀", "\uff5e", {"z": None, "a": -1}], "\U0001f600": 1,
                       "\uff5e": True} if rng.random() < 0.5 else {}
        self.top = {role: self._signers(4 if role == "root" else 3) for role in TOP}
        self.root_version, self.root_expires = 1, now + datetime.timedelta(days=rng.randint(60, 800))
        self.roots: dict[int, bytes] = {}
        self.former: Signers | None = None
        self.roles = {"targets": TargetsRole(1, self._far(), self._some_targets("targets"))}
        self.snapshot_version, self.timestamp_version = 0, 1
        self.snapshot_expires = self.timestamp_expires = now
        for _ in range(rng.choice([0, 1, 1, 2, 3, 4])):
            self.delegate()
        self._renew()
        self.root_due = True
        self.texts: dict[tuple[str, int], bytes] = {}  # by role and version
        self.spoilt: set[str] = set()   # what the last publication had wrong
        self.loose = False              # this publication keeps to none of that
        self.wanted: str | None = None  # a role that the look-ups of this step must open
        self.asked: list[str] = []      # paths that they must ask for
        self.stolen: tuple[int, int] | None = None  # the versions before a thief drove them up

    # ---- growing -----------------------------------------------------------------------------------------------------
    def _signers(self, most: int) -> Signers:
        count = self.rng.randint(1, most)
        return Signers(self.pool.draw(self.rng, count), self.rng.randint(1, count))

    def _far(self) -> datetime.datetime:
        return self.now + datetime.timedelta(days=self.rng.randint(40, 200), seconds=self.rng.randint(0, 86399))

    def _some_targets(self, role: str) -> dict[str, bytes]:
        rng = self.rng
        return {f"{rng.choice(FOLDERS)}/{rng.choice(FILES)}" if rng.random() < 0.8 else rng.choice(FILES):
                f"{role} {rng.random()} 内容".encode() for _ in range(rng.randint(0, 4))}

    def _patterns(self) -> tuple[list[str] | None, list[str] | None]:
        rng = self.rng
        if rng.random() < 0.25:
            return None, rng.choice([[f"{d:x}" for d in range(16)], [f"{d:x}" for d in rng.sample(range(16), 8)],
                                     [f"{d:02x}" for d in rng.sample(range(256), 128)], []])
        folder, name = rng.choice(FOLDERS), rng.choice(FILES)
        return rng.choice([[f"{folder}/*"], [f"{folder}/*"], [f"{folder}/{name}"], ["*"], ["*/*", "*/*/*", "*/*/*/*"], ["*/records"],
                           [f"{folder}/?"], [f"{folder}/??.json"], ["*/[a-r]*", "*/案卷[一二]*"], ["*/[!x]*"], [], ["os/*", "*.json"],
                           [f"{folder}/*.*", f"{folder[:1]}*/*"], ["?*/?*"]]), None

    def delegate(self):
        """A new delegation under any role, now and then to a role that exists already: a diamond or a cycle."""
        parent = self.rng.choice(list(self.roles))
        names = [n for n in ROLE_NAMES if n not in {d.name for d in self.roles[parent].delegations}]
        old = [n for n in names if n in self.roles]
        name = self.rng.choice(old) if old and self.rng.random() < 0.25 else self.rng.choice(names)
        paths, prefixes = self._patterns()
        known = next((d for r in self.roles.values() for d in r.delegations if d.name == name), None)
        signers = known.signers if known and self.rng.random() < 0.85 else self._signers(3)
        self.roles[parent].delegations.append(
            Delegation(name, signers, self.rng.random() < 0.3, paths, prefixes))
        if name not in self.roles:
            self.roles[name] = TargetsRole(1, self._far(), self._some_targets(name))
        self.touch(parent)

    def delegated(self) -> list[str]:
        return [name for name in self.roles if name != "targets"]

    def touch(self, role: str):
        self.roles[role].version += 1

    def _renew(self):
        """What is near its end is signed anew, as a publisher's clock does it."""
        soon = self.now + datetime.timedelta(days=3)
        for name, role in self.roles.items():
            if role.expires < soon:
                role.expires = self._far()
                self.touch(name)
        if self.root_expires < soon:
            self.root_expires = self.now + datetime.timedelta(days=400)
            self.bump_root()
        if self.snapshot_expires < soon:
            self._new_snapshot()
        self.timestamp_expires = self.now + datetime.timedelta(days=self.rng.randint(4, 7), seconds=self.rng.randint(0, 60))

    def _new_snapshot(self):
        self.snapshot_version += 1
        self.snapshot_expires = self.now + datetime.timedelta(days=self.rng.randint(7, 20))

    def count_on(self, role: str):
        """A new version of the role, and of what names it."""
        if role in self.roles:
            self.touch(role)
        self._new_snapshot()

    def bump_root(self):
        if not self.root_due:
            self.root_version, self.root_due = self.root_version + 1, True

    def rotate(self, role: str, keep_some: bool = True):
        """New keys for a top-level role, some of the old among them; or only another threshold."""
        signers, rng = self.top[role], self.rng
        kept = rng.sample(signers.keys, rng.randint(0, len(signers.keys))) if keep_some else []
        fresh = self.pool.draw(rng, rng.randint(0 if kept else 1, 2), without=signers.keys)
        keys = kept + fresh
        if role == "root" and not self.former:
            self.former = signers  # the ones that signed the last root that was served
        self.top[role] = Signers(keys, rng.randint(1, len(keys)))
        self.bump_root()
        if role == "targets":
            self.touch(role)
        if role == "snapshot":
            self.snapshot_version += 1

    def rotate_delegated(self, name: str):
        signers = self._signers(3)
        for parent, role in self.roles.items():
            for d in role.delegations:
                if d.name == name:
                    d.signers = signers
                    self.touch(parent)
        self.touch(name)

    def counters(self):
        return self.snapshot_version, self.timestamp_version, self.roles_state()

    def catch_up(self, counters):
        """After a mistake that set versions back: a publisher counts on from the highest it ever gave out."""
        snapshot, timestamp, roles = counters
        self.snapshot_version, self.timestamp_version = max(self.snapshot_version, snapshot), max(self.timestamp_version, timestamp)
        for name, version in roles.items():
            self.roles[name].version = max(self.roles[name].version, version)

    def recover(self):
        """What a publisher does when a thief drove the versions up: new online keys, and the count goes on from before."""
        self.snapshot_version, self.timestamp_version = self.stolen
        self.stolen = None
        for role in ("snapshot", "timestamp"):
            self.rotate(role, keep_some=False)

    def advance(self, time: datetime.timedelta):
        """One honest step: time passes, something changes or nothing does, and all is signed anew."""
        rng = self.rng
        self.now += time
        if self.stolen:
            self.recover()
        for role in self.spoilt & set(self.roles):
            self.touch(role)
        if self.spoilt:
            self._new_snapshot()
        self.spoilt, self.loose = set(), False
        before = self.roles_state()
        for _ in range(rng.choice([0, 1, 1, 1, 2])):
            self._change()
        self._renew()
        if self.roles_state() != before or rng.random() < 0.3:
            self._new_snapshot()
        self.timestamp_version += 1

    def _change(self):
        rng = self.rng
        match rng.choice(["target", "target", "target", "bump", "delegate", "rotate", "rotate-delegated", "root", "gone", "order"]):
            case "target":
                role = rng.choice(list(self.roles))
                self.roles[role].targets.update(self._some_targets(role))
                self.touch(role)
            case "bump":
                self.touch(rng.choice(list(self.roles)))
            case "delegate" if len(self.roles) < 8:
                self.delegate()
            case "rotate":
                self.rotate(rng.choice(TOP))
            case "rotate-delegated" if self.delegated():
                self.rotate_delegated(rng.choice(self.delegated()))
            case "root":
                self.root_expires += datetime.timedelta(days=1)
                self.bump_root()
            case "gone":
                role = rng.choice(list(self.roles))
                if self.roles[role].targets:
                    self.roles[role].targets.pop(rng.choice(list(self.roles[role].targets)))
                    self.touch(role)
            case "order":
                role = rng.choice(list(self.roles))
                rng.shuffle(self.roles[role].delegations)
                self.touch(role)

    def roles_state(self):
        return {name: role.version for name, role in self.roles.items()}

    # ---- publishing --------------------------------------------------------------------------------------------------
    def _seal(self, role: str, signed: dict, keys: list[Key], hooks: Hooks) -> bytes:
        signed.update(self.custom)
        if role in hooks.signed:
            hooks.signed[role](signed)
        if role in hooks.signers:
            keys = hooks.signers[role](keys)
        data = signed_bytes(signed)
        document = {"signed": signed, "signatures": [{"keyid": k.id, "sig": k.sign(data)} for k in keys]}
        if role in hooks.document:
            hooks.document[role](document)
        text = json.dumps(document, ensure_ascii=self.ascii, indent=self.indent)
        raw = text.encode("utf-8", "surrogatepass")
        return hooks.raw[role](raw) if role in hooks.raw else raw

    def _enough(self, signers: Signers) -> list[Key]:
        return self.rng.sample(signers.keys, self.rng.randint(signers.threshold, len(signers.keys)))

    def _common(self, kind: str, version: int, expires: datetime.datetime) -> dict:
        return {"_type": kind, "spec_version": "1.0.34", "version": version, "expires": instant(expires)}

    def describe(self, version: int, raw: bytes) -> dict:
        meta: dict = {"version": version}
        if self.detail in ("length", "both", "sha512"):
            meta["length"] = len(raw)
        if self.detail in ("hashes", "both"):
            meta["hashes"] = {"sha256": hashlib.sha256(raw).hexdigest()}
        if self.detail == "sha512":
            meta["hashes"] = {"sha512": hashlib.sha512(raw).hexdigest()}
        return meta

    def root_signed(self) -> dict:
        signed = self._common("root", self.root_version, self.root_expires)
        signed["consistent_snapshot"] = self.consistent
        signed["keys"] = {k.id: json.loads(json.dumps(k.public)) for s in self.top.values() for k in s.keys}
        signed["roles"] = {role: {"keyids": [k.id for k in s.keys], "threshold": s.threshold} for role, s in self.top.items()}
        return signed

    def root_signers(self) -> list[Key]:
        keys = self._enough(self.top["root"])
        if self.former:
            keys += [k for k in self._enough(self.former) if k.id not in {o.id for o in keys}]
        return keys

    def targets_signed(self, name: str) -> dict:
        role = self.roles[name]
        signed = self._common("targets", role.version, role.expires)
        signed["targets"] = {path: {"length": len(data), "hashes": {"sha256": hashlib.sha256(data).hexdigest()}}
                             for path, data in role.targets.items()}
        if self.custom:
            for entry in signed["targets"].values():
                entry["custom"] = {"名称": "𬭎某（示例）"}
        if role.delegations or self.rng.random() < 0.2:
            signed["delegations"] = {
                "keys": {k.id: json.loads(json.dumps(k.public)) for d in role.delegations for k in d.signers.keys},
                "roles": [self._delegation(d) for d in role.delegations]}
        return signed

    @staticmethod
    def _delegation(d: Delegation) -> dict:
        row = {"name": d.name, "keyids": [k.id for k in d.signers.keys], "threshold": d.signers.threshold, "terminating": d.terminating}
        row |= {"paths": d.paths} if d.paths is not None else {"path_hash_prefixes": d.prefixes}
        return row

    def signers_of(self, name: str) -> Signers:
        if name in TOP:
            return self.top[name]
        return next(d.signers for r in self.roles.values() for d in r.delegations if d.name == name)

    def build(self, hooks: Hooks | None = None) -> dict[str, bytes]:
        """The files of this state, by the name a client asks for."""
        hooks = hooks or Hooks()
        if self.root_due:
            raw = self._seal("root", self.root_signed(), self.root_signers(), hooks)
            if not hooks.spoils("root"):
                self.former, self.root_due = None, False  # a spoilt root is made again, well, at the next step
            self.roots[self.root_version] = raw
        files = {file_name("root", v): raw for v, raw in self.roots.items()}
        if "root" in hooks.late and self.root_version in self.roots:
            self._put(files, "root", self.root_version, hooks.late["root"](self.roots[self.root_version]))
        meta = {}
        for name in self.roles:
            raw = self._once(name, self.roles[name].version, hooks,
                             lambda: self._seal(name, self.targets_signed(name), self._enough(self.signers_of(name)), hooks))
            meta[f"{name}.json"] = self.describe(self.roles[name].version, raw)
            self._serve(files, name, self.roles[name].version, raw, hooks)
        snapshot = self._common("snapshot", self.snapshot_version, self.snapshot_expires) | {"meta": meta}
        raw = self._once("snapshot", self.snapshot_version, hooks,
                         lambda: self._seal("snapshot", snapshot, self._enough(self.top["snapshot"]), hooks))
        self._serve(files, "snapshot", self.snapshot_version, raw, hooks)
        timestamp = self._common("timestamp", self.timestamp_version, self.timestamp_expires)
        timestamp["meta"] = {"snapshot.json": self.describe(self.snapshot_version, raw)}
        raw = self._seal("timestamp", timestamp, self._enough(self.top["timestamp"]), hooks)
        self._serve(files, "timestamp", None, raw, hooks)
        for spoil in hooks.files:
            spoil(files)
        return files

    def _once(self, role: str, version: int, hooks: Hooks, make) -> bytes:
        """A version has one text. One that was spoilt is given up: the next publication counts on."""
        if hooks.spoils(role) or self.loose:
            self.spoilt.add(role)
            return make()
        if (role, version) not in self.texts:
            self.texts[role, version] = make()
        return self.texts[role, version]

    def _serve(self, files: dict, role: str, version: int | None, raw: bytes, hooks: Hooks):
        sent = hooks.late[role](raw) if role in hooks.late else raw
        self._put(files, role, version if self.consistent else None, sent)

    @staticmethod
    def _put(files: dict, role: str, version: int | None, raw: bytes | None):
        files.pop(file_name(role, version), None)
        if raw is not None:
            files[file_name(role, version)] = raw

    def visits(self, path: str) -> list[str]:
        """The roles that a look-up of a path which none of them has goes through, in order."""
        stack, seen = ["targets"], []
        while stack:
            name = stack.pop()
            if name in seen:
                continue
            seen.append(name)
            children = []
            for d in self.roles[name].delegations:
                if covers(d, path):
                    children.append(d.name)
                    if d.terminating:
                        stack = []
                        break
            stack += reversed(children)
        return seen

    def path_through(self, role: str) -> str | None:
        """A path whose look-up cannot but open the role."""
        paths = [f"{folder}/{name}" for folder in FOLDERS for name in FILES] + FILES
        self.rng.shuffle(paths)
        for path in paths:
            seen = self.visits(path)
            if role in seen and not any(path in self.roles[r].targets for r in seen[:seen.index(role)]):
                return path
        return None

    def lookups(self) -> list[str]:
        """Paths to ask for: some that exist somewhere, some that do not."""
        rng = self.rng
        known = [path for role in self.roles.values() for path in role.targets]
        made_up = f"{rng.choice(FOLDERS)}/{rng.choice(FILES)}"
        paths = rng.sample(known, min(len(known), rng.randint(0, 3))) + ([made_up] if rng.random() < 0.6 else [])
        through = self.path_through(self.wanted) if self.wanted else None
        paths = self.asked + ([through] if through else []) + paths
        self.wanted, self.asked = None, []
        return paths

    def contents(self) -> dict[str, bytes]:
        """The target files as a static server carries them, by path."""
        files = {}
        for role in self.roles.values():
            for path, data in role.targets.items():
                folder, slash, name = path.rpartition("/")
                files[f"{folder}{slash}{hashlib.sha256(data).hexdigest()}.{name}" if self.consistent else path] = data
        return files
