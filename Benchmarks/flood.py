"""A flood of keys that are none: what a refusal costs, and whether anything grows."""

import json
import secrets
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

from comparison import BINARY
from harness import Gatehouse, KeyMaker, Program, fail, pinned
from load import CORE, HERE, measure, median, wrk, write_keys
from peers import Peers

BAR = 0.5
CONNECTIONS = 64
# The budget of an address is 30 failures a minute, and 16,384 addresses are told apart: all rounds together stay within.
PER_ADDRESS = 25
PER_ROUND = 40_000
# Opening a connection for each address is no part of a refusal. What it costs shows where there are more of them.
FEW_PER_ADDRESS = 6
FEW_PER_ROUND = 12_000
MOST_ROUNDS = 3
# Beyond its budget an address is answered after a tenth of a second: so many connections keep the server busy.
MEMORY_CONNECTIONS = 4_000


def run(folder: Path, rounds: int, seconds: int) -> dict:
    """CPU time of a refusal beside that of an admitted request, in alternating rounds: over as many keep-alive
    connections and on the same core, the refused ones from so many addresses that none exceeds its budget. Two rates of
    new connections tell what a refusal costs without one."""
    with ExitStack() as stack:
        program, good, garbage = prepared(folder, stack)
        client = folder / "many-addresses"
        subprocess.run(["cc", "-O2", "-o", str(client), str(HERE / "many-addresses.c")], check=True)
        admitted, refused, opened, addresses = [], [], [], 0
        for number in range(min(rounds, MOST_ROUNDS) + 1):
            admitted.append(measure(program, good, seconds, CONNECTIONS))
            many = refuse(program, client, garbage, addresses, PER_ROUND, PER_ADDRESS)
            addresses += many["addresses"]
            few = refuse(program, client, garbage, addresses, FEW_PER_ROUND, FEW_PER_ADDRESS)
            addresses += few["addresses"]
            opened.append((few["cpu_us"] - many["cpu_us"]) / (1 / FEW_PER_ADDRESS - 1 / PER_ADDRESS))
            refused.append({"cpu_us": many["cpu_us"] - opened[-1] / PER_ADDRESS})
            if number:
                print(f"  round {number}  admitted {admitted[-1]['cpu_us']:7.2f} µs"
                      f"  refused {refused[-1]['cpu_us']:7.2f} µs  opened {opened[-1]:7.2f} µs", flush=True)
        good_cost, bad_cost = median(admitted[1:])["cpu_us"], median(refused[1:])["cpu_us"]
        return {"admitted_us": good_cost, "refused_us": bad_cost, "opened_us": sorted(opened[1:])[len(opened[1:]) // 2],
                "ratio": bad_cost / good_cost, "bar": BAR}


def run_memory(folder: Path, total: int) -> dict:
    """Resident memory before and after so many refusals, after some that fill what has a bound; about six minutes for
    ten million."""
    with ExitStack() as stack:
        program, _, garbage = prepared(folder, stack)
        slice_seconds = 30 if total > 1_000_000 else 5
        wrk(program.port, garbage, slice_seconds, MEMORY_CONNECTIONS)
        before, done = program.memory_bytes(), 0
        began = time.monotonic()
        while done < total:
            load = wrk(program.port, garbage, slice_seconds, MEMORY_CONNECTIONS)
            if load["refused"] != load["requests"] or not load["requests"]:
                fail(f"of {load['requests']} requests with a wrong key {load['refused']} were refused")
            done += load["requests"]
            print(f"  {done:,} refused, {program.memory_bytes() / 2**20:.1f} MiB", flush=True)
        after = program.memory_bytes()
        return {"refusals": done, "before_mib": before / 2**20, "after_mib": after / 2**20,
                "seconds": time.monotonic() - began}


def prepared(folder: Path, stack: ExitStack) -> tuple[Program, Path, Path]:
    """A running server, a thousand keys of it, and ten thousand that are none."""
    peers = Peers(folder, [], CORE, CORE)
    stack.callback(peers.upstream.stop)
    home = Gatehouse(BINARY, folder, peers.upstream.port, loops=1)
    program = home.start(CORE)
    stack.callback(program.stop)
    keys = KeyMaker(home.admin).create_many(1_000)
    none = [f"gk_live_{secrets.token_urlsafe(50)}" for _ in range(10_000)]
    return program, write_keys(folder, "good", keys), write_keys(folder, "garbage", none)


def refuse(
    program: Program, client: Path, garbage: Path, first_address: int, requests: int, per_address: int,
) -> dict:
    """One round of refusals, all of them answered at once with 401, and what each cost."""
    before = program.cpu_seconds()
    result = subprocess.run(
        [*pinned(CORE), str(client), str(program.port), str(garbage), str(requests), str(CONNECTIONS),
         str(per_address), str(first_address)], check=False, capture_output=True, text=True, timeout=120)
    spent = program.cpu_seconds() - before
    if result.returncode != 0:
        fail(f"{client.name} failed: {result.stderr}")
    answer = json.loads(result.stdout)
    if answer["limited"] or answer["other"]:
        fail(f"of {answer['requests']} wrong keys {answer['limited']} exceeded a budget,"
             f" {answer['other']} were not refused")
    return {"cpu_us": spent / answer["requests"] * 1e6, "addresses": answer["addresses"]}
