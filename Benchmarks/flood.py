"""A flood of keys that are none: what a refusal costs, and whether anything grows."""

import secrets
import time
from contextlib import ExitStack
from pathlib import Path

from harness import Gatehouse, KeyMaker, Program
from load import CORE, measure, median, wrk, write_keys
from comparison import BINARY
from peers import Peers

# Beyond its budget an address is answered after a tenth of a second: so many connections keep the server busy.
CONNECTIONS = 4_000
BAR = 0.5


def run(folder: Path, rounds: int, seconds: int, total: int) -> dict:
    """CPU time of a refusal beside that of an admitted request, in alternating rounds; then memory over `total`."""
    with ExitStack() as stack:
        peers = Peers(folder, [], CORE, CORE)
        stack.callback(peers.upstream.stop)
        home = Gatehouse(BINARY, folder, peers.upstream.port, loops=1)
        program = home.start(CORE)
        stack.callback(program.stop)
        good = write_keys(folder, "good", KeyMaker(home.admin).create_many(1_000))
        garbage = write_keys(folder, "garbage", [f"gk_live_{secrets.token_urlsafe(50)}" for _ in range(10_000)])
        admitted, refused = [], []
        for number in range(rounds + 1):
            admitted.append(measure(program, good, seconds))
            refused.append(measure(program, garbage, seconds, CONNECTIONS, refuses=True))
            if number:
                print(f"  round {number}  admitted {admitted[-1]['cpu_us']:7.2f} µs"
                      f"  refused {refused[-1]['cpu_us']:7.2f} µs", flush=True)
        growth = memory_over(program, garbage, total)
        good_cost, bad_cost = median(admitted[1:])["cpu_us"], median(refused[1:])["cpu_us"]
        return {
            "admitted_us": good_cost, "refused_us": bad_cost, "ratio": bad_cost / good_cost, "bar": BAR, **growth,
        }


def memory_over(program: Program, garbage: Path, total: int) -> dict:
    """Resident memory before and after so many refusals."""
    before, done = program.memory_bytes(), 0
    began = time.monotonic()
    while done < total:
        done += wrk(program.port, garbage, 30 if total > 1_000_000 else 5, CONNECTIONS)["requests"]
        print(f"  {done:,} refused, {program.memory_bytes() / 2**20:.1f} MiB", flush=True)
    after = program.memory_bytes()
    return {"refusals": done, "before_mib": before / 2**20, "after_mib": after / 2**20,
            "seconds": time.monotonic() - began}
