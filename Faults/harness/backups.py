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
        return f"{written} changes during a backup, {refused} damaged ones refused, restored in {seconds:.1f} s"


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


def _key(home):
    return "--root-key-file", str(home.root / "root.key")


def _done(home, *arguments):
    run = home.run(*arguments, check=False)
    if run.returncode != 0:
        raise Broken(f"{' '.join(arguments[:2])} ends with {run.returncode}: {run.stdout}{run.stderr}")
