"""What requests notice of work in the background: a million ciphertexts sealed anew, and a backup; and how long a restore
takes."""

import os
import shutil
import statistics
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from comparison import BINARY
from harness import AdminConnection, fail
from load import HERE, SteadyLoad, median
from peers import Peers
from seeded import Seeded

ROTATIONS = "/v1/sys/rotations"
TENANTS = 10
# Tenants whose keys are replaced at a time, and windows without after each time.
AT_ONCE, QUIET = 4, 5
# Requests a second: a small part of what two cores bear with client and upstream on them.
RATE = 5_000
# Looks at whether the server is calm, two seconds each.
MOST_LOOKS = 60
# Milliseconds that a step takes, and nine times that.
STEP, REST = 3, 27
BARS = {"p99_ratio": 1.05, "restore_seconds": 300}


class Site:
    """A running server with many keys and sealed entries, on all cores, and its load."""

    def __init__(self, folder: Path, stack: ExitStack, keys: int, entries: int) -> None:
        peers = Peers(folder, [], None, None)
        stack.callback(peers.upstream.stop)
        self.seeded = Seeded(peers.upstream.port, keys, entries, TENANTS)
        self.program = self.seeded.home.start()
        stack.callback(self.program.stop)
        self.load = SteadyLoad(folder, self.program.port, self.seeded.tokens, RATE)
        self.admin = AdminConnection(self.seeded.home.admin)
        self.spin = folder / "spin"
        subprocess.run(["cc", "-O2", "-o", self.spin, HERE / "spin.c"], check=True)
        self.wait_until_calm()

    def beside_another(self, seconds: int) -> dict:
        """A window of load beside a program that only computes, for as long at a time and as often as the server's steps."""
        other = subprocess.Popen([self.spin, str(STEP), str(REST)])
        try:
            return self.load.run(seconds)
        finally:
            other.kill()
            other.wait()

    def rotate(self, tenant: str) -> str:
        """Begins to replace the data keys of a tenant; where the API tells how far that is."""
        order = {"kind": "data-keys", "environment_id": tenant}
        return f"{ROTATIONS}/{self.admin.post(ROTATIONS, order)['id']}"

    def wait_until_calm(self) -> None:
        """After a start the server looks through its log and the folder where it is published."""
        for _ in range(MOST_LOOKS):
            before = self.program.cpu_seconds()
            time.sleep(2)
            if self.program.cpu_seconds() - before < 0.1:
                return
        print("  the server is still busy with what a start leaves to it", flush=True)


def run_rotation(folder: Path, seconds: int, keys: int, entries: int) -> dict:
    """The data keys of some tenants at a time are replaced: windows of load while they are, between windows while none
    is."""
    with ExitStack() as stack:
        site = Site(folder, stack, keys, entries)
        site.load.run(seconds)
        quiet, busy, beside, moved, spent = [site.load.run(seconds)], [], [], 0, 0.0
        for start in range(0, TENANTS, AT_ONCE):
            began = time.monotonic()
            rotations = [site.rotate(tenant) for tenant in site.seeded.tenants[start:start + AT_ONCE]]
            during, last = [], None
            while any(map(is_moving, states := [site.admin.get(path) for path in rotations])):
                count = sum(state["moved"] for state in states)
                # What a start leaves waits for the server's next look, within ten seconds.
                if last is not None and count > last:
                    during.append(site.load.run(seconds))
                last = count
                time.sleep(0.05)
            if not during:
                fail("the work was done before requests could notice: seal more")
            # The last one may have outlasted the work.
            busy += during[:-1] or during
            moved += sum(state["moved"] for state in states)
            spent += time.monotonic() - began
            for _ in range(QUIET):
                quiet.append(site.load.run(seconds))
                beside.append(site.beside_another(seconds))
            print(f"  {moved:,} sealed anew in {spent:.0f} s, p99 {median(during)['p99']:,.0f} µs,"
                  f" then {median(quiet[-QUIET:])['p99']:,.0f} µs", flush=True)
        return {"moved": moved, "seconds": spent, **compared(quiet, busy), "beside_p99_us": median(beside)["p99"], "bars": BARS}


def is_moving(rotation: dict) -> bool:
    return rotation["phase"] not in ("retiring", "finished")


def compared(quiet: list[dict], busy: list[dict]) -> dict:
    """Medians of the windows, and how far apart halves of the quiet ones are."""
    def middle(windows: list[dict], name: str) -> float:
        return statistics.median(each[name] for each in windows)

    noise = abs(middle(quiet[::2], "p99") / middle(quiet[1::2] or quiet, "p99") - 1)
    return {"quiet_p50_us": middle(quiet, "p50"), "quiet_p99_us": middle(quiet, "p99"),
            "busy_p50_us": middle(busy, "p50"), "busy_p99_us": middle(busy, "p99"),
            "p99_ratio": middle(busy, "p99") / middle(quiet, "p99"), "noise": noise}


def run_backup(folder: Path, rounds: int, seconds: int, keys: int, entries: int) -> dict:
    """Windows of load while a backup is made, beside windows without; then the last backup is restored."""
    with ExitStack() as stack:
        site = Site(folder, stack, keys, entries)
        file = site.seeded.folder / "bench.backup"
        stack.callback(file.unlink, missing_ok=True)
        site.load.run(seconds)
        quiet, busy, taken = [], [], []
        for number in range(rounds):
            file.unlink(missing_ok=True)
            quiet.append(site.load.run(seconds))
            with ThreadPoolExecutor(1) as pool:
                began = time.monotonic()
                backup = pool.submit(command, site, "backup", "create", file)
                during = []
                while not backup.done():
                    during.append(site.load.run(seconds))
                backup.result()
            busy += during[:-1] or during
            taken.append(time.monotonic() - began)
            print(f"  backup {number + 1}: {taken[-1]:.0f} s, p99 {busy[-1]['p99']:,.0f} µs,"
                  f" before {quiet[-1]['p99']:,.0f} µs", flush=True)
        site.program.stop()
        restored = site.seeded.folder / "restored"
        shutil.rmtree(restored, ignore_errors=True)
        stack.callback(shutil.rmtree, restored, ignore_errors=True)
        began = time.monotonic()
        command(site, "restore", file, "--data", restored)
        return {"keys": keys, "entries": entries, "bytes": file.stat().st_size,
                "backup_seconds": statistics.median(taken), "restore_seconds": time.monotonic() - began,
                **compared(quiet, busy), "bars": BARS}


def command(site: Site, *words: object) -> None:
    environment = os.environ | {"GATEHOUSE_CONFIG": str(site.seeded.home.configuration)}
    result = subprocess.run([BINARY, *map(str, words), "--json"], env=environment, capture_output=True, text=True)
    if result.returncode:
        fail(f"gatehouse {words[0]} failed: {result.stdout}{result.stderr}")
