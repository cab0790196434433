"""Handshakes of TLS 1.3, full and resumed, beside nginx: the proxy on a core of its own, the client on the others."""

import json
import os
import subprocess
from contextlib import ExitStack
from pathlib import Path

from comparison import BINARY, Rival
from harness import Certificate, Gatehouse, KeyMaker, fail
from load import CORE, HERE, OTHER_CORE, median, write_keys
from peers import Peers
from transport import check_negotiated

CONNECTIONS = 32
# More handshakes a second than anybody reaches: it is not the pace that is measured.
MOST_HANDSHAKES = 1_000_000
BAR = 1.0
# What each row is, and whether its connections ask for something before they end.
KINDS = {"full": ("full", False), "resumed": ("resumed", False),
         "full, GET": ("full", True), "resumed, GET": ("resumed", True)}
# Their CPU time is of interest, not the bar's.
ASKING_ROUNDS = 3


class Client:
    """On every core but the proxy's: a client's handshake costs more than a server's."""

    def __init__(self, folder: Path) -> None:
        self.program = folder / "handshakes-client"
        subprocess.run(
            ["cc", "-O2", "-o", str(self.program), str(HERE / "handshakes.c"), "-lssl", "-lcrypto"], check=True)
        self.cores = sorted(os.sched_getaffinity(0) - {CORE}) or [CORE]

    def run(self, rival: Rival, kind: str, asks: bool, seconds: float) -> dict:
        """One window, and what it cost; opened before and warm."""
        key = rival.keys.read_text().split()[:1] if asks else []
        width = max(1, CONNECTIONS // len(self.cores))
        clients = [
            subprocess.Popen(
                ["taskset", "--cpu-list", str(core), str(self.program), str(rival.program.port), str(width),
                 f"{seconds:g}", kind, *key],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for core in self.cores]
        try:
            for client in clients:
                if client.stdout.readline() != "ready\n":
                    fail(f"{rival.program.name}, {kind}: {client.stderr.read()}")
            before = rival.program.cpu_seconds()
            for client in clients:
                client.stdin.write("\n")
                client.stdin.flush()
            results = [client.communicate(timeout=seconds + 30) for client in clients]
            spent = rival.program.cpu_seconds() - before
        finally:
            for client in clients:
                client.kill()
        if any(client.returncode for client in clients):
            fail(f"{rival.program.name}, {kind}: {results}")
        loads = [json.loads(output) for output, _ in results]
        total = {name: sum(load[name] for load in loads) for name in ("handshakes", "resumed", "failed", "tickets")}
        expected = total["handshakes"] if kind == "resumed" else 0
        if total["failed"] or not total["handshakes"] or total["resumed"] != expected:
            fail(f"{rival.program.name}, {kind}: {total}")
        return {
            "cpu_us": spent / total["handshakes"] * 1e6, "per_cpu_second": total["handshakes"] / max(spent, 0.01),
            "per_second": sum(load["handshakes"] / load["microseconds"] * 1e6 for load in loads),
            "busy": spent / max(load["microseconds"] for load in loads) * 1e6,
            "tickets": total["tickets"] / total["handshakes"],
            "p50_us": max(load["p50"] for load in loads), "p99_us": max(load["p99"] for load in loads),
        }


def run(folder: Path, rounds: int, seconds: int) -> dict:
    """Medians of interleaved rounds, in alternating order."""
    with ExitStack() as stack:
        rivals = prepared(folder, stack)
        client = Client(folder)
        figures: dict[str, dict[str, list[dict]]] = {kind: {name: [] for name in rivals} for kind in KINDS}
        for number in range(rounds + 1):
            order = list(rivals.items())
            for kind, (which, asks) in KINDS.items():
                if asks and number > ASKING_ROUNDS:
                    continue
                for name, rival in order if number % 2 else reversed(order):
                    window = client.run(rival, which, asks, seconds if number else 1)
                    if number:
                        figures[kind][name].append(window)
                        print(f"  round {number}  {kind:12} {name:10} {window['per_cpu_second']:8,.0f} a CPU second,"
                              f" {window['per_second']:8,.0f} a second, core {100 * window['busy']:3.0f} % busy", flush=True)
    rows = {kind: {name: median(each) for name, each in by_name.items()} for kind, by_name in figures.items()}
    return {"rows": rows, "bar": BAR}


def prepared(folder: Path, stack: ExitStack) -> dict[str, Rival]:
    """nginx that checks nothing, and Gatehouse; both looked at."""
    certificate = Certificate(folder)
    peers = Peers(folder, [], CORE, OTHER_CORE, certificate)
    stack.callback(peers.upstream.stop)
    plain = peers.plain_nginx()
    stack.callback(plain.stop)
    home = Gatehouse(BINARY, folder, peers.upstream.port, loops=1, certificate=certificate, handshakes=MOST_HANDSHAKES)
    program = home.start(CORE)
    stack.callback(program.stop)
    tokens = KeyMaker(home.admin).create_many(10)
    rivals = {"nginx": Rival(plain, write_keys(folder, "plain", tokens)),
              "gatehouse": Rival(program, write_keys(folder, "gatehouse", tokens))}
    for rival in rivals.values():
        check_negotiated(rival.program)
    return rivals
