"""Rows 1 to 3: the process or the power goes, at any moment."""

import functools
import random

from . import trace
from .bench import calls_of_a_day, restart_and_check, traced, whole_day
from .day import Ledger
from .home import Home


def kill_at_every_call(bench):
    """Row 1: SIGKILL before every call that changes a file, from the first start to the end of the day."""
    calls = calls_of_a_day(bench)
    cases = range(1, calls[-1].number + 1)

    def kill(number):
        with Home(bench.binary) as home:
            home.data.mkdir(mode=0o700)
            ledger, _ = whole_day(bench, home, bench.environment(home, kill=number))
            restart_and_check(home, ledger)

    return f"{len(bench.each(cases, kill))} of {len(cases)} calls"


def power_loss(bench):
    """Row 2: the power goes after every call; what was not synced is lost in combinations that the seed draws."""
    states = {}

    def keep(ledger):
        states[ledger.acknowledged] = snapshot(ledger)

    with Home(bench.binary) as first:
        calls = traced(bench, first, keep)
        key = (first.root / "root.key").read_bytes()
    cases = range(1, len(calls))
    return f"{len(bench.run_all(_disks(bench, calls, states, key, cases)))} of {len(cases)} moments"


def _disks(bench, calls, states, key, cases):
    """The chosen moments, each with what a loss of power then could have left."""
    chosen, disk, acknowledged = set(bench.chosen(cases)), trace.Disk(), 0
    for number, call in enumerate(calls, 1):
        if call.what == "mark":
            acknowledged = call.offset
        else:
            disk.apply(call)
        if number not in chosen:
            continue
        home = Home(bench.binary)
        (home.root / "root.key").unlink()
        (home.root / "root.key").write_bytes(key)
        (home.root / "root.key").chmod(0o400)
        home.data.mkdir(mode=0o700)
        disk.image(home.data, random.Random(f"{bench.seed}:{number}"))
        ledger = snapshot(states[acknowledged]).with_pending(states.get(acknowledged + 1))
        yield number, functools.partial(_recovered, home, ledger)


def _recovered(home, ledger):
    with home:
        restart_and_check(home, ledger)


def snapshot(ledger):
    """The ledger as it is now."""
    copy = Ledger()
    copy.known, copy.acknowledged = dict(ledger.known), ledger.acknowledged
    copy.proofs, copy.checkpoints = list(ledger.proofs), list(ledger.checkpoints)
    copy.tokens = {key: list(tokens) for key, tokens in ledger.tokens.items()}
    return copy


def torn_writes(bench):
    """Row 3: SIGKILL in the middle of a write, at a byte that the seed draws."""
    calls = calls_of_a_day(bench)
    lengths = {call.number: len(call.data) for call in calls if call.what == "write" and len(call.data) > 1}

    def tear(number):
        kept = random.Random(f"{bench.seed}:{number}").randrange(lengths[number])
        with Home(bench.binary) as home:
            home.data.mkdir(mode=0o700)
            ledger, _ = whole_day(bench, home, bench.environment(home, kill=f"{number}:{kept}"))
            restart_and_check(home, ledger)

    return f"{len(bench.each(lengths, tear))} of {len(lengths)} writes"
