"""Rows 4 to 6: the disk fails or is full."""

import contextlib
import errno
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

from .bench import calls_of_a_day, restart_and_check, whole_day
from .faults import Broken
from .home import Home, Refused
from .invariants import check
from .losses import snapshot


def failed_sync(bench):
    """Row 4: EIO at each fsync and fdatasync, once and for ever: exit 74 within a second, then a clean start."""
    calls = calls_of_a_day(bench)
    syncs = sum(call.what == "sync" for call in calls)
    cases = [f"{number}:{kind}" for number in range(1, syncs + 1) for kind in ("once", "forever")]

    def fail(name):
        number, kind = name.split(":")
        with Home(bench.binary) as home:
            home.data.mkdir(mode=0o700)
            forever = ":forever" if kind == "forever" else ""
            faults = bench.environment(home, errno=f"sync:{number}:{errno.EIO}{forever}")
            ledger, ended = whole_day(bench, home, faults)
            if not ended:
                code = home.wait(1)
                if code != 74:
                    raise Broken(f"I10: exit {code} instead of 74")
            restart_and_check(home, ledger)

    return f"{len(bench.each(cases, fail))} of {len(cases)} failures"


def failed_read(bench):
    """Row 5: EIO and short reads at each read of the database: a clear refusal, never a wrong answer."""
    with Home(bench.binary) as first:
        ledger, ended = whole_day(bench, first)
        if not ended:
            raise Broken("an undisturbed day does not end")
        first.kill()
        cases = [f"{number}:{code}" for number in range(1, 61) for code in (errno.EIO, "short")]
        ran = bench.each(cases, lambda name: _misread(bench, first, snapshot(ledger), *name.split(":")))
    return f"{len(ran)} of {len(cases)} reads"


def _misread(bench, first, ledger, number, code):
    with Home(bench.binary) as home:
        home.adopt(first)
        if home.start(bench.environment(home, errno=f"read:{number}:{code}", only="gatehouse.db")):
            with contextlib.suppress(Refused, OSError):
                check(home, ledger)
        elif home.process.returncode in (0, -signal.SIGSEGV, -signal.SIGILL, -signal.SIGTRAP):
            raise Broken(f"I10: it ended with {home.process.returncode}")
        restart_and_check(home, ledger)


def full_disk(bench):
    """Row 6: a real disk that is full: creating is refused with 507, requests go on, revoking works, and it recovers."""
    if os.geteuid() != 0:
        return "not run: mounting a disk takes root"
    disk = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-disk-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m,mode=0700", "tmpfs", disk], check=True)
    try:
        with Home(bench.binary, data=disk / "state") as home:
            ledger, ended = whole_day(bench, home)
            if not ended:
                raise Broken("an undisturbed day does not end")
            filler = disk / "filler"
            with filler.open("wb", buffering=0) as file:
                try:
                    while True:
                        file.write(bytes(1 << 12))
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise
            refused = 0
            project = next(path for path in ledger.known if path.startswith("/v1/projects/"))
            for number in range(400):
                try:
                    home.ask("POST", "/v1/roles", {
                        "name": f"filling-{number}", "project_id": ledger.known[project]["id"],
                        "permissions": [f"orders:{'x' * 60}{index}" for index in range(60)]})
                except Refused as refusal:
                    if refusal.status != 507:
                        raise Broken(f"a full disk answers {refusal.status}") from refusal
                    refused += 1
                    if refused > 3:
                        break
            if not refused:
                raise Broken("nothing was refused on a full disk")
            active = [key for key in ledger.tokens if ledger.known[key]["state"] == "active"]
            if home.knock(ledger.tokens[active[0]][-1]) != 200:
                raise Broken("a full disk ends admission")
            home.ask("POST", f"{active[0]}:revoke", {"reason": "full disk"})
            if home.knock(ledger.tokens[active[0]][-1]) != 401:
                raise Broken("a key that was revoked on a full disk is admitted")
            filler.unlink()
            home.ask("POST", "/v1/roles", {
                "name": "after", "project_id": ledger.known[project]["id"], "permissions": ["orders:read"]})
            code = home.stop()
            if code != 0:
                raise Broken(f"I10: exit {code}")
            return f"{refused} refusals, one revocation, one recovery"
    finally:
        subprocess.run(["umount", "-l", disk], check=False)
        shutil.rmtree(disk, ignore_errors=True)
