"""Everything a hostile server, a stolen key or a clumsy publisher may do to a TUF repository, by name.

Each mistake takes the repository as it is about to be published, an earlier publication and a random source, and
returns the Hooks that spoil it; or None where it cannot be made here. `kind/role` is what refusals are counted under.
"""
from __future__ import annotations

import copy
import datetime
import random
from typing import Callable

from keys import Key
from repository import Hooks, Repository, file_name, instant

ALL: dict[str, Callable[[Repository, dict, random.Random], Hooks | None]] = {}
ROLES = ("root", "timestamp", "snapshot", "targets", "delegated")


def mistake(name: str):
    def keep(function):
        assert name not in ALL, name
        ALL[name] = function
        return function
    return keep


def for_roles(kind: str, roles=ROLES):
    """One mistake for each role; the function is given the role's real name."""
    def keep(function):
        for role in roles:
            def spoil(repo, old, rng, role=role):
                name = role
                if role == "delegated":
                    if not repo.delegated():
                        return None
                    name = rng.choice(repo.delegated())
                    ask_for(repo, name)
                if role == "root":
                    repo.bump_root()
                elif role != "timestamp":  # whose version is new every time
                    repo.count_on(name)
                return function(repo, old, rng, name)
            mistake(f"{kind}/{role}")(spoil)
        return function
    return keep


def ask_for(repo: Repository, role: str):
    """Makes sure that the spoilt delegated role is opened."""
    repo.wanted = role


def signed(role, edit) -> Hooks:
    return Hooks(signed={role: edit})


def document(role, edit) -> Hooks:
    return Hooks(document={role: edit})


def raw(role, edit) -> Hooks:
    return Hooks(raw={role: edit})


def setting(key, value):
    def edit(part):
        part[key] = value() if callable(value) else value
    return edit


# ---- time ------------------------------------------------------------------------------------------------------------
@for_roles("expired")
def _(repo, old, rng, role):
    at = repo.now - rng.choice([datetime.timedelta(0), datetime.timedelta(seconds=1), datetime.timedelta(days=300)])
    return signed(role, setting("expires", instant(at)))


@for_roles("expires in a second")
def _(repo, old, rng, role):
    return signed(role, setting("expires", instant(repo.now + datetime.timedelta(seconds=1))))


@mistake("freeze")
def _(repo, old, rng):
    """The same publication for ever: refused as soon as its timestamp is over, not before."""
    if not old:
        return None
    repo.now += datetime.timedelta(days=rng.choice([0, 2, 5, 9, 30]))
    return Hooks(files=[lambda files: (files.clear(), files.update(old))])


# ---- rollback and mixing -----------------------------------------------------------------------------------------------
@mistake("rollback/timestamp")
def _(repo, old, rng):
    return signed("timestamp", setting("version", rng.randint(1, max(1, repo.timestamp_version - 1))))


@mistake("rollback/snapshot in timestamp")
def _(repo, old, rng):
    if repo.snapshot_version < 2:
        return None
    repo.snapshot_version -= rng.randint(1, repo.snapshot_version - 1)
    return Hooks()


@for_roles("rollback", ("targets", "delegated"))
def _(repo, old, rng, role):
    if repo.roles[role].version < 2:
        return None
    repo.snapshot_version += 1
    repo.roles[role].version -= rng.randint(1, repo.roles[role].version - 1)
    return Hooks()


@for_roles("dropped from the snapshot", ("targets", "delegated"))
def _(repo, old, rng, role):
    repo.snapshot_version += 1
    return signed("snapshot", lambda part: part["meta"].pop(f"{role}.json"))


@mistake("the same timestamp version again")
def _(repo, old, rng):
    repo.timestamp_version = max(1, repo.timestamp_version - 1)
    repo.loose = True
    return Hooks()


@mistake("the same snapshot version again")
def _(repo, old, rng):
    if repo.snapshot_version < 2:
        return None
    repo.snapshot_version -= 1
    repo.loose = True
    return Hooks()


@for_roles("the same version again", ("targets", "delegated"))
def _(repo, old, rng, role):
    if repo.roles[role].version < 2:
        return None
    repo.snapshot_version += 1
    repo.roles[role].version -= 1
    repo.loose = True
    return Hooks()


@mistake("replay")
def _(repo, old, rng):
    return Hooks(files=[lambda files: (files.clear(), files.update(old))]) if old else None


def mixed(wanted: str):
    def spoil(repo, old, rng):
        if not old:
            return None
        role = wanted
        if wanted == "delegated":
            if not repo.delegated():
                return None
            role = rng.choice(repo.delegated())
            ask_for(repo, role)
        former = [n for n in old if n.split(".", 1)[-1] == file_name(role, None) or n == file_name(role, None)]
        if not former:
            return None
        version = {"snapshot": repo.snapshot_version}.get(role) or repo.roles[role].version
        name = file_name(role, version if repo.consistent else None)
        return Hooks(files=[lambda files: files.update({name: old[former[-1]]})])
    return spoil


for _role in ("snapshot", "targets", "delegated"):
    mistake(f"an older one under the new name/{_role}")(mixed(_role))


@for_roles("version is not the one named", ("snapshot", "targets", "delegated"))
def _(repo, old, rng, role):
    by = rng.choice([-1, 1, 5])
    return signed(role, lambda part: part.update(version=max(1, part["version"] + by)))


# ---- bytes -------------------------------------------------------------------------------------------------------------
@for_roles("tampered on the wire")
def _(repo, old, rng, role):
    def late(data: bytes) -> bytes:
        places = [i for i, b in enumerate(data) if 0x30 <= b <= 0x39]  # a digit for a digit: still JSON
        at = rng.choice(places)
        return data[:at] + bytes([0x30 + (data[at] - 0x30 + 1) % 10]) + data[at + 1:]
    return Hooks(late={role: late})


@for_roles("cut on the wire")
def _(repo, old, rng, role):
    return Hooks(late={role: lambda data: data[:rng.randint(0, len(data) - 1)]})


@for_roles("longer on the wire")
def _(repo, old, rng, role):
    return Hooks(late={role: lambda data: data + b" " * rng.randint(1, 40)})


@for_roles("withheld")
def _(repo, old, rng, role):
    return Hooks(late={role: lambda data: None})


@for_roles("replaced by something else")
def _(repo, old, rng, role):
    what = rng.choice([b"", b"<html><body>please log in</body></html>", b"[]", b"null", b"{}", b'"text"', b"\x1f\x8b\x08\x00", b"{" * 90])
    return Hooks(late={role: lambda data: what}) if rng.random() < 0.5 else raw(role, lambda data: what)


def described(wanted: str, kind: str, change):
    def spoil(repo, old, rng):
        role = wanted
        if wanted == "delegated":
            if not repo.delegated():
                return None
            role = rng.choice(repo.delegated())
            ask_for(repo, role)
        above = "timestamp" if role == "snapshot" else "snapshot"
        repo.count_on(role)
        return signed(above, lambda part: change(part["meta"][f"{role}.json"], rng))
    mistake(f"{kind}/{wanted}")(spoil)


for _role in ("snapshot", "targets", "delegated"):
    described(_role, "another hash named", lambda meta, rng: meta.update(hashes={"sha256": "%064x" % rng.getrandbits(256)}))
    described(_role, "another length named", lambda meta, rng: meta.update(length=rng.choice([1, 37, 99999])))
    described(_role, "one of two hashes wrong", lambda meta, rng: meta.setdefault("hashes", {}).update(sha512="%0128x" % rng.getrandbits(512)))
    described(_role, "only an unknown hash", lambda meta, rng: meta.update(hashes={"夏": "%064x" % rng.getrandbits(256)}))
    described(_role, "no hash among the hashes", lambda meta, rng: meta.update(hashes={}))
    described(_role, "a hash that is no text", lambda meta, rng: meta.update(hashes={"sha256": rng.choice([7, None, []])}))
    described(_role, "a bad length", lambda meta, rng: meta.update(length=rng.choice([-1, "12", [], 1.5])))
    described(_role, "a bad version named", lambda meta, rng: meta.update(version=rng.choice([0, -3, "2", None, 1.5, []])))
    described(_role, "a version named true", lambda meta, rng: meta.update(version=True))
    described(_role, "no version named", lambda meta, rng: meta.pop("version"))


@for_roles("endless", ("timestamp",))
def _(repo, old, rng, role):
    return signed(role, setting("padding", "无" * 6000))


# ---- signatures --------------------------------------------------------------------------------------------------------
@for_roles("one signature too few")
def _(repo, old, rng, role):
    return Hooks(signers={role: lambda keys: keys[:max(0, (repo.signers_of(role).threshold - 1))]})


@for_roles("signed by strangers")
def _(repo, old, rng, role):
    known = repo.signers_of(role).keys + (repo.former.keys if role == "root" and repo.former else [])
    return Hooks(signers={role: lambda keys: repo.pool.draw(rng, len(keys), without=known)})


@for_roles("strangers under the right ids")
def _(repo, old, rng, role):
    def edit(doc):
        stranger = repo.pool.draw(rng, 1, without=repo.signers_of(role).keys)[0]
        for signature in doc["signatures"]:
            signature["sig"] = stranger.sign(b"something else")
    return document(role, edit)


@for_roles("no signatures")
def _(repo, old, rng, role):
    return document(role, lambda doc: doc.update(signatures=[]))


@for_roles("signature is empty or nonsense")
def _(repo, old, rng, role):
    value = rng.choice(["", "zz", "0", "00", "ff" * 64, "签", "aa" * 5000])
    return document(role, lambda doc: [s.update(sig=value) for s in doc["signatures"]])


@for_roles("one signature is nonsense, enough are good")
def _(repo, old, rng, role):
    value = rng.choice(["", "zz", "0", "ff" * 64, "签"])
    def edit(doc):
        named = {s["keyid"] for s in doc["signatures"]}
        idle = [k for k in repo.signers_of(role).keys if k.id not in named]
        doc["signatures"].append({"keyid": idle[0].id if idle else "nobody", "sig": value})
    return document(role, edit)


@for_roles("a signature is no text")
def _(repo, old, rng, role):
    value = rng.choice([None, 7, [], {}])
    return document(role, lambda doc: [s.update(sig=value) for s in doc["signatures"]])


@for_roles("the same signature twice")
def _(repo, old, rng, role):
    def edit(doc):
        doc["signatures"] = [copy.deepcopy(doc["signatures"][0]) for _ in range(rng.choice([2, 3]))] + doc["signatures"][1:]
    return document(role, edit)


@for_roles("signature without a key id")
def _(repo, old, rng, role):
    return document(role, lambda doc: doc["signatures"][0].pop("keyid"))


@for_roles("signature of an edited text")
def _(repo, old, rng, role):
    def edit(doc):
        doc["signed"][rng.choice(["新", "extra", "\U0001f600"])] = rng.choice([1, "一", None, [{}]])
    return document(role, edit)


@mistake("root signed by the old keys only")
def _(repo, old, rng):
    if repo.former:
        return None
    repo.top["root"], repo.former = type(repo.top["root"])(repo.pool.draw(rng, 2, without=repo.top["root"].keys), 1), repo.top["root"]
    repo.bump_root()
    former = repo.former.keys
    return Hooks(signers={"root": lambda keys: former})


@mistake("root signed by the new keys only")
def _(repo, old, rng):
    if repo.former:
        return None
    repo.top["root"], repo.former = type(repo.top["root"])(repo.pool.draw(rng, 2, without=repo.top["root"].keys), 1), repo.top["root"]
    repo.bump_root()
    return Hooks(signers={"root": lambda keys: repo.top["root"].keys})


# ---- keys --------------------------------------------------------------------------------------------------------------
def role_row(part: dict, repo: Repository, role: str) -> tuple[dict, dict]:
    """The row that names the role's keys, and the keys beside it, in the document of the delegator."""
    if "roles" in part:
        return part["roles"][role], part["keys"]
    rows = part["delegations"]["roles"]
    return next(r for r in rows if r["name"] == role), part["delegations"]["keys"]


def delegator_of(repo: Repository, role: str) -> str:
    if role in ("root", "timestamp", "snapshot", "targets"):
        return "root"
    return next(name for name, r in repo.roles.items() if any(d.name == role for d in r.delegations))


def row_edit(kind: str, change, roles=ROLES):
    @for_roles(kind, roles)
    def _(repo, old, rng, role):
        above = delegator_of(repo, role)
        if above == "root":
            repo.bump_root()
        else:
            repo.touch(above)
            repo.snapshot_version += 1
        return signed(above, lambda part: change(*role_row(part, repo, role), rng))


row_edit("threshold below one", lambda row, keys, rng: row.update(threshold=rng.choice([0, -1, -2 ** 40])))
row_edit("threshold is no integer", lambda row, keys, rng: row.update(threshold=rng.choice(["1", None, [], {}])))
row_edit("threshold is a fraction", lambda row, keys, rng: row.update(threshold=rng.choice([1.0, 1.5])))
row_edit("threshold is true", lambda row, keys, rng: row.update(threshold=True), ("timestamp", "targets", "delegated"))
row_edit("threshold out of reach", lambda row, keys, rng: row.update(threshold=rng.choice([9, 2 ** 31, 2 ** 62])), ROLES[1:])
row_edit("threshold beyond 64 bits", lambda row, keys, rng: row.update(threshold=2 ** 63 + 5), ROLES[1:])
row_edit("no threshold", lambda row, keys, rng: row.pop("threshold"))
row_edit("no key ids", lambda row, keys, rng: row.pop("keyids"))
row_edit("key ids empty", lambda row, keys, rng: row.update(keyids=[]), ROLES[1:])
row_edit("key id twice", lambda row, keys, rng: row["keyids"].append(row["keyids"][0]))
row_edit("key ids are no list", lambda row, keys, rng: row.update(keyids=rng.choice([None, 5, True])))
row_edit("key missing", lambda row, keys, rng: [keys.pop(i, None) for i in row["keyids"]], ROLES[1:])
row_edit("an unknown key id beside good ones", lambda row, keys, rng: row["keyids"].append("nobody 无人"))
row_edit("key value is no text", lambda row, keys, rng: keys[row["keyids"][0]].update(keyval={"public": rng.choice([None, 5, []])}), ROLES[1:])
row_edit("key value missing", lambda row, keys, rng: keys[row["keyids"][0]].update(keyval={}), ROLES[1:])
row_edit("key type missing", lambda row, keys, rng: keys[row["keyids"][0]].pop("keytype"), ROLES[1:])
row_edit("key value is nonsense",
         lambda row, keys, rng: [keys[i].update(keyval={"public": rng.choice(["", "00", "zz", "-----BEGIN PUBLIC KEY-----", "公"])})
                                 for i in row["keyids"] if i in keys], ROLES[1:])
row_edit("key type is another's",
         lambda row, keys, rng: [keys[i].update(zip(("keytype", "scheme"), {
             "ed25519": ("ecdsa", "ecdsa-sha2-nistp256"), "ecdsa": ("rsa", "rsassa-pss-sha256"), "rsa": ("ed25519", "ed25519")}[
                 keys[i]["keytype"][:5].rstrip("-") if keys[i]["keytype"].startswith("ecdsa") else keys[i]["keytype"]]))
             for i in row["keyids"] if i in keys], ROLES[1:])
row_edit("unknown scheme", lambda row, keys, rng: keys[row["keyids"][0]].update(keytype="sm2", scheme="sm2-sm3"), ROLES[1:])


def replaced_key(kind: str, choose):
    """The role is given one key of a sort that must not count, and is signed by it alone."""
    for role in ("timestamp", "snapshot", "targets"):
        def spoil(repo, old, rng, role=role):
            key: Key = choose(repo.pool)
            repo.bump_root()
            hooks = Hooks(signers={role: lambda keys: [key]})
            def edit(part):
                part["keys"][key.id] = key.public
                part["roles"][role] = {"keyids": [key.id], "threshold": 1}
            hooks.signed["root"] = edit
            return hooks
        mistake(f"{kind}/{role}")(spoil)


replaced_key("RSA of 1024 bits", lambda pool: pool.small_rsa)
replaced_key("P-384 called P-256", lambda pool: pool.p384)


def twice_under_two_ids(role: str, spelling):
    def spoil(repo, old, rng):
        if role == "delegated" and not repo.delegated():
            return None
        name = rng.choice(repo.delegated()) if role == "delegated" else role
        if role == "delegated":
            ask_for(repo, name)
        kind = rng.choice(["ed25519", "ecdsa"])
        one = next(k for k in repo.pool.keys if k.kind == kind)
        other = one.under_another_id("另一个 id")
        public = spelling(copy.deepcopy(other.public))
        above = delegator_of(repo, name)
        if above == "root":
            repo.bump_root()
        else:
            repo.touch(above)
            repo.snapshot_version += 1
        def edit(part):
            row, keys = role_row(part, repo, name)
            keys[one.id], keys[other.id] = one.public, public
            row.update(keyids=[one.id, other.id], threshold=2)
        return Hooks(signed={above: edit}, signers={name: lambda keys: [one, other]})
    return spoil


def respelt(public: dict) -> dict:
    value = public["keyval"]["public"]
    public["keyval"]["public"] = value.upper() if public["keytype"] == "ed25519" else value.rstrip("\n") + "\n\n"
    return public


for _role in ("timestamp", "snapshot", "targets", "delegated"):
    mistake(f"one key under two ids/{_role}")(twice_under_two_ids(_role, lambda public: public))
    mistake(f"one key under two ids, spelt differently/{_role}")(twice_under_two_ids(_role, respelt))


@mistake("fast forward, then recovery")
def _(repo, old, rng):
    """A stolen online key made the versions huge; new keys bring them down again."""
    repo.stolen = repo.snapshot_version, repo.timestamp_version
    repo.timestamp_version += 10 ** 6
    repo.snapshot_version += 10 ** 6
    return Hooks()


# ---- root --------------------------------------------------------------------------------------------------------------
@mistake("root version skipped")
def _(repo, old, rng):
    repo.bump_root()
    return signed("root", lambda part: part.update(version=part["version"] + rng.choice([-1, 1, 2])))


@mistake("root with a role missing")
def _(repo, old, rng):
    repo.bump_root()
    return signed("root", lambda part: part["roles"].pop(rng.choice(ROLES[:4])))


@mistake("root with another role beside the four")
def _(repo, old, rng):
    repo.bump_root()
    return signed("root", lambda part: part["roles"].update(mirrors={"keyids": [], "threshold": 1}))


@mistake("consistent_snapshot is no boolean")
def _(repo, old, rng):
    repo.bump_root()
    return signed("root", setting("consistent_snapshot", rng.choice([None, "true", 1, [], {}])))


# ---- fields ------------------------------------------------------------------------------------------------------------
BODY = {"root": "roles", "timestamp": "meta", "snapshot": "meta", "targets": "targets"}


@for_roles("a field missing")
def _(repo, old, rng, role):
    field = rng.choice(["_type", "spec_version", "version", "expires", BODY.get(role, "targets")])
    return signed(role, lambda part: part.pop(field))


@for_roles("a field of another kind")
def _(repo, old, rng, role):
    field = rng.choice(["_type", "spec_version", "expires", BODY.get(role, "targets")])
    return signed(role, setting(field, rng.choice([None, 7, [], ["x"], {"x": 1}])))


@for_roles("version below one")
def _(repo, old, rng, role):
    return signed(role, setting("version", rng.choice([0, -1, -2 ** 50])))


@for_roles("version is no integer")
def _(repo, old, rng, role):
    return signed(role, setting("version", rng.choice(["1", None, [], {}])))


@for_roles("version is a fraction")
def _(repo, old, rng, role):
    return signed(role, lambda part: part.update(version=float(part["version"])))


@for_roles("type of another role")
def _(repo, old, rng, role):
    mine = role if role in BODY else "targets"
    return signed(role, setting("_type", rng.choice([r for r in BODY if r != mine] + ["mirrors", "Root", ""])))


@for_roles("another specification")
def _(repo, old, rng, role):
    return signed(role, setting("spec_version", rng.choice(["2.0.0", "0.9", "11.0.0", "", "a.b.c"])))


@for_roles("an odd specification number")
def _(repo, old, rng, role):
    return signed(role, setting("spec_version", rng.choice(["1", "1.", "1.x", "1.0.34.1", "1.0.34 ", "1..0", "1.0.x"])))


@for_roles("another minor specification")
def _(repo, old, rng, role):
    return signed(role, setting("spec_version", rng.choice(["1.0", "1.0.0", "1.0.31", "1.9.99"])))


@for_roles("an odd expiry")
def _(repo, old, rng, role):
    at = repo.now + datetime.timedelta(days=30)
    return signed(role, setting("expires", rng.choice([
        at.strftime("%Y-%m-%d"), at.strftime("%Y-%m-%dT%H:%M:%S"), at.strftime("%Y-%m-%dT%H:%M:%S+00:00"), "2027-02-30T00:00:00Z",
        "2027-13-01T00:00:00Z", at.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "tomorrow", "", at.strftime("%Y-%m-%d %H:%M:%SZ"),
        at.strftime("%Y-%m-%dT%H:%M:%SZ "), "2027-01-01T24:00:00Z", "2027-01-01T23:60:00Z"])))


@for_roles("an expiry without leading noughts")
def _(repo, old, rng, role):
    return signed(role, setting("expires", rng.choice(["2030-1-2T03:04:05Z", "2030-01-02T3:4:5Z"])))


@for_roles("fields nobody knows")
def _(repo, old, rng, role):
    return signed(role, lambda part: part.update({"𠮷": {"深": [1, {"层": None}]}, "é": "e\u0301", "\uff5e": "before 😀", "\U0001f600": "",
                                                  "large": 2 ** 53 + 1, "quote": "\"\\/"}))


@for_roles("a document beside the document", ("root", "timestamp", "snapshot", "targets", "delegated"))
def _(repo, old, rng, role):
    return document(role, lambda doc: doc.update(unsigned={"注": "不在签名之内"}))


# ---- JSON --------------------------------------------------------------------------------------------------------------
def text_edit(kind: str, change, roles=ROLES):
    @for_roles(kind, roles)
    def _(repo, old, rng, role):
        return raw(role, lambda data: change(data, rng))


text_edit("JSON: followed by something", lambda data, rng: data + rng.choice([b"{}", b" x", b"\n[]", b"}"]))
text_edit("JSON: followed by NUL", lambda data, rng: data + b"\0" * rng.randint(1, 3))
text_edit("JSON: byte-order mark", lambda data, rng: b"\xef\xbb\xbf" + data)
text_edit("JSON: UTF-16", lambda data, rng: data.decode().encode("utf-16"))
text_edit("JSON: a key twice", lambda data, rng: data.replace(b'"signed":', b'"signed": {}, "signed":', 1))
text_edit("JSON: comma at the end", lambda data, rng: data.rstrip()[:-1] + b",}")
text_edit("JSON: single quotes", lambda data, rng: data.replace(b'"', b"'"))
text_edit("JSON: a comment", lambda data, rng: b"// signed\n" + data)
text_edit("JSON: white space around", lambda data, rng: b" \r\n\t" + data + b"\n\n")
text_edit("JSON: not UTF-8", lambda data, rng: data.replace(b'"_type"', b'"\xff\xfe": 1, "_type"', 1))


@for_roles("JSON: a fraction")
def _(repo, old, rng, role):
    return signed(role, setting("fraction", rng.choice([1.5, 1e300, -0.0, 1.0])))


@for_roles("JSON: not a number")
def _(repo, old, rng, role):
    return signed(role, setting("number", rng.choice([float("nan"), float("inf"), float("-inf")])))


@for_roles("JSON: an integer beyond 64 bits")
def _(repo, old, rng, role):
    return signed(role, setting("number", rng.choice([2 ** 63, -2 ** 63 - 1, 2 ** 64, 10 ** 40])))


@for_roles("JSON: minus nought")
def _(repo, old, rng, role):
    return Hooks(
        signed={role: setting("nought", 0)}, raw={role: lambda data: data.replace(b'"nought": 0', b'"nought": -0', 1)})


@for_roles("JSON: too deep")
def _(repo, old, rng, role):
    def deep():
        value = 1
        for _ in range(rng.choice([70, 200])):
            value = [value]
        return value
    return signed(role, setting("deep", deep))


@for_roles("JSON: a control character")
def _(repo, old, rng, role):
    return signed(role, setting("control", rng.choice(["a\u0007b", "line\nline", "\t", "\u001f"])))


@for_roles("JSON: a raw control character")
def _(repo, old, rng, role):
    return Hooks(signed={role: setting("control", "a\tb")}, raw={role: lambda data: data.replace(b"a\\tb", b"a\tb", 1)})


@for_roles("JSON: half a surrogate pair")
def _(repo, old, rng, role):
    def escape(data: bytes) -> bytes:
        return data.replace(b"HALF", rng.choice([b"\\ud842", b"\\udfb7", b"\\udfb7\\ud842"]))
    return Hooks(signed={role: setting("text", "HALF")}, raw={role: escape})


# ---- delegations -------------------------------------------------------------------------------------------------------
def delegations_edit(kind: str, change):
    @mistake(f"delegations: {kind}")
    def _(repo, old, rng):
        parents = [name for name, role in repo.roles.items() if role.delegations]
        if not parents:
            return None
        parent = rng.choice(parents)
        if parent != "targets":
            ask_for(repo, parent)
        repo.touch(parent)
        repo.snapshot_version += 1
        return signed(parent, lambda part: change(part["delegations"], rng))


delegations_edit("a name twice", lambda d, rng: d["roles"].append(copy.deepcopy(d["roles"][0])))
delegations_edit("paths and prefixes", lambda d, rng: d["roles"][0].update(paths=["*"], path_hash_prefixes=["0"]))
delegations_edit("neither paths nor prefixes", lambda d, rng: (d["roles"][0].pop("paths", 0), d["roles"][0].pop("path_hash_prefixes", 0)))
delegations_edit("a path that is no text", lambda d, rng: (d["roles"][0].pop("path_hash_prefixes", 0), d["roles"][0].update(paths=[rng.choice([5, None, ["x"]])])))
delegations_edit("a prefix that is no text", lambda d, rng: (d["roles"][0].pop("paths", 0), d["roles"][0].update(path_hash_prefixes=[rng.choice([5, None])])))
delegations_edit("no name", lambda d, rng: d["roles"][0].pop("name"))
delegations_edit("terminating is missing", lambda d, rng: d["roles"][0].pop("terminating"))
delegations_edit("terminating is no boolean", lambda d, rng: d["roles"][0].update(terminating=rng.choice([0, 1, None, "true"])))
delegations_edit("no keys", lambda d, rng: d.pop("keys"))
delegations_edit("keys are no object", lambda d, rng: d.update(keys=rng.choice([[], 5, "x"])))
delegations_edit("roles are no list", lambda d, rng: d.update(roles=rng.choice([5, {"a": 1}, "x"])))
delegations_edit("roles are missing", lambda d, rng: d.pop("roles"))
delegations_edit("called like a top-level role", lambda d, rng: d["roles"][0].update(name=rng.choice(["root", "timestamp", "snapshot", "targets"])))
delegations_edit("called by nothing", lambda d, rng: d["roles"][0].update(name=""))
delegations_edit("not in the snapshot", lambda d, rng: d["roles"].insert(0, d["roles"][0] | {"name": "无此角色", "paths": ["*/*", "*"]}
                                                                        if "paths" in d["roles"][0] else d["roles"][0] | {"name": "无此角色"}))


@mistake("delegations: a long chain")
def _(repo, old, rng):
    """Forty roles in a row: more than any client follows."""
    from repository import Delegation, Signers, TargetsRole
    if "chain 0" in repo.roles:
        return None
    key = repo.pool.draw(rng, 1)
    length = rng.choice([29, 31, 32, 33, 40])
    parent = "targets"
    for n in range(length):
        repo.roles[parent].delegations.insert(0, Delegation(f"chain {n}", Signers(key, 1), False, ["chain/*"], None))
        repo.roles[f"chain {n}"] = TargetsRole(1, repo._far(), {f"chain/{n}": b"here"})
        repo.touch(parent)
        parent = f"chain {n}"
    repo.snapshot_version += 1
    repo.asked = [f"chain/{n}" for n in (0, length - 1, length)]
    return Hooks()


# ---- targets -----------------------------------------------------------------------------------------------------------
def entry_edit(kind: str, change):
    @mistake(f"target: {kind}")
    def _(repo, old, rng):
        holders = [name for name, role in repo.roles.items() if role.targets]
        if not holders:
            return None
        name = rng.choice(holders)
        path = rng.choice(list(repo.roles[name].targets))
        repo.touch(name)
        repo.snapshot_version += 1
        repo.asked = [path]
        return signed(name, lambda part: change(part["targets"][path], rng))


entry_edit("no length", lambda t, rng: t.pop("length"))
entry_edit("no hashes", lambda t, rng: t.pop("hashes"))
entry_edit("hashes empty", lambda t, rng: t.update(hashes={}))
entry_edit("a hash that is no text", lambda t, rng: t.update(hashes={"sha256": rng.choice([5, None, []])}))
entry_edit("length below nought", lambda t, rng: t.update(length=-1))
entry_edit("length is no integer", lambda t, rng: t.update(length=rng.choice(["5", None, []])))
entry_edit("length is a fraction", lambda t, rng: t.update(length=5.0))
entry_edit("an entry that is no object", lambda t, rng: (t.clear(), t.update({"只有": "自定义"})))
entry_edit("an unknown hash beside sha256", lambda t, rng: t["hashes"].update({"blake9": "00"}))
entry_edit("custom text", lambda t, rng: t.update(custom={"说明": "𬭎 \U0001f3db", "n": [1, None, True]}))
