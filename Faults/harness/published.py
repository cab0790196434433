"""Row 8: the published audit log, and the store's own files, deleted, renamed, cut, replaced, locked, linked while in use."""

import hashlib
import os
import shutil
import time

from .bench import case, patience, restart_and_check, until, whole_day
from .faults import Broken
from .home import Home

#: What the design allows until somebody knows.
NOTICED_SECONDS = 1.0
MENDED_SECONDS = 3.0
#: So many entries that there is a full tile.
ENTRIES = 300

FILES = ["checkpoint", "tile/0/000", "tile/entries/000", "tile/0/001.p", "tile/entries/001.p"]
FOLDERS = ["", "tile", "tile/entries"]


def published_log(bench):
    """Row 8: whatever is done to the audit files is noticed within a second, told, and mended or ends the process."""
    folder_cases = [f"{name or '.'}:{damage}" for name in FILES for damage in FILE_DAMAGES]
    folder_cases += [f"{name or '.'}:{damage}" for name in FOLDERS for damage in FOLDER_DAMAGES]
    chosen = bench.chosen(folder_cases)
    slowest = 0.0
    with Home(bench.binary) as home:
        ledger, ended = whole_day(bench, home)
        if not ended:
            raise Broken(f"an undisturbed day does not end: {home.last_errors()}")
        fill(home, ledger)
        log = home.data / "audit"
        until(lambda: _is_published(home), MENDED_SECONDS, "the log is published")
        home.elsewhere = home.root / "elsewhere"
        home.elsewhere.mkdir()
        for name in chosen:
            slowest = max(slowest, case(name, lambda name=name: _damaged(home, log, *name.split(":"))))
    store = bench.each([f"store:{name}" for name in STORE_DAMAGES], lambda name: _store_damaged(bench, name))
    return (f"{len(chosen)} of {len(folder_cases)} damages mended, noticed in at most {slowest:.2f} s; "
            f"{len(store)} of {len(STORE_DAMAGES)} to the store's files ended it with 74")


def fill(home, ledger):
    """More entries, until the log has a full tile."""
    role = next(path for path in ledger.known if path.startswith("/v1/roles/"))
    for number in range(ENTRIES - len(ledger.proofs)):
        tag = home.ask("GET", role)["etag"]
        home.ask("PATCH", role, {"permissions": ["orders:read", f"orders:fill-{number}"]}, {"If-Match": tag})


def _is_published(home):
    """Whether the folder holds the newest checkpoint."""
    return (home.data / "audit" / "checkpoint").read_bytes() == home.fetch("/v1/audit/checkpoint")


def _content(log):
    """Every file with its hash."""
    return {path.relative_to(log): hashlib.sha256(path.read_bytes()).digest()
            for path in log.rglob("*") if path.is_file() and not path.is_symlink()}


def _damaged(home, log, name, damage):
    """Does one damage; how long it took until it was counted. Then everything must be as it was."""
    before, faults = _content(log), home.metric("gatehouse_audit_folder_faults_total")
    path = log if name == "." else log / name
    if name.endswith(".p"):
        path = max(path.iterdir(), key=lambda one: int(one.name))
    shutil.rmtree(home.elsewhere)
    home.elsewhere.mkdir()
    (FOLDER_DAMAGES if path.is_dir() else FILE_DAMAGES)[damage](path, home.elsewhere / "aside")
    noticed = until(lambda: home.metric("gatehouse_audit_folder_faults_total") > faults, 5, f"{damage} is noticed")
    if noticed > NOTICED_SECONDS * patience():
        raise Broken(f"noticed after {noticed:.2f} s")
    until(lambda: "tampered" in home.errors.read_text(), NOTICED_SECONDS, "a line of the log tells of it")
    until(lambda: _content(log) == before, MENDED_SECONDS, "everything is as it was")
    if any(part.is_symlink() for part in [log, *log.rglob("*")]):
        raise Broken("a link was left where it was put")
    run = home.run("audit", "verify", str(log), "--key", home.fetch("/v1/audit/key").decode().strip(), check=False)
    if run.returncode != 0:
        raise Broken(f"the mended log is not good: {run.stdout}")
    return noticed


def _cut(path, aside):
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def _edit(path, aside):
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"?")


def _replace(path, aside):
    aside.write_bytes(path.read_bytes())
    aside.rename(path)


def _link(path, aside):
    path.rename(aside)
    path.symlink_to(aside)


def _exchange(path, aside):
    """A folder with the same files takes its place, but for one byte of one of them."""
    shutil.copytree(path, aside)
    one = next(file for file in sorted(aside.rglob("*")) if file.is_file())
    _edit(one, None)
    path.rename(aside.with_name("old"))
    aside.rename(path)


FILE_DAMAGES = {
    "deleted": lambda path, aside: path.unlink(),
    "renamed": lambda path, aside: path.rename(aside),
    "truncated": _cut, "emptied": lambda path, aside: os.truncate(path, 0), "edited": _edit, "replaced": _replace,
    "read-only": lambda path, aside: path.chmod(0o400), "symlinked": _link,
}
FOLDER_DAMAGES = {
    "deleted": lambda path, aside: shutil.rmtree(path), "renamed": lambda path, aside: path.rename(aside),
    "replaced": _exchange, "read-only": lambda path, aside: path.chmod(0o500), "symlinked": _link,
}


def _copied(path, aside):
    shutil.copy2(path, aside)
    aside.rename(path)


#: What is done to a file of the store; the original lies aside before.
STORE_DAMAGES = {
    "database-deleted": ("gatehouse.db", lambda path, aside: path.unlink()),
    "database-renamed": ("gatehouse.db", lambda path, aside: path.rename(path.with_name("other.db"))),
    "database-replaced": ("gatehouse.db", _copied),
    "database-symlinked": ("gatehouse.db", lambda path, aside: (path.unlink(), path.symlink_to(aside))),
    "database-truncated": ("gatehouse.db", _cut),
    "wal-deleted": ("gatehouse.db-wal", lambda path, aside: path.unlink()),
    "wal-replaced": ("gatehouse.db-wal", _copied),
}


def _store_damaged(bench, name):
    """The process stops with 74 and acknowledges nothing after it knew; with the files put back, all is there."""
    file, damage = STORE_DAMAGES[name.split(":")[1]]
    with Home(bench.binary) as home:
        ledger, ended = whole_day(bench, home)
        if not ended:
            raise Broken("an undisturbed day does not end")
        path, aside = home.data / file, home.root / "aside"
        whole = {one: one.read_bytes() for one in (home.data / "gatehouse.db", home.data / "gatehouse.db-wal")}
        # The very file, under another name; a cut one is put back from its bytes.
        os.link(path, aside)
        kept = home.root / "kept"
        shutil.copy2(path, kept)
        begun = time.monotonic()
        damage(path, kept if "replaced" in name else aside)
        code = home.wait(5)
        seconds = time.monotonic() - begun
        if code != 74:
            raise Broken(f"I10: exit {code} instead of 74")
        if seconds > (NOTICED_SECONDS + 0.5) * patience():
            raise Broken(f"it went on for {seconds:.2f} s")
        for one, content in whole.items():
            one.unlink(missing_ok=True)
            one.write_bytes(content)
            one.chmod(0o600)
        (home.data / "other.db").unlink(missing_ok=True)
        restart_and_check(home, ledger)
        return seconds
