"""Row 27: backups while the server works, damaged ones, and a lost data folder put back through another slot."""

import copy
import pathlib
import random
import shutil
import subprocess
import time

from .bench import case
from .day import Day
from .home import Home
from .invariants import Broken, check

PHRASE = "a phrase that lies in a safe\n"
SHIPPING = "backup: {folder: ROOT/backups, segments: {folder: ROOT/segments, everyMs: 20, answersWaitMs: 10000}}\n"
#: How long a chain of segments may take to begin.
SHIPPED_SECONDS = 20
#: What a restore may take: the design allows five minutes for a million keys.
RESTORE_SECONDS = 60


def backups(bench):
    """Row 27: a backup is good whatever is written meanwhile, a damaged one is refused, and a restore is the whole day."""
    with Home(bench.binary) as home:
        day = Day(home)
        if not home.start() or not day.live():
            raise Broken("an undisturbed day does not end")
        phrase = home.root / "phrase"
        phrase.write_text(PHRASE)
        phrase.chmod(0o600)
        _done(home, "slots", "add", "--kind", "passphrase", "--passphrase-file", str(phrase),
              "--config", str(home.configuration))
        written = _under_load(home, day)
        backup = home.root / "quiet.backup"
        _done(home, "backup", "create", str(backup), "--config", str(home.configuration))
        ledger = copy.deepcopy(day.ledger)
        refused = _damaged(bench, home, backup)
        seconds = _restored(home, backup, phrase, ledger)
    segments = _point_in_time(bench)
    return (f"{written} changes during a backup, {refused} damaged ones refused, restored in {seconds:.1f} s, "
            f"and from {segments} segments to the last act and to earlier ones")


def _under_load(home, day):
    """Changes go on while a backup is made; the backup is good."""
    backup = home.root / "busy.backup"
    role = next(path.rsplit("/", 1)[1] for path in day.ledger.known if path.startswith("/v1/roles/"))
    process = subprocess.Popen(
        [home.binary, "backup", "create", str(backup), "--config", str(home.configuration)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    written = 0
    while process.poll() is None or written < 50:
        day.act("roles", role, "", {"permissions": ["orders:read", f"orders:load-{written}"]}, "PATCH")
        written += 1
    if process.returncode != 0:
        raise Broken(f"no backup under load: {process.stderr.read()}")
    _done(home, "backup", "verify", str(backup), *_key(home))
    return written


def _damaged(bench, home, backup):
    """A backup with a changed byte or without its end is refused, and nothing is put in place."""
    whole, draw = backup.read_bytes(), random.Random(bench.seed)
    places = sorted({*range(0, 200, 7), *(draw.randrange(len(whole)) for _ in range(40))})
    cases = [f"flip:{place}" for place in places] + [f"cut:{place}" for place in places]
    target, damaged = home.root / "damaged", home.root / "damaged.backup"
    chosen = bench.chosen(cases)
    for name in chosen:
        kind, place = name.split(":")
        content = bytearray(whole if kind == "flip" else whole[:int(place)])
        if kind == "flip":
            content[int(place)] ^= 1 << random.Random(f"{bench.seed}:{place}").randrange(8)
        damaged.write_bytes(content)

        def verify():
            for command in (["backup", "verify", str(damaged)], ["restore", str(damaged), "--data", str(target)]):
                run = home.run(*command, *_key(home), check=False)
                if run.returncode not in (3, 65, 66):
                    raise Broken(f"I10: '{command[0]}' of a damaged backup ends with {run.returncode}")
            if target.exists() or pathlib.Path(f"{target}.restoring").exists():
                raise Broken("a damaged backup was put in place")

        case(name, verify)
    return len(chosen)


def _restored(home, backup, phrase, ledger):
    """The data folder is lost; the backup, through its other slot, is the whole day."""
    home.kill()
    shutil.rmtree(home.data)
    begun = time.monotonic()
    _done(home, "restore", str(backup), "--data", str(home.data), "--slot", "1", "--passphrase-file", str(phrase))
    seconds = time.monotonic() - begun
    if seconds > RESTORE_SECONDS:
        raise Broken(f"the restore took {seconds:.0f} s")
    if not home.start():
        raise Broken(f"I10: the restored folder does not start: {home.last_errors()}")
    check(home, ledger)
    return seconds


def _point_in_time(bench):
    """The machine dies right after the last answer: what was shipped is every act, and any moment before."""
    with Home(bench.binary, more=SHIPPING) as home:
        for name in ("backups", "segments"):
            (home.root / name).mkdir(mode=0o700)
        day = Day(home)
        if not home.start():
            raise Broken(f"a server that ships does not start: {home.last_errors()}")
        # Whatever is done from here on is in segments alone.
        base = _awaited(lambda: next((home.root / "segments").glob("*.base"), None), "no chain of segments begins")
        if not day.live():
            raise Broken("an undisturbed day does not end")
        entries = int(home.run("audit", "list", "--config", str(home.configuration), "--limit", "1", "--fields",
                               "sequence").stdout.split()[-1]) + 1
        home.kill()
        shutil.rmtree(home.data)
        segments = home.root / "segments"
        for entry in sorted(random.Random(bench.seed).sample(range(1, entries), 5)):
            target = home.root / f"entry-{entry}"
            _done(home, "restore", str(base), "--data", str(target), "--segments", str(segments), "--to-entry",
                  str(entry), *_key(home))
        _done(home, "restore", str(base), "--data", str(home.data), "--segments", str(segments), *_key(home))
        if not home.start():
            raise Broken(f"I10: the restored folder does not start: {home.last_errors()}")
        check(home, day.ledger)
        return len(list(segments.glob("*.segment")))


def _awaited(condition, failure):
    deadline = time.monotonic() + SHIPPED_SECONDS
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.02)
    raise Broken(failure)


def _key(home):
    return "--root-key-file", str(home.root / "root.key")


def _done(home, *arguments):
    run = home.run(*arguments, check=False)
    if run.returncode != 0:
        raise Broken(f"{' '.join(arguments[:2])} ends with {run.returncode}: {run.stdout}{run.stderr}")
