"""The other side of scripts/check-audit-log: reads and writes transparency logs with PyPI's `aics-tlog`, which shares no
code with Gatehouse.

usage: foreign_log.py read FOLDER KEY [WITNESS...]    checks a log and the proofs in FOLDER/proofs
       foreign_log.py write FOLDER NAME SEED          makes a log of the entries in FOLDER/entries, one a line
"""

import base64
import sys
from pathlib import Path

from aics_tlog.checkpoint import Checkpoint, checkpoint_from_note, sign_checkpoint, verify_checkpoint
from aics_tlog.note import format_vkey, parse_note, parse_vkey, vkey_from_ed25519
from aics_tlog.tiles import FileSystemTileReader, consistency_proof_from_tiles, inclusion_proof_from_tiles, read_entry
from aics_tlog.tree import verify_leaf_inclusion
from aics_tlog.verified import audit_tiles
from aics_tlog.writer import DirectoryTileStore, IncrementalTileWriter
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def read(folder: Path, key: str, *witnesses: str) -> None:
    note = parse_note((folder / "checkpoint").read_bytes())
    result = verify_checkpoint(
        note, parse_vkey(key), [parse_vkey(witness) for witness in witnesses], len(witnesses), now=1_796_083_260
    )
    assert result.ok, result.error
    reader = FileSystemTileReader(folder)
    if result.size:
        audit_tiles(reader, result.size, result.root)
    for line in (folder / "proofs").read_text().splitlines():
        kind, first, size, *path = line.split()
        first, size, path = int(first), int(size), [base64.b64decode(text) for text in path]
        if kind == "inclusion":
            theirs = inclusion_proof_from_tiles(reader, first, size, result.size)
            entry = read_entry(reader, first, result.size)
            assert size != result.size or verify_leaf_inclusion(entry, first, size, path, result.root), line
        else:
            theirs = consistency_proof_from_tiles(reader, first, size, result.size)
        assert path == theirs, line
    for file in folder.glob("*.tlog-proof"):
        lines, _, checkpoint = file.read_text().partition("\n\n")
        header, index, *path = lines.split("\n")
        assert header == "c2sp.org/tlog-proof@v1", header
        index = int(index.removeprefix("index "))
        head, _ = checkpoint_from_note(checkpoint)
        entry = read_entry(reader, index, result.size)
        path = [base64.b64decode(text) for text in path]
        assert verify_leaf_inclusion(entry, index, head.size, path, head.root), file


def write(folder: Path, name: str, seed: str) -> None:
    entries = (folder / "entries").read_bytes().split(b"\n")[:-1]
    writer = IncrementalTileWriter(DirectoryTileStore(folder, fsync=False))
    for start in range(0, len(entries), 1000):
        writer.append(entries[start : start + 1000])
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    note = sign_checkpoint(Checkpoint(name, writer.size, writer.root()), key, name)
    (folder / "checkpoint").write_bytes(note.to_bytes())
    print(format_vkey(vkey_from_ed25519(name, key.public_key())))


if __name__ == "__main__":
    {"read": read, "write": write}[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
