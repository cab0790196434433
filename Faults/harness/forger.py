"""Rewrites audit history as somebody could who holds the database, the key file and so the log's own signing key.

A tool apart: it works on the files of a stopped server, with code of its own, and knows how far each forgery goes:
`rows` changes entries alone, `codes` gives them codes that fit, `tree` makes the tree over them anew, `signed` signs it.
"""

import json
import shutil

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from . import tlog

LEVELS = ["rows", "codes", "tree", "signed"]


def _text(entry):
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _invented(leaf):
    entry = json.loads(leaf)
    return _text(entry | {"reason": "never happened", "details_commit": None, "request_id": None})


def _edit(leaves, place):
    entry = json.loads(leaves[place])
    entry["actor"]["id"] = "nobody"
    return leaves[:place] + [_text(entry)] + leaves[place + 1:]


#: What is done to the leaves from a place on; the first that is wrong afterwards stands there.
MUTATIONS = {
    "edit": _edit,
    "drop": lambda leaves, place: leaves[:place] + leaves[place + 1:],
    "insert": lambda leaves, place: leaves[:place] + [_invented(leaves[place])] + leaves[place:],
    "reorder": lambda leaves, place: leaves[:place] + [leaves[place + 1], leaves[place]] + leaves[place + 2:],
    "truncate": lambda leaves, place: leaves[:place],
    "fork": lambda leaves, place: leaves[:place] + [_invented(leaf) for leaf in leaves[place:] + leaves[-2:]],
}


def forged(mutation, leaves, place):
    """The leaves of the forged history, numbered as if nothing had been done."""
    found = []
    for number, leaf in enumerate(MUTATIONS[mutation](leaves, place)):
        entry = json.loads(leaf)
        found.append(leaf if entry["seq"] == number else _text(entry | {"seq": number}))
    return found


def rewrite_store(vault, mutation, place, level):
    """Puts a forged history into the database."""
    before = vault.all("SELECT leaf, leaf_hash, mac FROM audit_entries ORDER BY sequence")
    leaves = forged(mutation, [bytes(row[0]) for row in before], place)
    vault.do("DELETE FROM audit_entries")
    for number, leaf in enumerate(leaves):
        entry, old = json.loads(leaf), before[min(number, len(before) - 1)]
        hashed, code = (old[1], old[2]) if level == "rows" else (
            tlog.leaf_hash(leaf), vault.code("audit_entries", number, leaf))
        vault.do("INSERT INTO audit_entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", number, entry["ts"], entry["tenant"],
                 entry["actor"]["id"], entry["action"], entry["object"]["id"], entry["request_id"], leaf, hashed, code)
    _move_details(vault, leaves)
    if level in ("tree", "signed"):
        _rewrite_tiles(vault, leaves)
    if level == "signed":
        sign_store(vault, leaves, vault.log_key())
    return leaves


def _move_details(vault, leaves):
    """What is known of persons goes where its commitment went."""
    details = vault.all("SELECT sequence, salt, details, data_key FROM audit_details")
    vault.do("DELETE FROM audit_details")
    places = {number for number, leaf in enumerate(leaves) if json.loads(leaf)["details_commit"]}
    for row in details:
        if row[0] in places:
            vault.do("INSERT INTO audit_details (sequence, salt, details, data_key) VALUES (?, ?, ?, ?)", *row)


def _rewrite_tiles(vault, leaves):
    vault.do("DELETE FROM audit_tiles")
    for level, hashes in enumerate(tlog.levels([tlog.leaf_hash(leaf) for leaf in leaves])):
        for number in range(len(hashes) // tlog.TILE):
            content, place = b"".join(hashes[number * tlog.TILE:(number + 1) * tlog.TILE]), number * 8 + level
            vault.do("INSERT INTO audit_tiles VALUES (?, ?, ?)", place, content, vault.code("audit_tiles", place, content))


def sign_store(vault, leaves, private):
    """Signs the head of the forged history and stores it."""
    note = checkpoint(leaves, vault.origin, private).encode()
    vault.do("UPDATE audit_checkpoint SET size = ?, note = ?, mac = ?", len(leaves), note,
             vault.code("audit_checkpoint", len(leaves), note))


def checkpoint(leaves, origin, private):
    """The head over these leaves, signed."""
    root = tlog.root([tlog.leaf_hash(leaf) for leaf in leaves])
    key = tlog.VerifierKey.of(origin, private.public_key().public_bytes_raw())
    return tlog.Checkpoint(origin, len(leaves), root).signed(private, key)


def rewrite_folder(folder, leaves, level, origin, private):
    """Puts a forged history into a published folder: `rows` its bundles, `tree` the tiles too, `signed` all of it."""
    old = (folder / "checkpoint").read_bytes()
    if level == "rows":
        return _rewrite_bundles(folder, leaves, int(old.split(b"\n")[1]))
    shutil.rmtree(folder)
    files = tlog.files(leaves)
    files["checkpoint"] = checkpoint(leaves, origin, private).encode() if level == "signed" else old
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)


def _rewrite_bundles(folder, leaves, size):
    """Under the names that the checkpoint asks for."""
    for first in range(0, size, tlog.TILE):
        last = size - first <= tlog.TILE
        name = tlog.number_path(first // tlog.TILE) + (f".p/{size - first}" if size - first < tlog.TILE else "")
        part = leaves[first:] if last else leaves[first:first + tlog.TILE]
        (folder / "tile" / "entries" / name).write_bytes(tlog.bundle(part))


def other_key():
    return Ed25519PrivateKey.generate()
