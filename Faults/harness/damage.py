"""Rows 7 and 12: files that somebody or something changed, and a folder that two processes want."""

import random
import time

from .bench import whole_day
from .faults import Broken
from .home import Home, Refused
from .invariants import check
from .losses import snapshot


def flipped_bits(bench):
    """Row 7: a bit flipped in the database at rest: never an answer that differs from what was acknowledged."""
    with Home(bench.binary) as first:
        ledger, ended = whole_day(bench, first)
        if not ended or first.stop() != 0:
            raise Broken("an undisturbed day does not end")
        database = (first.data / "gatehouse.db").read_bytes()
        draw = random.Random(bench.seed)
        places = sorted({*range(100), *(draw.randrange(len(database)) for _ in range(400))})
        outcomes = bench.each(places, lambda place: _flipped(bench, first, snapshot(ledger), database, place))
    return f"{outcomes.count('refused')} refused, {outcomes.count('served')} without effect"


def _flipped(bench, first, ledger, database, place):
    """A copy with one bit changed: it does not start, refuses to answer, or answers as it did."""
    damaged = bytearray(database)
    damaged[place] ^= 1 << random.Random(f"{bench.seed}:{place}").randrange(8)
    with Home(bench.binary) as home:
        home.adopt(first)
        (home.data / "gatehouse.db").write_bytes(damaged)
        if not home.start():
            if home.process.returncode not in (65, 66, 70, 1):
                raise Broken(f"I10: a damaged database ends it with {home.process.returncode}")
            return "refused"
        try:
            check(home, ledger)
        except Refused as refusal:
            if refusal.status < 500:
                raise Broken(f"a flipped bit answers {refusal}") from refusal
            return "refused"
        return "served"


def two_processes(bench):
    """Row 12: a second process on the same folder refuses at once with 75, and the first does not notice."""
    with Home(bench.binary) as home:
        if not whole_day(bench, home)[1]:
            raise Broken("an undisturbed day does not end")
        first = home.process
        home.process = None
        begun = time.monotonic()
        home.launch()
        code = home.wait(10)
        home.process = first
        if code != 75:
            raise Broken(f"I10: the second process ended with {code}")
        return f"refused in {time.monotonic() - begun:.2f} s"
