"""Load on a program, and what it cost: CPU time of its processes, latencies, and on demand mallocs."""

import http.client
import json
import os
import ssl
import statistics
import subprocess
from pathlib import Path

from harness import Program, fail, pinned
from transport import CLIENT_ENVIRONMENT

HERE = Path(__file__).resolve().parent
# The last core serves what is measured; where there is another, it takes what is not.
CORE = max(os.sched_getaffinity(0))
OTHER_CORE = min(os.sched_getaffinity(0))


def status_of(port: int, key: str | None, scheme: str = "http") -> int:
    """The certificate of a measurement is nobody's: whose it is, is not asked."""
    if scheme == "https":
        context = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=10, context=context)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/bench", headers={"Host": "bench.example"} | ({"X-API-Key": key} if key else {}))
    status = connection.getresponse().status
    connection.close()
    return status


def check(program: Program, good: str, limited: str) -> None:
    """A figure is worth nothing unless the checks are made."""
    def status(key: str | None) -> int:
        return status_of(program.port, key, program.scheme)

    wrong = good[:-8] + ("A" if good[-8] != "A" else "B") + good[-7:]
    if status(good) != 200:
        fail(f"{program.name} refuses a good key")
    if status(wrong) not in (401, 403) or status(None) not in (401, 403):
        fail(f"{program.name} does not refuse a wrong key, or none")
    if [status(limited) for _ in range(3)] != [200, 200, 429]:
        fail(f"{program.name} does not answer a limit of 2 with 200, 200, 429")


def write_keys(folder: Path, name: str, keys: list[str]) -> Path:
    file = folder / f"{name}.keys"
    file.write_text("".join(f"{key}\n" for key in keys))
    return file


def wrk(
    port: int, keys: Path, seconds: float, connections: int = 64, core: int = CORE, script: str = "random-keys.lua",
    scheme: str = "http",
) -> dict:
    """One run of the client: requests, microseconds, refused, broken, p50, p99."""
    return run_wrk(port, seconds, connections, core, script, scheme, {"KEYS": str(keys)})


def run_wrk(
    port: int, seconds: float, connections: int, core: int, script: str, scheme: str, environment: dict[str, str]
) -> dict:
    """The script finds what it needs in its environment. Less than a second is one: wrk knows no parts of it."""
    result = subprocess.run(
        [
            *pinned(core), "wrk", "--threads", "1", "--connections", str(connections), "--duration",
            f"{max(1, round(seconds))}s", "--timeout", "10s", "--script", str(HERE / script),
            f"{scheme}://127.0.0.1:{port}",
        ],
        env=os.environ | CLIENT_ENVIRONMENT | environment | {"REPORT": str(HERE / "report.lua")},
        check=False, capture_output=True, text=True, timeout=seconds + 60,
    )
    if result.returncode != 0:
        fail(f"wrk failed: {result.stdout}{result.stderr}")
    return json.loads(result.stdout.splitlines()[-1])


class SteadyLoad:
    """The client that keeps its rate however long the answers take: 64 connections, keys in turn."""

    def __init__(
        self, folder: Path, port: int, keys: Path, rate: int, scheme: str = "http", core: int | None = None,
        survives: bool = False,
    ) -> None:
        """One that survives counts what is refused and what is lost with its connection; the others fail."""
        self.client = folder / "steady"
        self.survives = survives
        subprocess.run(
            ["cc", "-O2", "-o", str(self.client), str(HERE / "steady.c"), "-lssl", "-lcrypto"], check=True)
        self.command = [*pinned(core), str(self.client), str(port), str(keys), str(rate), "64"]
        self.manner = ["tls" if scheme == "https" else "plain", *(["survives"] if survives else [])]

    def run(self, seconds: int, uncounted: int = 0) -> dict:
        """Requests and microseconds: p50, p99, p999, most. Only those who survive have seconds that do not count."""
        manner = [*self.manner, *([str(uncounted)] if self.survives else [])]
        result = subprocess.run(
            [*self.command, str(seconds), *manner], env=os.environ | CLIENT_ENVIRONMENT, check=False,
            capture_output=True, text=True, timeout=seconds + uncounted + 120)
        if result.returncode:
            fail(f"the steady load failed: {result.stdout}{result.stderr}")
        load = json.loads(result.stdout)
        if (load["refused"] or load["lost"]) and not self.survives:
            fail(f"of {load['requests']} requests {load['refused']} were refused and {load['lost']} lost")
        return load


def measure(
    program: Program, keys: Path, seconds: float, connections: int = 64, core: int = CORE,
    script: str = "random-keys.lua", refuses: bool = False,
) -> dict:
    """One round of load and what it cost per request. `refuses`: every request has to be refused, else none."""
    before = program.cpu_seconds()
    load = wrk(program.port, keys, seconds, connections, core, script, program.scheme)
    spent = program.cpu_seconds() - before
    expected = load["requests"] if refuses else 0
    if load["refused"] != expected or load["broken"] or not load["requests"]:
        fail(f"{program.name}: of {load['requests']} requests {load['refused']} refused, {load['broken']} broken")
    return {
        "cpu_us": spent / load["requests"] * 1e6,
        "requests_per_second": load["requests"] / load["microseconds"] * 1e6,
        "p50_us": load["p50"], "p99_us": load["p99"],
    }


def median(rounds: list[dict]) -> dict:
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}
