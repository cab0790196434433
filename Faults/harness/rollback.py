"""Row 11: an older database, write-ahead log or whole folder is put back in the place of a newer one."""

import re
import pathlib
import shutil

from .bench import until
from .day import Day
from .faults import Broken
from .home import Home
from .witness import Witness

#: What is put back, and how the server had ended when the older copy was made.
COPIES = ["folder", "database", "wal", "no-wal"]
ANCHORS = ["file", "witness", "none"]
ANCHORED_SECONDS = 5


def rollback(bench):
    """Row 11: refused with 76 where somebody outside remembers, accepted by two on record; else doctor says so."""
    cases = [f"{anchor}:{copy}" for anchor in ANCHORS for copy in COPIES] + ["file:accepted", "witness:accepted"]
    outcomes = bench.each(cases, lambda name: _case(bench, *name.split(":")))
    return (f"{len(outcomes)} of {len(cases)} copies: {outcomes.count('refused')} refused, "
            f"{outcomes.count('accepted')} accepted by two, {outcomes.count('undetectable')} undetectable and said so")


def _case(bench, anchor, copy):
    with Home(bench.binary, more="audit: {anchorFile: ROOT/anchor}\n" if anchor == "file" else "") as home:
        witness = None
        try:
            if not home.start():
                raise Broken(f"no start: {home.last_errors()}")
            if anchor == "witness":
                witness = Witness(home)
                home.stop()
                home.configuration.write_text(home.configuration.read_text() + witness.setting)
                home.start()
            return _put_back(home, anchor, copy)
        finally:
            if witness:
                witness.stop()


def _put_back(home, anchor, copy):
    tokens = [home.operator("ada"), home.operator("bob"), home.operator("eve", "viewer")]
    day = Day(home)
    day.mark = lambda count: _keep(home) if count == 8 else None
    if not day.live():
        raise Broken("the day does not end")
    _until_anchored(home, anchor)
    home.kill()
    older = home.root / "older"
    if copy in ("folder", "accepted"):
        shutil.rmtree(home.data)
        shutil.copytree(older, home.data, symlinks=True)
    for name in {"database": ["gatehouse.db", "gatehouse.db-wal"], "wal": ["gatehouse.db-wal"]}.get(copy, []):
        shutil.copy2(older / name, home.data / name)
    if copy == "no-wal":
        (home.data / "gatehouse.db-wal").unlink()
    (home.data / "gatehouse.db-shm").unlink(missing_ok=True)
    if anchor == "none":
        return _undetectable(home)
    _refused(home)
    return _accepted(home, anchor, tokens) if copy == "accepted" else "refused"


def _keep(home):
    """A copy as a snapshot of the disk would take it."""
    def copied(source, target):
        # What is published changes while it is copied: a tile that is full takes the place of a part of it.
        try:
            shutil.copy2(source, target, follow_symlinks=False)
        except FileNotFoundError:
            if "audit" not in pathlib.Path(source).parts:
                raise

    shutil.copytree(home.data, home.root / "older", symlinks=True, copy_function=copied,
                    ignore=shutil.ignore_patterns("run", "*.sock"))


def _until_anchored(home, anchor):
    """The anchor knows all there is."""
    if anchor == "none":
        return
    size = int(home.fetch("/v1/audit/checkpoint").split(b"\n")[1])
    until(lambda: home.metric("gatehouse_audit_anchored") >= size, ANCHORED_SECONDS, "the anchor knows everything")


def _refused(home, *arguments):
    """The start ends with 76 and says which is older; gives the name of the loss."""
    if home.start(None, *arguments):
        raise Broken("an older copy was started")
    if home.process.returncode != 76:
        raise Broken(f"I10: exit {home.process.returncode} instead of 76: {home.last_errors()}")
    told = home.last_errors()
    if not re.search(r"older than the anchor|is not the one the anchor", told):
        raise Broken(f"the refusal does not say what is older: {told}")
    return re.search(r"accept-rollback (\S+)", told)[1]


def _accepted(home, anchor, tokens):
    """One alone cannot, nor one of them twice, nor a viewer, nor for another loss; two admins can, on record."""
    name = _refused(home)
    ada, bob, eve = (("--operator-token-file", str(token)) for token in tokens)
    for who in (ada, ada + ada, ada + eve):
        if home.start(None, "--accept-rollback", name, *who):
            raise Broken(f"accepted by {len(who) // 2} who may not")
        if home.process.returncode == 0:
            raise Broken("I10: a refused start ends with 0")
    other = "1:" + "0" * 24
    if home.start(None, "--accept-rollback", other, *ada, *bob):
        raise Broken("accepted under another name")
    if not home.start(None, "--accept-rollback", name, *ada, *bob):
        raise Broken(f"two operators cannot accept it: {home.last_errors()}")
    entries = home.list("/v1/audit/entries?action=storage.rollback_accepted")
    if len(entries) != 1:
        raise Broken(f"{len(entries)} entries tell of the acceptance")
    home.kill()
    if not home.start():
        raise Broken(f"what was accepted is refused at the next start: {home.last_errors()}")
    if anchor == "witness":
        for kind in ("witness_contradicts", "rollback_undetectable"):
            if kind not in home.findings():
                raise Broken(f"after the acceptance {kind} is no finding")
    return "accepted"


def _undetectable(home):
    """Without an anchor it starts; doctor has said all along that nobody would notice."""
    if not home.start():
        if home.process.returncode != 65:
            raise Broken(f"I10: exit {home.process.returncode}")
        return "refused"
    if "rollback_undetectable" not in home.findings():
        raise Broken("doctor does not say that a rollback is undetectable")
    return "undetectable"
