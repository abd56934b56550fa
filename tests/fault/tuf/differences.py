"""Where we and python-tuf 7.0.0 differ on purpose, each by name. docs/decisions/0045-where-we-differ-from-python-tuf.md says why.

A difference is known only if all of it fits: the mistakes that may cause it, which side refuses, and the reason the
refusing side gives. Anything else that differs is a failure of the run.
"""
from __future__ import annotations

import dataclasses
from typing import Callable

from clients import Outcome

REPOSITORY = frozenset({"RepositoryError", "DeserializationError", "UnsignedMetadataError", "BadVersionNumberError", "LengthOrHashMismatchError"})


@dataclasses.dataclass(frozen=True)
class Step:
    """What is known of an update whose outcomes differ."""
    kind: str  # the mistake, without the role; "" when the repository was honest
    earlier: tuple[str, ...]  # the kinds of the steps before
    ours: Outcome
    theirs: Outcome
    rotated: bool  # a root that this update took changed the keys or the threshold of timestamp or snapshot
    two_delegators: bool  # some role is delegated twice, with different keys
    kept: tuple[str, ...]  # the files that the two keep differently


@dataclasses.dataclass(frozen=True)
class Difference:
    name: str
    reason: str
    fits: Callable[[Step], bool]


def we_refuse(codes: str, *kinds: str) -> Callable[[Step], bool]:
    return lambda s: s.kind in kinds and not s.ours.accepted and s.ours.why in codes.split()


def they_refuse(exceptions: str, *kinds: str) -> Callable[[Step], bool]:
    return lambda s: s.kind in kinds and not s.theirs.accepted and s.theirs.why in exceptions.split()


ALL = [
    Difference("one-meaning-json", "We refuse JSON that two readers could understand differently; Python's reader takes the last of two keys, "
               "any depth, any integer, UTF-16, a lone -0.",
               we_refuse("invalid_input", "JSON: a key twice", "JSON: too deep", "JSON: an integer beyond 64 bits", "JSON: minus nought",
                         "JSON: UTF-16", "JSON: byte-order mark", "JSON: a control character", "threshold beyond 64 bits")),
    Difference("true-is-no-number", "Python's True is an integer, so `true` passes there as threshold, version or length 1.",
               we_refuse("invalid_input", "threshold is true", "a version named true")),
    Difference("fraction-as-integer", "Python compares 1.0 as an integer where no signature covers it canonically.",
               we_refuse("invalid_input", "threshold is a fraction", "version is a fraction", "a bad version named", "a bad length")),
    Difference("one-key-counts-once", "The same key under two ids is one signer here; python-tuf counts ids.",
               we_refuse("denied", "one key under two ids", "one key under two ids, spelt differently")),
    Difference("unknown-schemes-are-kept", "A key of a scheme we do not know verifies nothing but refuses nothing, so that a new scheme may be "
               "added beside the old; python-tuf refuses the whole document.",
               they_refuse("DeserializationError", "unknown scheme")),
    Difference("roles-beside-the-four", "A root may name further roles (the specification has had \"mirrors\"); python-tuf refuses it.",
               they_refuse("DeserializationError", "root with another role beside the four")),
    Difference("booleans-are-booleans", "Python takes anything for true or false; a text \"false\" would be true.",
               we_refuse("invalid_input", "consistent_snapshot is no boolean", "delegations: terminating is no boolean")),
    Difference("too-many-delegations", "A search that is given up after 32 roles is a refusal, not the word that the target is not there.",
               we_refuse("unsupported", "delegations: a long chain")),
    Difference("weak-keys-do-not-count", "RSA below 2048 bits is no signer here.", we_refuse("denied", "RSA of 1024 bits")),
    Difference("named-bytes-win", "A kept snapshot that is not, byte for byte, the one that the timestamp names is fetched again; python-tuf "
               "goes on with it while its version is the same.",
               lambda s: s.kind == "the same snapshot version again" and "snapshot.json" in s.kept),
    Difference("rotation-forgets", "Specification 5.3.11: what was signed by keys that a new root withdrew is void and removed; python-tuf leaves "
               "the files, and goes on believing those that the new keys still vouch for.",
               lambda s: s.rotated and (s.theirs.why == "BadVersionNumberError" or (s.ours.verdict() == s.theirs.verdict()
                                        and set(s.kept) <= {"timestamp.json", "snapshot.json"}))),
    Difference("each-delegator-judges", "A role that two others delegate to must satisfy the one it is reached by; python-tuf judges it once.",
               lambda s: s.two_delegators and not s.ours.accepted and s.ours.why == "denied"),
]


def known(step: Step) -> Difference | None:
    return next((d for d in ALL if d.fits(step)), None)
