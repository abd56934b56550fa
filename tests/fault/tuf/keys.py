"""Keys of every type that TUF repositories use, drawn from a pool made once a process."""
from __future__ import annotations

import hashlib
import random

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa


def canonical(value) -> str:
    """The OLPC form that signatures are made over; written here anew, so that three programs must agree on it."""
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if value is True or value is False or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(canonical(k) + ":" + canonical(value[k]) for k in sorted(value)) + "}"
    return repr(value)  # no canonical form; whoever reads it must refuse it


def signed_bytes(value) -> bytes:
    return canonical(value).encode("utf-8", "surrogatepass")


class Key:
    """One key pair: its public half as metadata carries it, its id, and signatures in hexadecimal."""

    def __init__(self, kind: str, private, name: str | None = None):
        self.kind, self._private = kind, private
        public = private.public_key()
        if kind == "ed25519":
            raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            self.public = {"keytype": "ed25519", "scheme": "ed25519", "keyval": {"public": raw.hex()}}
        else:
            pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
            keytype, scheme = {"rsa": ("rsa", "rsassa-pss-sha256"), "ecdsa": ("ecdsa", "ecdsa-sha2-nistp256"),
                               "ecdsa-old": ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256")}[kind]
            self.public = {"keytype": keytype, "scheme": scheme, "keyval": {"public": pem.decode()}}
        self.id = name or hashlib.sha256(signed_bytes(self.public)).hexdigest()

    def sign(self, data: bytes) -> str:
        if self.kind == "ed25519":
            return self._private.sign(data).hex()
        if self.kind == "rsa":
            pss = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=padding.PSS.DIGEST_LENGTH)
            return self._private.sign(data, pss, hashes.SHA256()).hex()
        return self._private.sign(data, ec.ECDSA(hashes.SHA256())).hex()

    def under_another_id(self, name: str) -> "Key":
        return Key(self.kind, self._private, name)


def make(kind: str, name: str | None = None) -> Key:
    private = {"ed25519": ed25519.Ed25519PrivateKey.generate,
               "ecdsa": lambda: ec.generate_private_key(ec.SECP256R1()),
               "ecdsa-old": lambda: ec.generate_private_key(ec.SECP256R1()),
               "rsa": lambda: rsa.generate_private_key(65537, 2048)}[kind]()
    return Key(kind, private, name)


class Pool:
    """Which kinds of keys a history draws depends on its seed alone; the keys themselves are new in every process."""

    def __init__(self):
        named = [make("ed25519", f"钥匙-{n}") for n in range(4)] + [make("ecdsa", f"𠮷 key/{n}") for n in range(2)]
        self.keys = ([make("ed25519") for _ in range(24)] + [make("ecdsa") for _ in range(12)]
                     + [make("ecdsa-old") for _ in range(4)] + [make("rsa") for _ in range(2)] + named)
        small = rsa.generate_private_key(65537, 1024)
        self.small_rsa = Key("rsa", small)
        self.p384 = Key("ecdsa", ec.generate_private_key(ec.SECP384R1()))

    def draw(self, rng: random.Random, count: int, without=()) -> list[Key]:
        taken = {k.id for k in without}
        free = [i for i, k in enumerate(self.keys) if k.id not in taken]
        return [self.keys[i] for i in rng.sample(free, count)]
