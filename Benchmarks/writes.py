"""Durable writes at a steady rate, each answered with the proof of its audit entry: what waiting for the disk and the log
adds to an answer."""

import json
import os
import statistics
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from comparison import BINARY
from harness import AdminConnection, Gatehouse, KeyMaker, fail
from scale import percentile

RATE, WORKERS = 200, 16
BAR_MS = 15
PROOF = "c2sp.org/tlog-proof@v1"
# What a commit of one act appends to the write-ahead log, about.
DISK_BYTES = 16 * 4096


def run(folder: Path, rounds: int, seconds: int) -> dict:
    """Interleaved windows of the same length and rate: keys issued, a key shown, and bytes made durable by us."""
    with ExitStack() as stack:
        home = Gatehouse(BINARY, folder, upstream=9)
        stack.callback(home.start().stop)
        maker = KeyMaker(home.admin)
        connections = [AdminConnection(home.admin) for _ in range(WORKERS)]
        key = connections[0].post("/v1/keys", key_order(maker, "shown"))["id"]
        files = [stack.enter_context((folder / f"synced-{worker}").open("wb")) for worker in range(WORKERS)]

        def issue(worker: int) -> None:
            headers = {"Content-Type": "application/json", "Idempotency-Key": f'"{secrets.token_hex(16)}"'}
            answer = connections[worker].ask("POST", "/v1/keys", json.dumps(key_order(maker, "issued")), headers)
            if PROOF.encode() not in answer:
                fail("an answer has no proof")

        def show(worker: int) -> None:
            connections[worker].ask("GET", f"/v1/keys/{key}")

        def sync(worker: int) -> None:
            os.write(files[worker].fileno(), bytes(DISK_BYTES))
            os.fdatasync(files[worker].fileno())

        kinds: dict[str, Callable[[int], None]] = {"written": issue, "shown": show, "synced": sync}
        figures: dict[str, list[dict]] = {name: [] for name in kinds}
        for number in range(rounds + 1):
            for name, act in kinds.items():
                window = steadily(act, seconds if number else 2)
                if number:
                    figures[name].append(window)
                    print(f"  round {number}  {name:8} {window['rate']:5.0f} a second, p50 {window['p50']:6.2f} ms,"
                          f" p99 {window['p99']:6.2f} ms", flush=True)
    medians = {name: {value: statistics.median(each[value] for each in windows) for value in windows[0]}
               for name, windows in figures.items()}
    return {**medians, "added_p99_ms": medians["written"]["p99"] - medians["shown"]["p99"], "wanted": RATE, "bar": BAR_MS}


def key_order(maker: KeyMaker, name: str) -> dict:
    return {"name": name, "environment_id": maker.environment, "boundary": "admin", "permissions": ["bench:use"]}


def steadily(act: Callable[[int], None], seconds: int) -> dict:
    """Acts RATE times a second whatever each takes; milliseconds from the moment each was due."""
    count = RATE * seconds
    taken = [0.0] * count
    began = time.monotonic() + 0.1

    def work(worker: int) -> None:
        for number in range(worker, count, WORKERS):
            due = began + number / RATE
            time.sleep(max(0.0, due - time.monotonic()))
            act(worker)
            taken[number] = (time.monotonic() - due) * 1e3

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"p50": percentile(taken, 0.5), "p99": percentile(taken, 0.99), "rate": count / (time.monotonic() - began)}
