"""What every row of the fault table works with."""

import concurrent.futures
import contextlib
import dataclasses
import functools
import http.client
import os
import random
import subprocess
import threading
import time

from . import trace
from .day import Day
from .faults import Broken
from .home import Home, Refused
from .invariants import check

RESTART_SECONDS = 5


@dataclasses.dataclass
class Bench:
    """What every row needs: the program, the shim, how thorough to be, and the seed of what is drawn."""

    binary: str
    shim: str
    share: float
    seed: int
    only: str | None = None

    def chosen(self, cases):
        """The cases to run: all, a share of them drawn by the seed, or the one that was asked for."""
        if self.only is not None:
            return [case for case in cases if str(case) == self.only]
        if self.share >= 1:
            return list(cases)
        return sorted(random.Random(self.seed).sample(list(cases), max(1, int(len(cases) * self.share))))

    def each(self, cases, run):
        """Runs chosen cases, as many at a time as there are processors; what they gave. The first failure ends it."""
        return self.run_all((name, functools.partial(run, name)) for name in self.chosen(cases))

    def run_all(self, runs):
        """The same for cases with what they do, taken as there is room for them."""
        workers = os.cpu_count() or 1
        room, futures = threading.Semaphore(2 * workers), []
        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            try:
                for name, run in runs:
                    room.acquire()
                    futures.append(pool.submit(case, name, run))
                    futures[-1].add_done_callback(lambda future: room.release())
                    for future in futures:
                        if future.done():
                            future.result()
                return [future.result() for future in futures]
            finally:
                for future in futures:
                    future.cancel()

    def environment(self, home, **faults):
        return {"LD_PRELOAD": self.shim, "FAULT_ROOT": str(home.data),
                **{f"FAULT_{name.upper()}": str(value) for name, value in faults.items()}}


def patience():
    """What a time limit is multiplied by on a machine that has other things to do."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def whole_day(bench, home, environment=None):
    """Starts the server and lives the day; the ledger, and whether the day came to its end."""
    day = Day(home)
    if not home.start(environment):
        return day.ledger, False
    return day.ledger, day.live()


def restart_and_check(home, ledger):
    """Starts without faults, and checks every invariant."""
    home.kill()
    begun = time.monotonic()
    if not home.start():
        raise Broken(f"I10: it does not start again: {home.last_errors()}")
    seconds = time.monotonic() - begun
    if seconds > RESTART_SECONDS * patience():
        raise Broken(f"the restart took {seconds:.1f} s")
    try:
        check(home, ledger)
    except OSError as error:
        ended = home.process.poll()
        raise Broken(f"I10: {error!r}; the server {'runs' if ended is None else f'ended with {ended}'}: "
                     f"{home.last_errors()}") from error


def traced(bench, home, ledger_at=lambda count: None):
    """Lives an undisturbed day and stops; the record of its calls, with a mark after each acknowledged act."""
    path = home.root / "trace"
    path.touch()
    day = Day(home)

    def mark(count):
        with path.open("ab") as file:
            file.write(f"mark\t\t\t{count}\t0\t0\n\n".encode())
        ledger_at(day.ledger)

    day.mark = mark
    home.data.mkdir(mode=0o700)
    ledger_at(day.ledger)
    if not home.start(bench.environment(home, trace=path)) or not day.live():
        raise Broken(f"an undisturbed day does not end: {home.last_errors()}")
    home.stop()
    return trace.read(path)


def calls_of_a_day(bench):
    """The calls of an undisturbed day."""
    with Home(bench.binary) as home:
        return traced(bench, home)


def until(held, seconds, what):
    """Waits until something holds; how long that took. Broken when it takes longer."""
    begun = time.monotonic()
    while True:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if held():
                return time.monotonic() - begun
        if time.monotonic() - begun > seconds * patience():
            raise Broken(f"{what}: not within {seconds} s")
        time.sleep(0.01)


def case(name, verify):
    """Runs one case and says which it was when it fails."""
    try:
        return verify()
    except (Broken, TimeoutError, Refused, OSError, http.client.HTTPException,
            subprocess.SubprocessError) as broken:
        raise Broken(f"case {name}: {broken}") from broken
