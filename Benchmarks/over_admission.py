"""Who lets more through than a limit says: each with two workers, asked by several processes over many connections.

`burst`: a new key is asked for as fast as possible for less than a window, again and again. More than its limit is too much.
`boundary`: the same, for longer than two windows. The most that was let in within any span of a window's length is held
against the limit: a count that begins anew with each window, or a bucket that is full at first, lets up to twice as much in.
A span is taken from the moments when requests were sent and answers came, so that nothing within a window is counted twice:
an excess is certain, and the true one may be greater."""

import http.client
import multiprocessing
import time
from pathlib import Path

from comparison import BINARY
from harness import AdminConnection, Gatehouse, KeyMaker, Program, fail
from peers import Key, Peers, make_keys

LIMIT, SECONDS = 100, 2
PROCESSES, CONNECTIONS = 4, 4
WORKERS = 2


def ask(port: int, token: str, begin: float, end: float, answers: multiprocessing.Queue) -> None:
    """One process: asks over its connections in turn, all of them under way at once, until the end."""
    connections = [http.client.HTTPConnection("127.0.0.1", port, timeout=10) for _ in range(CONNECTIONS)]
    for connection in connections:
        connection.connect()
    admitted, refused, other = [], 0, 0
    time.sleep(max(begin - time.monotonic(), 0))
    while time.monotonic() < end:
        sent = []
        for connection in connections:
            sent.append(time.monotonic())
            connection.request("GET", "/bench", headers={"Host": "bench.example", "X-API-Key": token})
        for moment, connection in zip(sent, connections):
            response = connection.getresponse()
            response.read()
            if response.status == 200:
                admitted.append((moment, time.monotonic()))
            elif response.status in (429, 503):
                refused += 1
            else:
                other += 1
    for connection in connections:
        connection.close()
    answers.put((admitted, refused, other))


def storm(program: Program, token: str, seconds: float) -> dict:
    """What was let in and refused, and the most that was let in within a window."""
    answers: multiprocessing.Queue = multiprocessing.Queue()
    begin = time.monotonic() + 0.3
    processes = [multiprocessing.Process(target=ask, args=(program.port, token, begin, begin + seconds, answers))
                 for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    parts = [answers.get(timeout=seconds + 60) for _ in processes]
    for process in processes:
        process.join()
    if sum(part[2] for part in parts):
        fail(f"{program.name} answers neither 200 nor 429")
    spans = sorted(span for part in parts for span in part[0])
    return {"admitted": len(spans), "refused": sum(part[1] for part in parts), "densest": densest(spans)}


def densest(spans: list[tuple[float, float]]) -> int:
    """The most requests that were sent and answered within one window: all of them were certainly counted within it."""
    most = 0
    for first, _ in spans:
        most = max(most, sum(1 for sent, answered in spans if first <= sent and answered < first + SECONDS))
    return most


def tokens(maker: KeyMaker, count: int) -> list[str]:
    """Keys with a limit of their own, in a window of a few seconds."""
    connection = AdminConnection(maker.admin)
    windows = [{"limit": LIMIT, "window_seconds": SECONDS}]
    return [connection.post("/v1/keys", {
        "name": f"storm-{number}", "environment_id": maker.environment, "boundary": "admin",
        "permissions": ["bench:use"],
        "limits": [{"name": "storm", "scope": "key", "algorithm": "sliding_window", "windows": windows}],
    })["secret"] for number in range(count)]


def field(folder: Path, rounds: int) -> dict:
    """Each rival, how to start it, and keys it has counted nothing for."""
    keys = [Key(key.token, key.id, key.owner, LIMIT) for key in make_keys(2 * rounds - 1)]
    peers = Peers(folder, keys, None, None, workers=WORKERS, window=SECONDS)

    def gatehouse() -> tuple[Program, list[str]]:
        home = Gatehouse(BINARY, folder, peers.upstream.port, loops=WORKERS)
        program = home.start()
        return program, tokens(KeyMaker(home.admin), 2 * rounds)

    def peer(start) -> tuple[Program, list[str]]:
        return start(), [key.token for key in keys]

    return {"peers": peers, "rivals": {
        "gatehouse": gatehouse,
        "nginx-lua": lambda: peer(lambda: peers.nginx_lua("count")),
        "nginx-lua-rate": lambda: peer(lambda: peers.nginx_lua("rate")),
        "envoy": lambda: peer(peers.envoy),
    }}


def is_exact(row: dict) -> bool:
    return row["least"] == LIMIT and row["burst"] == 0 and row["boundary"] <= 0


def run(folder: Path, names: list[str], rounds: int) -> dict:
    found, rows = field(folder, rounds), {}
    try:
        for name, start in found["rivals"].items():
            if name.removesuffix("-rate") not in names:
                continue
            program, fresh = start()
            try:
                bursts = [storm(program, token, SECONDS * 0.8) for token in fresh[:rounds]]
                longer = [storm(program, token, SECONDS * 2.5) for token in fresh[rounds:]]
            finally:
                program.stop()
            rows[name] = {
                "limit": LIMIT, "window_seconds": SECONDS, "refused": sum(each["refused"] for each in bursts + longer),
                "least": min(each["admitted"] for each in bursts),
                "burst": max(each["admitted"] for each in bursts) - LIMIT,
                "boundary": max(each["densest"] for each in longer) - LIMIT,
            }
            row = rows[name]
            print(f"  {name:15} beyond {LIMIT} in {SECONDS} s: burst {max(row['burst'], 0):4}, any window"
                  f" {max(row['boundary'], 0):4}; least let in {row['least']:4}; {row['refused']:,} refused", flush=True)
            if not row["refused"]:
                fail(f"{name} was never asked for more than its limit")
    finally:
        found["peers"].upstream.stop()
    if "gatehouse" in rows and not is_exact(rows["gatehouse"]):
        fail("Gatehouse lets in more than its limit, or less in a burst")
    return rows
