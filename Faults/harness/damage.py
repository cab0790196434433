"""Rows 7 and 12: files that somebody or something changed, and a folder that two processes want."""

import random
import time

from .bench import case, whole_day
from .faults import Broken
from .home import Home, Refused
from .invariants import check


def flipped_bits(bench):
    """Row 7: a bit flipped in the database at rest: never an answer that differs from what was acknowledged."""
    with Home(bench.binary) as home:
        ledger, ended = whole_day(bench, home)
        assert ended and home.stop() == 0
        whole = {path.name: path.read_bytes() for path in home.data.iterdir() if path.is_file()}
        database = whole["gatehouse.db"]
        draw = random.Random(bench.seed)
        places = sorted({*range(100), *(draw.randrange(len(database)) for _ in range(400))})
        refused = served = 0
        for place in bench.chosen(places):
            damaged = bytearray(database)
            damaged[place] ^= 1 << random.Random(f"{bench.seed}:{place}").randrange(8)
            (home.data / "gatehouse.db").write_bytes(damaged)
            for name in ("gatehouse.db-wal", "gatehouse.db-shm"):
                (home.data / name).unlink(missing_ok=True)
            started = home.start()

            def verify():
                nonlocal refused, served
                if not started:
                    if home.process.returncode not in (65, 66, 70, 1):
                        raise Broken(f"I10: a damaged database ends it with {home.process.returncode}")
                    refused += 1
                    return
                try:
                    check(home, ledger)
                    served += 1
                except Refused as refusal:
                    if refusal.status < 500:
                        raise Broken(f"a flipped bit answers {refusal}") from refusal
                    refused += 1

            case(place, verify)
            home.kill()
        return f"{refused} refused, {served} without effect"


def two_processes(bench):
    """Row 12: a second process on the same folder refuses at once with 75, and the first does not notice."""
    with Home(bench.binary) as home:
        ledger, ended = whole_day(bench, home)
        assert ended
        first = home.process
        home.process = None
        begun = time.monotonic()
        home.launch()
        code = home.wait(10)
        home.process = first
        if code != 75:
            raise Broken(f"I10: the second process ended with {code}")
        return f"refused in {time.monotonic() - begun:.2f} s"
