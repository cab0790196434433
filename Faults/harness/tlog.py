"""Reads transparency logs as C2SP has them (tlog-checkpoint, signed-note, tlog-tiles, tlog-proof) and RFC 6962 trees.

Written from the specifications, apart from the server and its verifier, so that an error of theirs is not repeated here.
"""

import base64
import dataclasses
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

EMPTY = hashlib.sha256(b"").digest()
TILE = 256


class Malformed(Exception):
    """No note, checkpoint, proof or key."""


def leaf_hash(leaf):
    return hashlib.sha256(b"\0" + leaf).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root(hashes):
    """RFC 6962, section 2.1, over the hashes of leaves."""
    if not hashes:
        return EMPTY
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(root(hashes[:split]), root(hashes[split:]))


def root_from_path(hashed, index, size, path):
    """The root that an inclusion proof leads to (RFC 9162, section 2.1.3.2); None when the path does not fit."""
    if index >= size:
        return None
    number, last, found = index, size - 1, hashed
    for one in path:
        if last == 0:
            return None
        if number & 1 or number == last:
            found = node_hash(one, found)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            found = node_hash(found, one)
        number, last = number >> 1, last >> 1
    return found if last == 0 else None


@dataclasses.dataclass(frozen=True)
class VerifierKey:
    """NAME+HASH+BASE64 of a log."""

    name: str
    identifier: bytes
    public: bytes

    @classmethod
    def read(cls, text):
        """Of several lines the first: the newest key."""
        name, hexadecimal, encoded = text.split()[0].split("+", 2)
        key = base64.b64decode(encoded, validate=True)
        if key[0] != 1 or hashlib.sha256(name.encode() + b"\n" + key).digest()[:4].hex() != hexadecimal:
            raise Malformed(f"no verifier key: {text}")
        return cls(name, bytes.fromhex(hexadecimal), key[1:])

    @classmethod
    def of(cls, name, public):
        return cls(name, hashlib.sha256(name.encode() + b"\n\1" + public).digest()[:4], public)

    def __str__(self):
        return f"{self.name}+{self.identifier.hex()}+{base64.b64encode(bytes([1]) + self.public).decode()}"


@dataclasses.dataclass(frozen=True)
class Checkpoint:
    """The head of a log, from a note whose signature was checked."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self):
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def read(cls, note, key):
        """Of a signed note; raises Malformed when the log's key did not sign it."""
        text, separator, signatures = note.rpartition("\n\n")
        if not separator:
            raise Malformed("a checkpoint without signatures")
        text += "\n"
        if not any(_has_signed(key, text, line) for line in signatures.splitlines()):
            raise Malformed("a checkpoint that the log's key did not sign")
        lines = text.split("\n")
        if lines[0] != key.name:
            raise Malformed(f"a checkpoint of {lines[0]}")
        return cls(lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True))

    def signed(self, private, key):
        """The note with the signature of the log's key."""
        signature = base64.b64encode(key.identifier + private.sign(self.text.encode())).decode()
        return f"{self.text}\n\u2014 {key.name} {signature}\n"


def _has_signed(key, text, line):
    dash, name, encoded = line.split(" ")
    signature = base64.b64decode(encoded, validate=True)
    if dash != "\u2014" or name != key.name or signature[:4] != key.identifier:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature[4:], text.encode())
        return True
    except InvalidSignature:
        return False


@dataclasses.dataclass(frozen=True)
class Proof:
    """A tlog-proof: that an entry stands in the log."""

    index: int
    path: list
    note: str

    @classmethod
    def read(cls, text):
        head, separator, note = text.partition("\n\n")
        lines = head.split("\n")
        if not separator or lines[0] != "c2sp.org/tlog-proof@v1" or not lines[1].startswith("index "):
            raise Malformed("no proof")
        return cls(int(lines[1][6:]), [base64.b64decode(line, validate=True) for line in lines[2:]], note)

    def checkpoint(self, leaf, key):
        """The checkpoint that this proves the leaf is in; raises Malformed when it does not."""
        head = Checkpoint.read(self.note, key)
        if root_from_path(leaf_hash(leaf), self.index, head.size, self.path) != head.root:
            raise Malformed(f"a proof of entry {self.index} that does not lead to its checkpoint")
        return head


class History:
    """The leaves of a log, and what its tree was at every size."""

    def __init__(self, leaves):
        self.leaves = leaves
        self.hashes = [leaf_hash(leaf) for leaf in leaves]
        self._roots = {}

    def root_at(self, size):
        if size not in self._roots:
            self._roots[size] = root(self.hashes[:size])
        return self._roots[size]

    def extends(self, checkpoint):
        """Whether this history begins with the one that the checkpoint signs."""
        return checkpoint.size <= len(self.leaves) and self.root_at(checkpoint.size) == checkpoint.root


def bundle_leaves(content):
    """The leaves of an entry bundle: each after its length in two bytes."""
    leaves, place = [], 0
    while place < len(content):
        length = int.from_bytes(content[place:place + 2], "big")
        leaves.append(content[place + 2:place + 2 + length])
        place += 2 + length
    return leaves


def bundle(leaves):
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def number_path(number):
    """A tile's number in groups of three digits."""
    groups = [f"{number % 1000:03}"]
    while number >= 1000:
        number //= 1000
        groups.insert(0, f"x{number % 1000:03}")
    return "/".join(groups)


def levels(hashes):
    """The hashes of each level of tiles, lowest first: those of level n+1 are the roots of the full tiles of level n."""
    found = [hashes]
    while len(found[-1]) >= TILE:
        below = found[-1]
        found.append([root(below[first:first + TILE]) for first in range(0, len(below) - TILE + 1, TILE)])
    return found


def files(leaves):
    """Path and content of every file of a published log but its checkpoint."""
    found = {}
    for first in range(0, len(leaves), TILE):
        part = leaves[first:first + TILE]
        found["tile/entries/" + number_path(first // TILE) + _width(len(part))] = bundle(part)
    for level, hashes in enumerate(levels([leaf_hash(leaf) for leaf in leaves])):
        for first in range(0, len(hashes), TILE):
            part = hashes[first:first + TILE]
            found[f"tile/{level}/{number_path(first // TILE)}{_width(len(part))}"] = b"".join(part)
    return found


def _width(count):
    return "" if count == TILE else f".p/{count}"
