"""The two clients under comparison, behind one interface: python-tuf as the oracle, and ours."""
from __future__ import annotations

import dataclasses
import datetime
import functools
import json
import os
import pathlib
import re
import shutil
import subprocess
import urllib.parse

import cryptography.hazmat.primitives.asymmetric.types as crypto_types

# python3-tuf of a newer suite on the cryptography of this one: only the names of two annotations have changed since.
for _new, _old in (("PublicKeyTypes", "PUBLIC_KEY_TYPES"), ("PrivateKeyTypes", "PRIVATE_KEY_TYPES")):
    if not hasattr(crypto_types, _new):
        setattr(crypto_types, _new, getattr(crypto_types, _old))

from securesystemslib.signer import _key as _sslib_key
from tuf.api.exceptions import DownloadError, DownloadHTTPError, RepositoryError
from tuf.api.metadata import Metadata
from tuf.ngclient import Updater
from tuf.ngclient.fetcher import FetcherInterface

if _sslib_key.CRYPTO_IMPORT_ERROR:
    raise ImportError(_sslib_key.CRYPTO_IMPORT_ERROR)
_sslib_key.load_pem_public_key = functools.lru_cache(512)(_sslib_key.load_pem_public_key)  # most of the time goes there


BASE = "mem:///"


@dataclasses.dataclass
class Outcome:
    """How one update ended: what each look-up gave, in order, until the first refusal."""
    accepted: bool
    found: list[dict | None]  # length and hashes of each target, or that there is none
    why: str = ""             # the kind of refusal: an exception's name, or our error code
    detail: str = ""

    def verdict(self):
        return self.accepted, self.found


class _Folder(FetcherInterface):
    """The folder that the server carries, without a server: metadata by their escaped names, targets by path."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder

    def _fetch(self, url: str):
        kind, name = url.removeprefix(BASE).split("/", 1)
        try:
            data = (self.folder / kind / (name if kind == "metadata" else on_disk(name))).read_bytes()
        except FileNotFoundError:
            raise DownloadHTTPError("none", 404) from None
        for at in range(0, len(data), 4096):
            yield data[at:at + 4096]


def on_disk(target: str) -> str:
    """One file name for a target path."""
    return urllib.parse.quote(target, "")


def stored(folder: pathlib.Path) -> dict[str, bytes]:
    """What a client keeps, by file name."""
    return {f.name: f.read_bytes() for f in folder.iterdir() if f.name.endswith(".json")}


def emptied(*folders: pathlib.Path):
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)


class PythonTuf:
    name = "python-tuf"

    def __init__(self, folder: pathlib.Path):
        self.folder, self.targets = folder / "metadata", folder / "targets"

    def anchor(self, root: bytes):
        emptied(self.folder, self.targets)
        (self.folder / "root.json").write_bytes(root)

    def update(self, source: pathlib.Path, now: datetime.datetime, paths: list[str]) -> Outcome:
        found = []

        def look_up(updater):
            updater.refresh()
            for path in paths:
                target = updater.get_targetinfo(path)
                found.append(None if target is None else {"length": target.length, "hashes": dict(target.hashes)})
        return self._judged(source, now, look_up, found)

    def download(self, source: pathlib.Path, now: datetime.datetime, paths: list[str]) -> Outcome:
        """As a command line does it: the first target that is not there, or not what was signed, ends the update."""
        def fetch(updater):
            updater.refresh()
            for path in paths:
                target = updater.get_targetinfo(path)
                if target is None:
                    raise RepositoryError("no such target")
                if not updater.find_cached_target(target):
                    updater.download_target(target)
        return self._judged(source, now, fetch, [])

    def _judged(self, source, now, work, found) -> Outcome:
        try:
            updater = Updater(str(self.folder), f"{BASE}metadata/", str(self.targets), f"{BASE}targets/", fetcher=_Folder(source), bootstrap=None)
            updater._trusted_set.reference_time = now
            work(updater)
        except (RepositoryError, DownloadError) as refused:
            return Outcome(False, found, type(refused).__name__, str(refused))
        except Exception as broken:  # not a refusal it documents: told apart, so that nobody mistakes it for one
            return Outcome(False, found, "unforeseen " + type(broken).__name__, str(broken))
        return Outcome(True, found)

    def stored(self) -> dict[str, bytes]:
        return stored(self.folder)


def still_vouched_for(root: bytes, role: str, document: bytes) -> bool:
    """Is the document signed as this root asks for? python-tuf keeps files that it no longer believes."""
    try:
        signed = Metadata.from_bytes(document)
        Metadata.from_bytes(root).signed.verify_delegate(role, signed.signed_bytes, signed.signatures)
        return True
    except (RepositoryError, ValueError):
        return False


class Ours:
    """core/trust behind a driver that does many updates in one process."""
    name = "mingshi"

    def __init__(self, driver: str, folder: pathlib.Path):
        self.folder, self.targets = folder / "metadata", folder / "targets"
        self.process = subprocess.Popen([driver], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    anchor = PythonTuf.anchor
    stored = PythonTuf.stored

    def update(self, source: pathlib.Path, now: datetime.datetime, paths: list[str]) -> Outcome:
        request = {"store": str(self.folder), "source": str(source / "metadata"), "now": int(now.timestamp()), "paths": paths}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the driver ended with {self.process.wait()}")
        answer = json.loads(line)
        return Outcome(answer["accepted"], answer["found"], answer.get("why", ""), answer.get("detail", ""))

    def close(self):
        self.process.stdin.close()
        if self.process.wait(timeout=60) != 0:
            raise RuntimeError(f"the driver ended with {self.process.returncode}")


class OurProgram:
    """`mingshi tuf`: real processes, real HTTP, its time by libfaketime."""
    name = "mingshi tuf"

    def __init__(self, program: str, folder: pathlib.Path, url: str, faketime: str):
        self.program, self.url, self.faketime = program, url, faketime
        self.folder, self.targets = folder / "metadata", folder / "targets"

    stored = PythonTuf.stored

    def anchor(self, root: bytes):
        emptied(self.folder, self.targets)
        trusted = self.folder.parent / "trusted-root.json"
        trusted.write_bytes(root)
        done = self._run(None, ["--metadata-dir", str(self.folder), "init", str(trusted)])
        if done.returncode != 0:
            raise RuntimeError(f"init refused an honest root: {done.stderr}")

    def _run(self, now: datetime.datetime | None, arguments: list[str]):
        environment = dict(os.environ, TZ="UTC", LC_ALL="C.UTF-8")
        if now:
            environment |= {"LD_PRELOAD": self.faketime, "FAKETIME": now.strftime("%Y-%m-%d %H:%M:%S"), "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        return subprocess.run([self.program, "tuf", *arguments], env=environment, capture_output=True, text=True, timeout=60)

    def download(self, source: pathlib.Path, now: datetime.datetime, paths: list[str]) -> Outcome:
        where = ["--metadata-url", f"{self.url}/metadata/", "--metadata-dir", str(self.folder)]
        if paths:
            names = [word for path in paths for word in ("--target-name", path)]
            command = [*where, *names, "--target-dir", str(self.targets), "--target-base-url", f"{self.url}/targets/", "download"]
        else:
            command = [*where, "refresh"]
        done = self._run(now, command)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"exit {done.returncode}: {done.stderr}")
        code = re.search(r"\((\w+)\): ", done.stderr)  # as every failure of the command says it
        return Outcome(done.returncode == 0, [], code[1] if done.returncode and code else "", done.stderr.strip())

    def close(self):
        pass
