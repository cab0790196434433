"""Gatehouse beside the peers: the same work, in interleaved rounds."""

import os
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import counters
from harness import ROOT, Certificate, Gatehouse, KeyMaker, Program
from load import CORE, OTHER_CORE, check, measure, median, write_keys
from peers import Peers, make_keys
from transport import check_client, check_negotiated

# Another build of it, to be compared in a run of its own.
BINARY = Path(os.environ.get("GATEHOUSE_BINARY", ROOT / ".build/release/gatehouse"))
ALL = ["nginx", "nginx-lua", "haproxy", "envoy", "gatehouse"]
# Gatehouse's share of the peer's CPU time that it may take at most (issue: the bars).
BARS = {"nginx-lua": 0.85, "haproxy": 0.8, "envoy": 0.4}
TLS_BARS = {"nginx-lua": 0.85, "haproxy": 0.8, "envoy": 0.45}


@dataclass
class Rival:
    program: Program
    keys: Path


class Field:
    """All rivals, started and checked. `core` is theirs; client and upstream run on `others`."""

    def __init__(self, folder: Path, names: list[str], count: int, core: int, others: int,
                 certificate: Certificate | None = None) -> None:
        self.folder, self.others = folder, others
        self.stack = ExitStack()
        self.rivals: dict[str, Rival] = {}
        self.keys = make_keys(count)
        self.core, self.binary = core, BINARY
        self.certificate = certificate
        self.peers = Peers(folder, self.keys, core, others, certificate)
        self.stack.callback(self.peers.upstream.stop)
        try:
            for name in names:
                self.add(name)
        except BaseException:
            self.stack.close()
            raise

    def add(self, name: str) -> Rival:
        """Starts one, and checks that it refuses and limits."""
        self.rivals[name] = self.gatehouse() if name == "gatehouse" else self.peer(name)
        return self.rivals[name]

    def peer(self, name: str) -> Rival:
        start = {
            "nginx": self.peers.plain_nginx, "nginx-lua": self.peers.nginx_lua, "haproxy": self.peers.haproxy,
            "envoy": self.peers.envoy,
        }
        program = start[name]()
        self.stack.callback(program.stop)
        if name != "nginx":
            check(program, self.keys[0].token, self.keys[-1].token)
        return Rival(program, write_keys(self.folder, "peers", [key.token for key in self.keys[:-1]]))

    def gatehouse(self) -> Rival:
        home = Gatehouse(self.binary, self.folder, self.peers.upstream.port, loops=1, certificate=self.certificate)
        program = home.start(self.core, self.peers.prefix, self.peers.preload)
        self.stack.callback(program.stop)
        maker = KeyMaker(home.admin)
        tokens = maker.create_many(len(self.keys) - 1)
        check(program, tokens[0], maker.create("limited", limit=2))
        return Rival(program, write_keys(self.folder, "gatehouse", tokens))

    def __enter__(self) -> "Field":
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()


def rounds(field: Field, count: int, seconds: int, warm_up: int) -> dict[str, dict]:
    """Medians of interleaved rounds, in alternating order."""
    figures: dict[str, list[dict]] = {name: [] for name in field.rivals}
    for number in range(count + 1):
        order = list(field.rivals.items())
        for name, rival in order if number % 2 else reversed(order):
            result = measure(rival.program, rival.keys, seconds if number else warm_up, core=field.others)
            if number == 0:
                # The first use of a key is written down; a figure is about those that follow.
                time.sleep(2)
            else:
                figures[name].append(result)
                print(f"  round {number}  {name:10} {result['cpu_us']:7.2f} µs", flush=True)
    return {name: median(each) for name, each in figures.items()}


def run(folder: Path, names: list[str], count: int, keys: int, seconds: int, warm_up: int) -> dict:
    """The figure that repeats: client, proxy and upstream on one core."""
    with Field(folder, names, keys, CORE, CORE) as field:
        return {"rows": rounds(field, count, seconds, warm_up), "bars": BARS}


def run_own_core(folder: Path, names: list[str], count: int, keys: int, seconds: int, warm_up: int) -> dict:
    """The proxy on a core of its own; client and upstream share another."""
    with Field(folder, names, keys, CORE, OTHER_CORE) as field:
        return {"rows": rounds(field, count, seconds, warm_up)}


def run_tls(folder: Path, names: list[str], count: int, keys: int, seconds: int, warm_up: int) -> dict:
    """One core, and clients that speak TLS 1.3 over connections that they keep."""
    certificate = Certificate(folder)
    check_client(folder, CORE)
    with Field(folder, names, keys, CORE, CORE, certificate) as field:
        for rival in field.rivals.values():
            check_negotiated(rival.program)
        rows = rounds(field, count, seconds, warm_up)
    few = min(keys, 1_000)
    return {
        "rows": rows, "bars": TLS_BARS, "mallocs": counters.mallocs(folder, names, few, certificate=certificate),
        "instructions": counters.instructions(folder, names, few, certificate),
    }


def run_counts(folder: Path, names: list[str], keys: int) -> dict:
    """Mallocs and user instructions per request. Neither depends on time: one run each."""
    return {
        "mallocs": counters.mallocs(folder, names, keys), "instructions": counters.instructions(folder, names, keys),
    }
