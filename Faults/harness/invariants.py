"""What must hold after every fault, whatever happened (the invariants I1 to I10 of docs/durability.md)."""

import contextlib
import json
import re

from . import canaries, tlog
from .day import VOLATILE
from .faults import Broken
from .home import Refused

KINDS = ["projects", "identities", "roles", "operators", "keys"]
#: Lists leave out what is over, unless asked.
ALL = {"keys": "?state=active,suspended,quarantined,revoked"}
#: Entries about an object that do not count its revision up.
UNCOUNTED = {"key.leak_report", "pepper.create", "slot.add", "storage.backup", "storage.restore"}
#: What the gateway itself notes on a key, and what changes with it.
NOTED, NOTES = "key.version_first_use", {"etag", "last_used"}


def revision(document):
    return int(re.fullmatch(r'"r(\d+)"', document["etag"])[1])


def stable(document):
    return {name: value for name, value in document.items() if name not in VOLATILE}


def check(home, ledger):
    """Asks the running server about everything the ledger knows of."""
    listed = {kind: home.list(f"/v1/{kind}{ALL.get(kind, str())}") for kind in KINDS}
    # The roles that every project has are no act's.
    objects = {f"/v1/{kind}/{found['id']}": found for kind in KINDS for found in listed[kind] if not found.get("built_in")}
    for path in [path for path in objects if path.startswith("/v1/projects/")]:
        objects |= {f"/v1/environments/{found['id']}": found for found in home.list(f"{path}/environments")}
    entries = home.list("/v1/audit/entries")
    _effects(home, ledger, objects, entries)
    _history(objects, entries)
    proofs(home, ledger)
    _admission(home, ledger)
    secrets = {path: token.rsplit("_", 1)[1][:43].encode() for path, tokens in ledger.tokens.items() for token in tokens}
    canaries.absent(home.root, secrets)


def history(home):
    """The log's public key, its newest checkpoint, and all its leaves, read as tiles."""
    key = tlog.VerifierKey.read(home.fetch("/v1/audit/key").decode())
    try:
        note = home.fetch("/v1/audit/checkpoint").decode()
    except Refused as refusal:
        if refusal.status == 404:
            return key, None, tlog.History([])
        raise
    head = tlog.Checkpoint.read(note, key)
    leaves = []
    for first in range(0, head.size, tlog.TILE):
        width = min(tlog.TILE, head.size - first)
        place = tlog.number_path(first // tlog.TILE) + ("" if width == tlog.TILE else f".p/{width}")
        leaves += tlog.bundle_leaves(home.fetch(f"/v1/audit/tile/entries/{place}"))
    return key, note, tlog.History(leaves)


def proofs(home, ledger):
    """I4: the log begins with every one that was ever signed, and every proof that an answer carried is right."""
    # Before the log, which may grow meanwhile.
    published = ""
    with contextlib.suppress(OSError):
        published = (home.data / "audit" / "checkpoint").read_text()
    _, note, log = history(home)
    keys = [tlog.VerifierKey.read(key["verifier_key"]) for key in home.list("/v1/audit/keys")]
    seen = [*ledger.checkpoints, *(one for one in (note, published) if one)]
    try:
        for sequence, text in ledger.proofs:
            proof = tlog.Proof.read(text)
            if proof.index != sequence or sequence >= len(log.leaves):
                raise Broken(f"I4: entry {sequence} was proven and is not in the log")
            head = proof.checkpoint(log.leaves[sequence], _signer(proof.note, keys))
            if not log.extends(head):
                raise Broken(f"I4: the log does not begin with the {head.size} entries that an answer proved")
        for head in (tlog.Checkpoint.read(text, _signer(text, keys)) for text in seen):
            if not log.extends(head):
                raise Broken(f"I4: the log does not begin with the {head.size} entries that it signed")
    except tlog.Malformed as fault:
        raise Broken(f"I4: {fault}") from fault
    ledger.checkpoints = seen


def _signer(note, keys):
    """Which of the keys that the log ever had has signed a note; the newest, when none has."""
    for key in keys:
        with contextlib.suppress(tlog.Malformed):
            tlog.Checkpoint.read(note, key)
            return key
    return keys[0]


def _effects(home, ledger, objects, entries):
    """I1, I2: what was acknowledged is there as it was; what was not is wholly there or not at all."""
    pending = ledger.pending or (None, None, None)
    for path, expected in ledger.known.items():
        if path not in objects:
            raise Broken(f"I1: {path} was acknowledged and is gone")
        found = stable(home.ask("GET", path))
        if found == expected or json.dumps(found, sort_keys=True) == json.dumps(expected, sort_keys=True):
            continue
        if path == pending[0] and revision(found) == revision(expected) + 1:
            continue
        names = sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
        # What one object tells of another (a role's name, an owner's) may change with that one.
        if revision(found) == revision(expected) and pending[0] != path and set(names) <= {"owner", "roles"}:
            continue
        notes = sum(entry["action"] == NOTED and path.endswith(entry["object"]["id"]) for entry in entries)
        if 0 < revision(found) - revision(expected) <= notes and set(names) <= NOTES:
            continue
        if revision(found) == revision(expected) and set(names) <= NOTES:
            continue
        raise Broken(f"I1: {path} differs from what was acknowledged in {', '.join(names)}")
    new = objects.keys() - ledger.known.keys()
    for path in new:
        if pending[0] is not None or pending[2] is None or not path.startswith(f"/v1/{pending[2]}/"):
            raise Broken(f"I2: nobody asked for {path}")
    if len(new) > 1:
        raise Broken(f"I2: one act led to {len(new)} objects")


def _history(objects, entries):
    """I3: effects and leaves match one to one."""
    places = sorted(entry["sequence"] for entry in entries)
    if places != list(range(len(entries))):
        raise Broken("I3: the audit entries do not count up from 0 without a gap")
    versions = {}
    for entry in entries:
        if entry["action"] not in UNCOUNTED:
            versions.setdefault(entry["object"]["id"], []).append(entry["object"].get("version"))
    for path, document in objects.items():
        told = sorted(versions.pop(document["id"], []))
        if told != list(range(1, revision(document) + 1)):
            raise Broken(f"I3: {path} is at revision {revision(document)}, its entries tell of {told}")
    if versions:
        raise Broken(f"I3: entries without an effect: {sorted(versions)}")


def _admission(home, ledger):
    """I6: what was revoked admits nobody; what was issued is admitted."""
    for path, tokens in ledger.tokens.items():
        if path not in ledger.known or (ledger.pending and ledger.pending[0] == path):
            continue
        # Who fails often is told so; a good key always passes.
        wanted = {200} if ledger.known[path]["state"] == "active" else {401, 429}
        status = home.knock(tokens[-1])
        if status not in wanted:
            raise Broken(f"I6: {path} is {ledger.known[path]['state']}, and the gateway said {status}")
