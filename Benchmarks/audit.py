"""Verifying a whole audit log offline, and proofs out of its tiles."""

import json
import statistics
import subprocess
import time
from pathlib import Path

from comparison import BINARY
from harness import fail, pinned
from load import CORE

SEEDER = BINARY.parent / "seed-log"
BARS = {"per_second": 500_000, "proof_p99_us": 1_000}


def run(folder: Path, rounds: int, entries: int) -> dict:
    log = folder / "log"
    seeded = subprocess.run([SEEDER, log, str(entries)], capture_output=True, text=True)
    if seeded.returncode:
        fail(f"seed-log failed:\n{seeded.stderr}")
    facts = json.loads(seeded.stdout)
    rates = {name: rate(log, facts["key"], entries, core, rounds) for name, core in (("one", CORE), ("all", None))}
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
        if verified.returncode or json.loads(verified.stdout)["size"] != entries:
            fail(f"the log does not verify: {verified.stdout}{verified.stderr}")
    return entries / statistics.median(taken)
