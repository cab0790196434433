"""Opens the keys of a stopped store with the key file in hand: what somebody can do who has stolen both.

Written from docs/cryptography.md, apart from the server.
"""

import contextlib
import dataclasses
import hashlib
import hmac
import os
import sqlite3

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SUITE = 1


def derive(key, salt, info, count=32):
    return HKDF(algorithm=hashes.SHA256(), length=count, salt=salt, info=info).derive(key)


def additional(tenant, kind, name, version, purpose, key):
    """The additional data of an envelope, field by field."""
    fields = [b"gatehouse/envelope/1", bytes([SUITE]), tenant.encode(), kind.encode(), name.encode(),
              version.to_bytes(8, "big"), purpose.encode(), key.encode()]
    return b"".join(len(field).to_bytes(4, "big") + field for field in fields)


def open_envelope(envelope, key, context):
    """What was sealed; raises when the key or the context is another."""
    info = additional(*context)
    keys = derive(key, envelope[1:33], info, 76)
    if envelope[0] != SUITE or keys[44:] != envelope[33:65]:
        raise ValueError("the envelope belongs to another place or key")
    return AESGCM(keys[:32]).decrypt(keys[32:44], envelope[65:], info)


def seal_envelope(plaintext, key, context):
    info, salt = additional(*context), os.urandom(32)
    keys = derive(key, salt, info, 76)
    return bytes([SUITE]) + salt + keys[44:] + AESGCM(keys[:32]).encrypt(keys[32:44], plaintext, info)


def leb128(value):
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(found + bytes([value]))


@dataclasses.dataclass
class _LogKeyRow:
    """A key of the audit log as its row tells it; `rest` is what stands behind the sealed half."""

    number: int
    state: str
    public: bytes
    envelope: bytes
    rest: bytes

    @classmethod
    def read(cls, content):
        if content[0] != 1:
            raise ValueError("an unknown content format")
        number, content = _number(content[1:])
        state, content = _piece(content)
        public, content = _piece(content)
        envelope, content = _piece(content)
        return cls(number, state.decode(), public, envelope, content)

    @property
    def content(self):
        pieces = (leb128(len(piece)) + piece for piece in (self.state.encode(), self.public, self.envelope))
        return b"".join((bytes([1]), leb128(self.number), *pieces, self.rest))

    @property
    def context(self):
        return "installation", "audit-log-key", str(self.number), 1, "audit-log-key", "system"


def _number(content):
    """A number in LEB128, and what comes behind it."""
    end = next(place for place, byte in enumerate(content) if byte < 0x80) + 1
    return sum((byte & 0x7F) << 7 * place for place, byte in enumerate(content[:end])), content[end:]


def _piece(content):
    """Bytes behind their length, and what comes behind them."""
    length, content = _number(content)
    return content[:length], content[length:]


class Vault:
    """A stopped store with all its keys open. Changes are committed when the block ends."""

    def __init__(self, home):
        self.home = home

    def __enter__(self):
        self.database = sqlite3.connect(self.home.data / "gatehouse.db")
        self.database.execute("PRAGMA trusted_schema = ON")
        file_key = (self.home.root / "root.key").read_bytes()
        slot = self.one("SELECT number, wrapped FROM root_key_slots WHERE kind = 'file'")
        self.root = open_envelope(slot[1], file_key, ("installation", "root-key-slot", str(slot[0]), 1, "wrap", "file"))
        wrap = self.subkey("system-key-wrap")
        self.system = {
            purpose: open_envelope(envelope, wrap, (
                "installation", "system-key", purpose, version, "system-key-wrap", "root"))
            for purpose, version, envelope in self.all(
                "SELECT purpose, version, envelope FROM system_keys ORDER BY version")}
        return self

    def __exit__(self, *error):
        self.database.commit()
        # As a server leaves it that was stopped: everything in the one file.
        self.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.database.close()

    def one(self, sql, *values):
        return self.database.execute(sql, values).fetchone()

    def all(self, sql, *values):
        return self.database.execute(sql, values).fetchall()

    def do(self, sql, *values):
        return self.database.execute(sql, values).rowcount

    def subkey(self, purpose):
        return derive(self.root, None, f"gatehouse/root/1/{purpose}".encode())

    def code(self, table, identifier, content, revision=1):
        """The code over a row."""
        name = str(identifier).encode()
        head = b"".join((leb128(len(table)), table.encode(), leb128(len(name)), name, leb128(revision)))
        return hmac.new(self.system["row-mac"], head + leb128(len(content)) + content, hashlib.sha256).digest()

    @property
    def origin(self):
        """The name that the log goes by."""
        return self.one("SELECT note FROM audit_checkpoint")[0].split(b"\n")[0].decode()

    def log_keys(self):
        """Every key that the log ever had, by number: state, public half, and the private key, None once it is destroyed."""
        found = {}
        for content, in self.all("SELECT content FROM audit_log_keys"):
            row = _LogKeyRow.read(content)
            seed = row.envelope and open_envelope(row.envelope, self.system["audit-log-key"], row.context)
            found[row.number] = row.state, row.public, Ed25519PrivateKey.from_private_bytes(seed) if seed else None
        return found

    def log_key(self):
        """The private key that signs the audit log: the newest that does."""
        keys = self.log_keys()
        return keys[max(number for number, key in keys.items() if key[0] == "signing")][2]

    def replace_log_key(self, private):
        """Puts another key in the place of the one that signs, wherever it stands."""
        number, wrap = max(number for number, key in self.log_keys().items() if key[0] == "signing"), self.system["audit-log-key"]
        revision, content = self.one("SELECT revision, content FROM audit_log_keys WHERE id = ?", str(number))
        row = _LogKeyRow.read(content)
        row.public = private.public_key().public_bytes_raw()
        row.envelope = seal_envelope(private.private_bytes_raw(), wrap, row.context)
        self.do("UPDATE audit_log_keys SET content = ?, mac = ? WHERE id = ?", row.content,
                self.code("audit_log_keys", number, row.content, revision), str(number))
        if number == 1:
            # Where the code of an earlier format looks for it.
            name, = self.one("SELECT name FROM audit_log")
            sealed = seal_envelope(private.private_bytes_raw(), wrap, (
                "installation", "audit_log", name, 1, "audit-log-key", "system"))
            self.do("UPDATE audit_log SET sealed_key = ?, mac = ?", sealed, self.code("audit_log", name, sealed))

    def secrets(self):
        """Every secret in the store by what it is: none may stand in clear in any file."""
        found = {"root key": self.root, "key file": (self.home.root / "root.key").read_bytes()}
        found |= {f"system key {purpose}": key for purpose, key in self.system.items()}
        found |= {f"log key {number}": key[2].private_bytes_raw() for number, key in self.log_keys().items() if key[2]}
        wrap = self.subkey("pepper-wrap")
        for row, environment, version, content in self.all("SELECT id, environment_id, version, content FROM peppers"):
            for start in _envelope_starts(content):
                with contextlib.suppress(Exception):
                    found[f"pepper {row}"] = open_envelope(content[start:start + 113], wrap, (
                        f"env_{environment}", "pepper", f"env_{environment}", version, "pepper-wrap", "root"))
        return found


def _envelope_starts(content):
    """Where an envelope could begin in a record."""
    return [place for place in range(len(content) - 112) if content[place] == SUITE]
