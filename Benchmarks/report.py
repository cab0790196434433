"""The tables that are printed, and what they are held against."""

import os
import platform
import re
from collections.abc import Iterator
from pathlib import Path

from idle import PEER_COUNT

# Of the time of a window: beyond it something else has the core of the proxy.
MOST_WAITED = 0.2


def machine() -> str:
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    name = model.group(1) if model else platform.machine()
    return f"{name}, {os.cpu_count()} cores, Linux {platform.release()}"


class Report:
    """Collects lines and verdicts as the parts come in."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.verdicts: list[tuple[str, float, str, float]] = []

    def add(self, part: str, result: dict) -> None:
        self.lines += ["", *getattr(self, f"show_{part.replace('-', '_')}")(result)]

    def hold(self, name: str, value: float, bar: float, most: bool = True) -> None:
        """Notes a figure and its bar, which is the most it may be, or the least."""
        self.verdicts.append((name, value, "at most" if most else "at least", bar))

    def show(self) -> None:
        print("\n".join(self.lines))
        print("\nBars")
        for name, value, kind, bar in self.verdicts:
            is_met = value <= bar if kind == "at most" else value >= bar
            print(f"  {'reached' if is_met else 'MISSED ':8} {name:58} {value:12,.2f}   {kind} {bar:,}")

    def rows(self, rows: dict[str, dict]) -> Iterator[str]:
        """Each with its ratio to the others' first, which is plain nginx, and Gatehouse's ratio to it."""
        yield f"  {'':10} {'CPU µs/request':>14} {'Gatehouse is':>13} {'requests/s':>11} {'p50 µs':>8} {'p99 µs':>8}"
        own = rows.get("gatehouse")
        for name, row in rows.items():
            ratio = f"{own['cpu_us'] / row['cpu_us']:.2f} of it" if own and name != "gatehouse" else ""
            yield (f"  {name:10} {row['cpu_us']:14.2f} {ratio:>13} {row['requests_per_second']:11,.0f} "
                   f"{row['p50_us']:8,.0f} {row['p99_us']:8,.0f}")

    def show_restrictions(self, result: dict) -> Iterator[str]:
        yield "One look-up of a restriction"
        for name, row in result.items():
            yield f"  {name:32} {row['nanoseconds']:8.1f} ns {row['allocations']:4} allocations"
            if "100000" in name:
                self.hold(f"ns, {name}", row["nanoseconds"], 150)
        self.hold("allocations in look-ups", sum(row["allocations"] for row in result.values()), 0)

    def show_limits(self, result: dict) -> Iterator[str]:
        yield "One check of a request's limits"
        for name, row in result.items():
            yield f"  {name:40} {row['nanoseconds']:8.1f} ns {row['allocations']:4} allocations"
            if name.endswith(" 1,000 subjects") and not name.startswith("6 "):
                self.hold(f"ns, {name}", row["nanoseconds"], 100)
        self.hold("allocations in checks", sum(row["allocations"] for row in result.values()), 0)

    def show_over_admission(self, result: dict) -> Iterator[str]:
        yield "Let in beyond a limit that many connections ask for at once (over-admission)"
        for name, row in result.items():
            yield (f"  {name:15} in a burst {max(row['burst'], 0):4}, in any window {max(row['boundary'], 0):4}"
                   f"   of {row['limit']} in {row['window_seconds']} s")
        if own := result.get("gatehouse"):
            self.hold("let in by Gatehouse beyond its limit", max(own["burst"], own["boundary"], 0), 0)

    def show_one_core(self, result: dict) -> Iterator[str]:
        yield "Client, proxy and upstream on one core (this figure repeats)"
        yield from self.rows(result["rows"])
        self.hold_ratios("CPU per request beside", result)
        rows = result["rows"]
        if "gatehouse" in rows and "nginx-lua" in rows:
            self.hold("p99 beside nginx-lua", rows["gatehouse"]["p99_us"] / rows["nginx-lua"]["p99_us"], 1.0)

    def show_rules(self, result: dict) -> Iterator[str]:
        yield "20 roles, 5 ranges of addresses, 6 limits of 3 scopes on every request (rules), beside one limit"
        yield from self.rows(result["rows"])
        for name, bar in result["bars"].items():
            self.hold(f"CPU per request with rules beside {name}", result["ratios"][name], bar)
        took = sorted(result["role_ms"])
        yield f"  a role of {result['keys']:,} keys changed: {took[len(took) // 2]:.1f} ms, at most {took[-1]:.1f} ms"
        self.hold("changing a role of all keys, slowest, ms", took[-1], result["bar_ms"])

    def hold_ratios(self, name: str, result: dict) -> None:
        rows = result["rows"]
        for peer, bar in result["bars"].items():
            if peer in rows and "gatehouse" in rows:
                self.hold(f"{name} {peer}", rows["gatehouse"]["cpu_us"] / rows[peer]["cpu_us"], bar)

    def show_own_core(self, result: dict) -> Iterator[str]:
        yield "The proxy on a core of its own, client and upstream on another"
        yield from self.rows(result["rows"])

    def show_tls(self, result: dict) -> Iterator[str]:
        yield "The same over TLS 1.3, TLS_AES_256_GCM_SHA384, connections kept"
        yield from self.rows(result["rows"])
        yield from self.show_counts(result)
        self.hold_ratios("CPU per request over TLS beside", result)
        idle = result["idle"]
        for name, each in idle["bytes_each"].items():
            yield f"  {name:10} {each:,.0f} bytes for each idle connection"
        if "gatehouse" in idle["bytes_each"]:
            yield f"  {idle['connections']:,} of them at Gatehouse, at most {PEER_COUNT:,} at the others"
            self.hold("bytes of an idle TLS connection", idle["bytes_each"]["gatehouse"], idle["bar"])

    def show_handshakes(self, result: dict) -> Iterator[str]:
        yield "Handshakes of TLS 1.3 (X25519, P-256, TLS_AES_256_GCM_SHA384), the proxy on a core of its own"
        yield f"  {'':24} {'a CPU second':>12} {'a second':>9} {'core busy':>9} {'tickets':>8} {'p50 µs':>8} {'p99 µs':>8}"
        for kind, rows in result["rows"].items():
            for name, row in rows.items():
                yield (f"  {kind:13} {name:10} {row['per_cpu_second']:12,.0f} {row['per_second']:9,.0f}"
                       f" {100 * row['busy']:7.0f} % {row['tickets']:8.1f} {row['p50_us']:8,.0f} {row['p99_us']:8,.0f}")
        for kind in ("full", "resumed"):
            rows = result["rows"][kind]
            self.hold(f"{kind} handshakes a CPU second beside nginx",
                      rows["gatehouse"]["per_cpu_second"] / rows["nginx"]["per_cpu_second"], result["bar"], most=False)

    def show_bodies(self, result: dict) -> Iterator[str]:
        yield "Bodies through the proxy; client, proxy and upstream on one core"
        yield f"  {'MB a CPU second':24} {'nginx':>8} {'Gatehouse':>10} {'of it':>6}   and MB/s {'nginx':>8} {'Gatehouse':>10}"
        for name, rows in result["rows"].items():
            peer, own = rows["nginx"], rows["gatehouse"]
            ratio = own["bytes_per_cpu_second"] / peer["bytes_per_cpu_second"]
            yield (f"  {name:24} {peer['bytes_per_cpu_second'] / 1e6:8,.0f} {own['bytes_per_cpu_second'] / 1e6:10,.0f}"
                   f" {ratio:6.2f} {'':10} {peer['bytes_per_second'] / 1e6:8,.0f} {own['bytes_per_second'] / 1e6:10,.0f}")
            if name.startswith("http "):
                self.hold(f"bytes a CPU second beside nginx, {name.removeprefix('http ')}", ratio, result["bar"],
                          most=False)

    def show_counts(self, result: dict) -> Iterator[str]:
        yield "Per request in steady state"
        for name in sorted({*result["mallocs"], *result["instructions"]}):
            calls = result["mallocs"].get(name)
            text = ", ".join(f"{thread} {count:.3f}" for thread, count in sorted((calls or {}).items())) or "–"
            instructions = result["instructions"].get(name)
            shown = f"{instructions:,.0f}" if instructions else "–"
            yield f"  {name:10} user instructions {shown:>9}   mallocs by thread: {text}"

    def show_flood(self, result: dict) -> Iterator[str]:
        yield "Refusing garbage keys from addresses within their budgets"
        yield (f"  admitted {result['admitted_us']:.2f} µs, refused {result['refused_us']:.2f} µs;"
               f" opening a connection {result['opened_us']:.1f} µs, not counted")
        self.hold("CPU of a refusal beside an admission", result["ratio"], result["bar"])

    def show_siege(self, result: dict) -> Iterator[str]:
        bars = result["bars"]
        yield (f"{result['clients']:,} clients that are none beside {result['rate']:,} honest requests a second;"
               " the proxy on a core of its own")
        for attack, row in result["rows"].items():
            quiet, busy = row["quiet"], row["busy"]
            yield (f"  {attack:11} {busy['goodput']:,.0f} requests/s beside {quiet['goodput']:,.0f}; p50 {quiet['p50']:,.0f} ->"
                   f" {busy['p50']:,.0f} µs, p99 {quiet['p99']:,.0f} -> {busy['p99']:,.0f} µs;"
                   f" {row['refused']:,.0f} refused, {row['lost']:,.0f} lost")
            yield (f"  {'':11} new clients served {100 * quiet['newcomers']:.0f} -> {100 * busy['newcomers']:.0f} %,"
                   f" in {quiet['newcomer_ms']:.1f} -> {busy['newcomer_ms']:.1f} ms; proxy's core busy"
                   f" {100 * quiet['busy']:.0f} -> {100 * busy['busy']:.0f} %, waited for it"
                   f" {100 * quiet['waited']:.0f} -> {100 * busy['waited']:.0f} %")
            if quiet["waited"] > MOST_WAITED:
                yield f"  {'':11} THE MACHINE IS BUSY with something else: these figures are about that"
            yield (f"  {'':11} attackers: {row['opened_per_second']:,.0f} connections a second, {row['cut_per_second']:,.0f}"
                   f" cut, {row['answered_per_second']:,.0f} answered, {row['failed_per_second']:,.0f} failed;"
                   f" {row['least']:,.0f} to {row['most']:,.0f} open; {100 * row['own']:.0f} % of the clients' core")
            shed = ", ".join(f"{reason} {count:,.0f}" for reason, count in row["protections"].items()) or "nothing"
            grown = row["most_mib"] - row["before_mib"]
            yield (f"  {'':11} memory {row['before_mib']:.0f} -> {row['most_mib']:.0f} MiB, grown by {grown:.0f} of the"
                   f" {row['allowed_mib']:.0f} that connections and buffers may take;"
                   f" turned away in the last round: {shed}")
            self.hold(f"goodput under {attack}", row["goodput_ratio"], bars["goodput"], most=False)
            self.hold(f"p99 under {attack} beside that without", row["p99_ratio"], bars["p99"])
            self.hold(f"memory grown under {attack} beside what is allowed", grown / row["allowed_mib"], bars["memory"])

    def show_refusals(self, result: dict) -> Iterator[str]:
        yield "Memory under a flood of garbage keys"
        yield (f"  {result['refusals']:,} refusals in {result['seconds']:.0f} s:"
               f" {result['before_mib']:.1f} -> {result['after_mib']:.1f} MiB")
        self.hold("memory grown by refusals, MiB", result["after_mib"] - result["before_mib"], 1.0)

    def show_scale(self, result: dict) -> Iterator[str]:
        bars = result["bars"]
        yield f"{result['keys']:,} keys"
        yield (f"  {result['few_us']:.2f} µs with ten thousand, {result['many_us']:.2f} µs with all;"
               f" revocation p50 {result['revoke_p50_ms']:.1f} ms, p99 {result['revoke_p99_ms']:.1f} ms")
        self.hold("CPU per request beside ten thousand keys", result["cpu_ratio"], bars["cpu_ratio"])
        self.hold("bytes of memory a key", result["bytes_per_key"], bars["bytes_per_key"])
        self.hold("seconds until ready", result["ready_seconds"], bars["ready_seconds"])
        self.hold("revocation's answer under load, p99 ms", result["revoke_p99_ms"], bars["revoke_p99_ms"])
        self.hold("throughput lost while revoking", result["dip"], bars["dip"])

    def show_issuing(self, result: dict) -> Iterator[str]:
        yield f"Issuing {result['keys']:,} keys one by one: {result['per_second']:,.0f} a second, each durable"
        self.hold("keys issued a second", result["per_second"], result["bar"], most=False)

    def show_idle(self, result: dict) -> Iterator[str]:
        yield f"{result['connections']:,} idle connections: {result['bytes_each']:,.0f} bytes each"
        self.hold("bytes of an idle connection", result["bytes_each"], result["bar"])

    def show_verify(self, result: dict) -> Iterator[str]:
        bars = result["bars"]
        yield "Verify, native dialect, beside nginx answering the same body; a batch is a hundred keys"
        for name, row in result["rows"].items():
            yield (f"  {name:8} {row['cpu_us']:9.2f} µs a request, {row['requests_per_second']:9,.0f} requests/s,"
                   f" p50 {row['p50_us']:,.0f} µs, p99 {row['p99_us']:,.0f} µs")
        self.hold("requests/s of verify beside nginx", result["share_of_nginx"], bars["share_of_nginx"], most=False)
        self.hold("verifications a second a core, in batches", result["batch_per_second"], bars["batch_per_second"],
                  most=False)

    def show_audit(self, result: dict) -> Iterator[str]:
        rates, bars = result["rates"], result["bars"]
        yield f"Verifying an audit log of {result['entries']:,} entries offline"
        yield (f"  {rates['one']:,.0f} entries a second on one core, {rates['all']:,.0f} on all;"
               f" a proof in the store p50 {result['proof_p50_us']:,.0f} µs, p99 {result['proof_p99_us']:,.0f} µs")
        self.hold("audit entries verified a second", rates["all"], bars["per_second"], most=False)
        self.hold("inclusion proof in the store, p99 µs", result["proof_p99_us"], bars["proof_p99_us"])

    def show_history(self, result: dict) -> Iterator[str]:
        yield f"{result['keys']:,} keys and {result['entries']:,} audit entries"
        yield (f"  from start to the first request {result['cold_seconds']:.2f} s from the disk,"
               f" {result['warm_seconds']:.2f} s from memory; a proof over the API p50 {result['proof_p50_ms']:.2f} ms,"
               f" p99 {result['proof_p99_ms']:.2f} ms")
        self.hold("seconds from start to the first request", result["cold_seconds"], result["bar"])

    def show_writes(self, result: dict) -> Iterator[str]:
        yield f"{result['wanted']} keys issued a second, each durable and proven; a key shown, and bytes synced, as often"
        for name in ("written", "shown", "synced"):
            row = result[name]
            yield f"  {name:8} {row['rate']:6.0f} a second, p50 {row['p50']:7.2f} ms, p99 {row['p99']:7.2f} ms"
        self.hold("added to an answer by log and disk, p99 ms", result["added_p99_ms"], result["bar"])
        self.hold("durable writes a second", result["written"]["rate"], 0.99 * result["wanted"], most=False)

    def show_rotation(self, result: dict) -> Iterator[str]:
        yield f"{result['moved']:,} ciphertexts sealed anew in {result['seconds']:,.0f} s beside requests"
        yield from self.beside(result)
        yield f"  p99 beside a program that computes as long at a time and as often: {result['beside_p99_us']:,.0f} µs"
        self.hold("request p99 beside that without rotation", result["p99_ratio"], result["bars"]["p99_ratio"])

    def show_backup(self, result: dict) -> Iterator[str]:
        yield (f"{result['keys']:,} keys and {result['entries']:,} entries: backup of {result['bytes'] / 2**20:,.0f} MiB in"
               f" {result['backup_seconds']:.0f} s beside requests, restored in {result['restore_seconds']:.0f} s")
        yield from self.beside(result)
        self.hold("seconds until restored", result["restore_seconds"], result["bars"]["restore_seconds"])

    def beside(self, result: dict) -> Iterator[str]:
        yield (f"  p50 {result['busy_p50_us']:,.0f} µs, p99 {result['busy_p99_us']:,.0f} µs; without"
               f" {result['quiet_p50_us']:,.0f} and {result['quiet_p99_us']:,.0f} µs; p99 {result['p99_ratio']:.2f} of it,"
               f" windows without differ by {100 * result['noise']:.0f} %")
