"""A million keys: what a request costs, what they take, how soon the server is ready; revoking among them under load."""

import os
import statistics
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from comparison import BINARY
from harness import AdminConnection, Gatehouse, KeyMaker, Program, fail
from load import CORE, OTHER_CORE, measure, median, wrk, write_keys
from peers import Peers

SEEDER = BINARY.parent / "seed-keys"
BARS = {"cpu_ratio": 1.15, "bytes_per_key": 400, "ready_seconds": 5, "revoke_p99_ms": 20, "dip": 0.05}


class Site:
    """A server that can be filled with keys by the seeder while it is stopped."""

    def __init__(self, folder: Path, upstream: int, count: int) -> None:
        folder.mkdir()
        folder.chmod(0o755)
        self.home = Gatehouse(BINARY, folder, upstream, loops=1)
        program = self.home.start()
        self.empty_bytes = program.memory_bytes()
        environment = KeyMaker(self.home.admin).environment
        program.stop()
        self.keys = folder / "seeded.keys"
        with self.keys.open("wb") as output:
            command = [str(SEEDER), str(self.home.data), str(self.home.root_key), environment, str(count)]
            if subprocess.run(command, stdout=output, check=False).returncode != 0:
                fail("seed-keys failed")
        self.count = count


def run(folder: Path, rounds: int, seconds: int, count: int) -> dict:
    """Ten thousand keys beside a million, in alternating rounds."""
    if not SEEDER.exists():
        fail(f"there is no {SEEDER.name}: run make bench")
    with ExitStack() as stack:
        peers = Peers(folder, [], CORE, CORE)
        stack.callback(peers.upstream.stop)
        began = time.monotonic()
        many = Site(folder / "many", peers.upstream.port, count)
        print(f"  {count:,} keys seeded in {time.monotonic() - began:.0f} s", flush=True)
        few = Site(folder / "few", peers.upstream.port, min(10_000, count))
        programs: list[tuple[Site, Program]] = []
        for site in (few, many):
            program = site.home.start(CORE)
            stack.callback(program.stop)
            programs.append((site, program))
        ready = programs[1][1].seconds_to_ready
        memory = (programs[1][1].memory_bytes() - many.empty_bytes) / count
        figures: list[list[dict]] = [[], []]
        for number in range(rounds + 1):
            for index, (site, program) in enumerate(programs):
                figures[index].append(measure(program, site.keys, seconds))
                if number:
                    print(f"  round {number}  {site.count:9,} keys {figures[index][-1]['cpu_us']:7.2f} µs", flush=True)
        small, large = (median(each[1:]) for each in figures)
        programs[0][1].stop()
        programs[1][1].stop()
        return {
            "keys": count, "few_us": small["cpu_us"], "many_us": large["cpu_us"],
            "cpu_ratio": large["cpu_us"] / small["cpu_us"], "bytes_per_key": memory, "ready_seconds": ready,
            **revoking(many, stack), "bars": BARS,
        }


def revoking(site: Site, stack: ExitStack, rate: int = 20, segments: int = 12, seconds: int = 3) -> dict:
    """Revokes `rate` keys a second, one after another, while requests go as fast as they can, in segments beside others of
    the same load left alone: many short ones, each kind first in turn, so that what else the machine does falls on both. The
    keys revoked are not those of the load."""
    # Who revokes is a client: it has no business on the server's core.
    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {OTHER_CORE})
    stack.callback(os.sched_setaffinity, 0, everywhere)
    lines = site.keys.read_text().split()
    revocations = rate * seconds * segments
    victims, keys = lines[:revocations], write_keys(site.keys.parent, "spared", lines[revocations:revocations + 100_000])
    program = site.home.start(CORE)
    stack.callback(program.stop)
    wrk(program.port, keys, seconds, core=OTHER_CORE)
    times: list[float] = []
    dips = []

    def alone() -> int:
        return wrk(program.port, keys, seconds, core=OTHER_CORE)["requests"]

    def revoked() -> int:
        part = [victims.pop() for _ in range(rate * seconds)]
        with ThreadPoolExecutor(1) as pool:
            load = pool.submit(alone)
            times.extend(revoke(site, part, pause=seconds / (len(part) + 1)))
            return load.result()

    for segment in range(segments):
        if segment % 2:
            busy, quiet = revoked(), alone()
        else:
            quiet, busy = alone(), revoked()
        dips.append(1 - busy / quiet)
        print(f"  requests left alone {quiet:,}, while revoking {busy:,}", flush=True)
    return {
        "revoke_p99_ms": percentile(times, 0.99) * 1e3, "revoke_p50_ms": percentile(times, 0.5) * 1e3,
        "dip": statistics.median(dips),
    }


def revoke(site: Site, tokens: list[str], pause: float) -> list[float]:
    """Seconds from each request to its answer."""
    connection = AdminConnection(site.home.admin)
    times = []
    for token in tokens:
        began = time.monotonic()
        connection.post(f"/v1/keys/key_{token.split('_')[2][:16]}:revoke", {"reason": "bench"})
        times.append(time.monotonic() - began)
        time.sleep(max(0.0, pause - times[-1]))
    return times


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
