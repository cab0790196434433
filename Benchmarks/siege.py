"""Honest clients beside thousands that are none: what still comes through, how late, and what the process grows by."""

import os
import resource
import statistics
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from comparison import BINARY
from crowds import CLIENTS, Attackers, Newcomers
from harness import AdminConnection, Certificate, Gatehouse, KeyMaker, fail
from idle import fitting
from load import CORE, HERE, OTHER_CORE, SteadyLoad, write_keys
from peers import Peers

# Honest requests a second: what a core serves many times over, so that what is lost is the siege's doing. They come over
# connections that are there before it; those who come anew meanwhile are counted beside them.
RATE = 5_000
# Which listener each is laid to, and seconds until it is what it stays: slow ones are cut after ten, and two more when they
# go on sending.
ATTACKS = {"slow-head": ("http", 15), "flood": ("http", 2), "slow-hello": ("https", 15), "hello-flood": ("https", 2)}
MOST_ROUNDS = 3
BARS = {"goodput": 0.8, "p99": 2.0, "memory": 1.0}
# docs/edge.md, "Memory": bytes of a connection by scheme, beside `maximumBufferedBytes`, both by default.
BYTES_PER_CONNECTION = {"http": 3 * 1024, "https": 17 * 1024}
MOST_BUFFERED, MOST_CONNECTIONS = 536_870_912, 16_384


class Site:
    """Gatehouse as it is by default, on a core of its own; everybody else on the other."""

    def __init__(self, folder: Path, stack: ExitStack, scheme: str) -> None:
        folder.mkdir()
        folder.chmod(0o755)
        self.scheme = scheme
        peers = Peers(folder, [], CORE, OTHER_CORE)
        stack.callback(peers.upstream.stop)
        home = Gatehouse(BINARY, folder, peers.upstream.port, loops=1,
                         certificate=Certificate(folder) if scheme == "https" else None)
        self.program = home.start(CORE)
        stack.callback(self.program.stop)
        tokens = KeyMaker(home.admin).create_many(1_000)
        self.key, self.admin = tokens[0], home.admin
        self.load = SteadyLoad(folder, self.program.port, write_keys(folder, "honest", tokens), RATE, scheme, OTHER_CORE,
                               survives=True)
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        most = min(MOST_CONNECTIONS, (files - 256) // 2)
        self.allowed_bytes = MOST_BUFFERED + most * BYTES_PER_CONNECTION[scheme]

    def protections(self) -> dict[str, float]:
        """What was turned away so far, by reason."""
        text = AdminConnection(self.admin).ask("GET", "/metrics").decode()
        name = "gatehouse_gateway_protections_total{reason=\""
        lines = (line.removeprefix(name).split("\"} ") for line in text.splitlines() if line.startswith(name))
        return {reason: float(value) for reason, value in lines}


def run(folder: Path, rounds: int, seconds: int) -> dict:
    """Windows with attackers, each beside one without, round by round."""
    fitting(CLIENTS)
    with ExitStack() as stack:
        attackers = folder / "siege-clients"
        subprocess.run(
            ["cc", "-O2", "-o", str(attackers), str(HERE / "siege.c"), "-lssl", "-lcrypto"], check=True)
        # Who measures is a client, too: no business on the server's core.
        everywhere = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {OTHER_CORE})
        stack.callback(os.sched_setaffinity, 0, everywhere)
        sites = {scheme: Site(folder / scheme, stack, scheme) for scheme in ("http", "https")}
        for site in sites.values():
            site.load.run(1)
        pairs: dict[str, list[tuple[dict, dict]]] = {attack: [] for attack in ATTACKS}
        for number in range(min(rounds, MOST_ROUNDS)):
            for attack, (scheme, ramp) in ATTACKS.items():
                quiet = window(sites[scheme], seconds)
                busy = besieged(attackers, sites[scheme], attack, ramp, seconds)
                pairs[attack].append((quiet, busy))
                print(f"  round {number + 1}  {attack:11} goodput {busy['goodput'] / quiet['goodput']:4.2f},"
                      f" p99 {quiet['p99']:,.0f} -> {busy['p99']:,.0f} µs, {busy['opened_per_second']:,.0f} opened a second,"
                      f" {busy['least']:,.0f} to {busy['most']:,.0f} held", flush=True)
                time.sleep(1)
    return {"rows": {attack: summary(sites[ATTACKS[attack][0]], each) for attack, each in pairs.items()}, "bars": BARS,
            "clients": CLIENTS, "rate": RATE}


def window(site: Site, seconds: int, ramp: int = 0, begin: Callable[[], None] | None = None) -> dict:
    """Honest clients, who have their connections from before; `ramp` seconds go by before they count, then `begin` is
    called."""
    memory = site.program.memory_bytes()
    with ThreadPoolExecutor(1) as pool:
        honest = pool.submit(site.load.run, seconds, ramp)
        time.sleep(ramp)
        if begin:
            begin()
        before, waited, began = site.program.cpu_seconds(), site.program.waited_seconds(), time.monotonic()
        with Newcomers(site.program, site.key) as newcomers:
            load = honest.result()
        spent, lasted = site.program.cpu_seconds() - before, time.monotonic() - began
        waited = site.program.waited_seconds() - waited
    served = load["requests"] - load["refused"] - load["lost"]
    return {"goodput": served / max(load["microseconds"] / 1e6, seconds), "p50": load["p50"], "p99": load["p99"],
            "refused": load["refused"], "lost": load["lost"], "busy": spent / lasted, "waited": waited / lasted, "bytes": memory,
            **newcomers.figures()}


def besieged(attackers: Path, site: Site, attack: str, ramp: int, seconds: int) -> dict:
    before = site.protections()
    crowds: list[Attackers] = []
    # A second for the honest ones to be there first.
    siege = threading.Timer(1, lambda: crowds.append(Attackers(attackers, site.program, attack)))
    siege.start()
    counts: dict = {}
    try:
        figures = window(site, seconds, ramp + 1, lambda: crowds[0].count_anew())
    finally:
        siege.cancel()
        siege.join()
        for crowd in crowds:
            counts = crowd.stop()
    after = site.protections()
    protections = {
        reason: value - before.get(reason, 0) for reason, value in after.items() if value > before.get(reason, 0)}
    lasted = counts["microseconds"] / 1e6
    check(attack, counts, protections)
    return figures | {
        "opened_per_second": counts["opened"] / lasted, "cut_per_second": counts["cut"] / lasted,
        "answered_per_second": counts["answered"] / lasted, "failed_per_second": counts["failed"] / lasted,
        "least": counts["least"], "most": counts["most"], "own": counts["own"], "protections": protections}


def check(attack: str, counts: dict, protections: dict[str, float]) -> None:
    """Fails unless it was a siege: slow ones all there, or turned away by Gatehouse; others back every second."""
    if attack.startswith("slow-"):
        if counts["most"] < 0.9 * CLIENTS and not protections:
            fail(f"{attack}: of {CLIENTS} clients only {counts['most']} were there: {counts}")
    elif counts["opened"] < 0.9 * CLIENTS * counts["microseconds"] / 1e6:
        fail(f"{attack}: only {counts['opened']} connections; is the machine busy? {counts}")


def summary(site: Site, pairs: list[tuple[dict, dict]]) -> dict:
    """Medians; the most of memory and of what was turned away."""
    def middle(index: int, name: str) -> float:
        return statistics.median(pair[index][name] for pair in pairs)

    names = ("goodput", "p50", "p99", "busy", "waited", "newcomers", "newcomer_ms")
    return {
        "quiet": {name: middle(0, name) for name in names}, "busy": {name: middle(1, name) for name in names},
        **{name: middle(1, name) for name in ("opened_per_second", "cut_per_second", "answered_per_second",
                                              "failed_per_second", "least", "most", "own", "refused", "lost")},
        "goodput_ratio": statistics.median(busy["goodput"] / quiet["goodput"] for quiet, busy in pairs),
        "p99_ratio": middle(1, "p99") / middle(0, "p99"),
        "before_mib": pairs[0][1]["bytes"] / 2**20, "most_mib": max(pair[1]["most_bytes"] for pair in pairs) / 2**20,
        "allowed_mib": site.allowed_bytes / 2**20, "protections": pairs[-1][1]["protections"],
    }
