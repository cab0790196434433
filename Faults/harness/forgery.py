"""Row 9: audit history is rewritten by somebody who holds the database and the log's signing key."""

import json
import random
import shutil

from . import forger
from .bench import until
from .day import Day
from .faults import Broken
from .home import Home
from .published import fill
from .vault import Vault
from .witness import Witness

#: How a signed forgery is looked at, in the store and in the published folder.
ANCHORS = ["none", "file", "witness"]
READERS = ["key", "older", "witness"]
LOWER = forger.LEVELS[:-1]


def is_named(kind, level, reader):
    """Whether `audit verify` can name the first entry that was forged."""
    if level == "tree":
        return reader == "older" and kind in ("edit", "reorder")
    return kind != "truncate" and (level == "rows" or reader == "older")


def forgery(bench):
    """Row 9: whatever does not fit its signature is found by everyone, and a full re-sign by whoever remembers."""
    cases = [f"store:{kind}:{level}:none" for kind in forger.MUTATIONS for level in LOWER]
    cases += [f"store:{kind}:signed:{anchor}" for kind in forger.MUTATIONS for anchor in ANCHORS]
    cases += [f"folder:{kind}:rows:key" for kind in forger.MUTATIONS]
    cases += [f"folder:{kind}:{level}:{reader}" for kind in forger.MUTATIONS for level in ("tree", "signed")
              for reader in READERS]
    cases += ["store:other-key:codes:none", "store:other-key:signed:none", "folder:other-key:signed:key"]
    with Scene(bench) as scene:
        outcomes = bench.each(cases, scene.run)
    return (f"{outcomes.count('found')} of {len(outcomes)} forgeries found, "
            f"{outcomes.count('unseen')} signed ones not, without a witness, an anchor or an older copy")


class Scene:
    """A server that has lived, with a witness, an anchor file and a published log, stopped; cases work on copies."""

    def __init__(self, bench):
        self.bench = bench
        self.home = Home(bench.binary, more="")

    def __enter__(self):
        home, day = self.home, Day(self.home)
        home.start()
        self.witness = Witness(home)
        home.stop()
        self.setting = self.witness.setting + f"  anchorFile: {home.root}/anchor\n"
        home.configuration.write_text(home.configuration.read_text() + self.setting)
        if not home.start() or not day.live():
            raise Broken(f"an undisturbed day does not end: {home.last_errors()}")
        fill(home, day.ledger)
        self.key = home.fetch("/v1/audit/key").decode().strip()
        until(lambda: "witness.example" in self._published(), 10, "the witness has cosigned what is published")
        home.stop()
        with Vault(home) as vault:
            self.leaves = [bytes(row[0]) for row in vault.all("SELECT leaf FROM audit_entries ORDER BY sequence")]
            self.private, self.origin = vault.log_key(), vault.origin
        return self

    def __exit__(self, *error):
        self.witness.stop()
        self.home.__exit__()

    def _published(self):
        """The published checkpoint, once it is the newest."""
        text = (self.home.data / "audit" / "checkpoint").read_text()
        newest = self.home.fetch("/v1/audit/checkpoint").decode()
        return text if text.split("\n")[1] == newest.split("\n")[1] else ""

    def run(self, name):
        where, kind, level, means = name.split(":")
        place = random.Random(f"{self.bench.seed}:{name}").randrange(1, len(self.leaves) - 2)
        return (self._store if where == "store" else self._folder)(kind, place, level, means)

    def _store(self, kind, place, level, anchor):
        more = {"none": "", "witness": self.witness.setting, "file": "audit: {anchorFile: ROOT/anchor}\n"}[anchor]
        with Home(self.bench.binary, more=more) as home:
            home.adopt(self.home)
            shutil.copy2(self.home.root / "anchor", home.root / "anchor")
            with Vault(home) as vault:
                leaves = self._rewrite(vault, kind, place, level)
            if level == "signed":
                forger.rewrite_folder(home.data / "audit", leaves, level, self.origin, self.private)
            return self._judge(home, kind, level, anchor)

    def _rewrite(self, vault, kind, place, level):
        if kind != "other-key":
            return forger.rewrite_store(vault, kind, place, level)
        private = forger.other_key()
        forger.sign_store(vault, self.leaves, private)
        if level == "signed":
            vault.replace_log_key(private)
        return self.leaves

    def _judge(self, home, kind, level, anchor):
        started, code = home.start(), home.process.poll()
        if level != "signed" or (anchor != "none" and kind != "other-key"):
            wanted = 65 if level != "signed" else 76
            if started or code != wanted:
                raise Broken(f"I10: {'started' if started else f'exit {code}'} instead of {wanted}")
            if "audit" not in home.last_errors():
                raise Broken("the refusal does not say that it is the audit log")
            return "found"
        if not started:
            raise Broken(f"a forgery that nobody can see ends the start with {code}: {home.last_errors()}")
        if "rollback_undetectable" not in home.findings():
            raise Broken("doctor does not say that nobody would notice")
        if kind != "other-key":
            return "unseen"
        # Whoever has the public key sees another.
        until(lambda: (home.data / "audit" / "checkpoint").exists(), 5, "the log is published")
        return self._verified(home.data / "audit", [], None, "checkpoint_unsigned")

    def _folder(self, kind, place, level, reader):
        with Home(self.bench.binary) as home:
            folder = home.root / "audit"
            shutil.copytree(self.home.data / "audit", folder)
            private = forger.other_key() if kind == "other-key" else self.private
            leaves = self.leaves if kind == "other-key" else forger.forged(kind, self.leaves, place)
            forger.rewrite_folder(folder, leaves, level, self.origin, private)
            more = {"key": [], "older": ["--extends", str(self.home.data / "audit")],
                    "witness": ["--witness", self.witness.key]}[reader]
            if level == "signed" and reader == "key" and kind != "other-key":
                return self._verified(folder, more, None, None)
            # Which entry it was is told by the entries against their tiles, or by an older copy; with another length and
            # the old signature, files are missing first.
            named = place if is_named(kind, level, reader) else None
            return self._verified(folder, more, named, "checkpoint_unsigned" if kind == "other-key" else "")

    def _verified(self, folder, more, place, code):
        """Found with the code, when there is one, and the first bad entry, when it can be told; or, with None, not."""
        run = self.home.run("audit", "verify", str(folder), "--key", self.key, *more, "--json", check=False)
        told = json.loads(run.stdout or "{}")
        if code is None:
            if run.returncode != 0:
                raise Broken(f"verify finds what nobody can see: {told}")
            return "unseen"
        if run.returncode != 3:
            raise Broken(f"I10: verify ends with {run.returncode}: {run.stdout}{run.stderr}")
        if code and told["code"] != code:
            raise Broken(f"verify says {told['code']} instead of {code}")
        # A log that is shorter than the older copy is bad from its end on, whatever else is.
        if told["code"] == "checkpoint_stale":
            return "found"
        if place is not None and told.get("entry") != place:
            raise Broken(f"verify names entry {told.get('entry')} instead of {place}: {told}")
        return "found"
