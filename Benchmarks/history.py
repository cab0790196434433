"""A million keys and ten million audit entries: how soon a server starts, what proofs of old entries take over its API, and
how fast the log it published is verified."""

import json
import os
import random
import statistics
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

from comparison import BINARY
from harness import AdminConnection, fail, pinned
from load import CORE, status_of
from peers import Peers
from scale import percentile
from seeded import Seeded

PROOFS = 2_000
START_BAR_SECONDS = 10
BARS = {"per_second": 500_000, "proof_p99_us": 1_000}


def run(folder: Path, rounds: int, keys: int, entries: int) -> dict:
    """Starts with nothing of the store in memory, and with what an earlier start left there."""
    with ExitStack() as stack:
        peers = Peers(folder, [], None, None)
        stack.callback(peers.upstream.stop)
        seeded = Seeded(peers.upstream.port, keys, entries)
        token = seeded.tokens.read_text().split()[0]
        cold, warm = [], []
        for number in range(rounds):
            for times, is_cold in ((cold, True), (warm, False)):
                if is_cold:
                    forget(seeded.home.data / "gatehouse.db")
                times.append(start(seeded, token, stack))
            print(f"  start {number + 1}: {cold[-1]:.2f} s from the disk, {warm[-1]:.2f} s from memory", flush=True)
        program = seeded.home.start()
        stack.callback(program.stop)
        times = prove(AdminConnection(seeded.home.admin), entries)
    return {"keys": keys, "entries": entries, "cold_seconds": statistics.median(cold),
            "warm_seconds": statistics.median(warm), "proof_p50_ms": percentile(times, 0.5),
            "proof_p99_ms": percentile(times, 0.99), "bar": START_BAR_SECONDS}


def start(seeded: Seeded, token: str, stack: ExitStack) -> float:
    """Seconds from the start of the process to the first request that is let through."""
    began = time.monotonic()
    program = seeded.home.start()
    stack.callback(program.stop)
    if (status := status_of(program.port, token)) != 200:
        fail(f"the first request was answered with {status}")
    taken = time.monotonic() - began
    program.stop()
    return taken


def forget(file: Path) -> None:
    """Has the system keep nothing of a file in memory."""
    with file.open("rb") as descriptor:
        os.fdatasync(descriptor.fileno())
        os.posix_fadvise(descriptor.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def prove(connection: AdminConnection, entries: int) -> list[float]:
    """Milliseconds that proofs of random entries take over the socket, with what the client does."""
    times = []
    for _ in range(PROOFS):
        began = time.monotonic()
        connection.ask("GET", f"/v1/audit/entries/{random.randrange(entries)}/proof")
        times.append((time.monotonic() - began) * 1e3)
    return times


def run_audit(rounds: int, keys: int, entries: int) -> dict:
    """Verifies the published log offline; and how long proofs take in the store itself."""
    seeded = Seeded(9, keys, entries)
    facts = seeded.grow(0, [])
    rates = {name: rate(seeded.log, facts["key"], entries, core, rounds) for name, core in (("one", CORE), ("all", None))}
    return {"entries": entries, "rates": rates, "proof_p50_us": facts["proof_p50_us"],
            "proof_p99_us": facts["proof_p99_us"], "bars": BARS}


def rate(log: Path, key: str, entries: int, core: int | None, rounds: int) -> float:
    """The median of the rounds, in entries a second; each starts a program of its own."""
    taken = []
    for _ in range(rounds):
        began = time.monotonic()
        command = [*pinned(core), BINARY, "audit", "verify", log, "--key", key, "--json"]
        verified = subprocess.run(command, capture_output=True, text=True)
        taken.append(time.monotonic() - began)
        if verified.returncode or json.loads(verified.stdout)["size"] < entries:
            fail(f"the log does not verify: {verified.stdout}{verified.stderr}")
    return entries / statistics.median(taken)
