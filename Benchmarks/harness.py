"""What measurements and long checks share: programs started in a folder of their own, pinned to a core when asked, and
a Gatehouse with keys."""

import http.client
import json
import os
import re
import secrets
import select
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")
START_SECONDS = 120


def fail(message: str) -> None:
    sys.exit(f"{Path(sys.argv[0]).name}: {message}")


def pinned(core: int | None) -> list[str]:
    return [] if core is None else ["taskset", "--cpu-list", str(core)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    fail(f"nothing listens on port {port}:\n{log.read_text(errors='replace')}")


class Program:
    """A process with its children, from start to stop; pinned to one core when it is given."""

    def __init__(
        self, name: str, command: list[str], folder: Path, port: int, core: int | None = None,
        environment: dict[str, str] | None = None, scheme: str = "http",
    ) -> None:
        self.name, self.port, self.scheme = name, port, scheme
        log = folder / f"{name}.log"
        began = time.monotonic()
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [*pinned(core), *command], cwd=folder, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, start_new_session=True, env=os.environ | (environment or {}),
            )
        wait_for(port, self.process, log)
        self.seconds_to_ready = time.monotonic() - began

    def processes(self) -> list[int]:
        """The process and its children, which is as deep as ours go."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def cpu_seconds(self) -> float:
        """User and system time of all processes and threads so far."""
        ticks = 0
        for process in self.processes():
            fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICK

    def waited_seconds(self) -> float:
        """How long threads that could have run had to wait for their core so far: much of it, and the machine is busy with
        something else."""
        nanoseconds = 0
        for process in self.processes():
            for thread in Path(f"/proc/{process}/task").iterdir():
                try:
                    nanoseconds += int((thread / "schedstat").read_text().split()[1])
                except (FileNotFoundError, ProcessLookupError):
                    # It has ended meanwhile.
                    continue
        return nanoseconds / 1e9

    def memory_bytes(self) -> int:
        """Resident memory of all processes that is theirs alone: no mapped file counts, such as a database's."""
        pages = re.compile(r"^RssAnon:\s+(\d+) kB", re.M)
        statuses = (Path(f"/proc/{process}/status").read_text() for process in self.processes())
        return sum(int(match.group(1)) for status in statuses if (match := pages.search(status))) * 1024

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class AdminConnection(http.client.HTTPConnection):
    """HTTP over the admin socket, which needs no sign-in."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=60)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(str(self.path))

    def post(self, path: str, body: dict) -> dict:
        headers = {"Content-Type": "application/json", "Idempotency-Key": f'"{secrets.token_hex(16)}"'}
        return json.loads(self.ask("POST", path, json.dumps(body), headers))

    def get(self, path: str) -> dict:
        return json.loads(self.ask("GET", path))

    def ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> bytes:
        # The server has closed what was idle for long.
        if self.sock is not None and select.select([self.sock], [], [], 0)[0]:
            self.close()
        self.request(method, path, body, headers or {})
        response = self.getresponse()
        answer = response.read()
        if response.status not in (200, 201):
            fail(f"{method} {path} answered {response.status}: {answer.decode(errors='replace')}")
        return answer


class Certificate:
    """A certificate (ECDSA on P-256) that is its own issuer, and its key."""

    def __init__(self, folder: Path) -> None:
        self.chain, self.key = folder / "certificate.pem", folder / "certificate.key"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", "/CN=bench.example", "-addext", "subjectAltName=DNS:bench.example", "-keyout", str(self.key),
             "-out", str(self.chain)],
            check=True, capture_output=True)
        self.key.chmod(0o600)
        # Both in one file, as HAProxy wants them.
        self.pair = folder / "certificate.pair"
        self.pair.touch(mode=0o600)
        self.pair.write_text(self.chain.read_text() + self.key.read_text())


class Gatehouse:
    """A server's home: its configuration with one route in front of an upstream, and its data. It may be started and
    stopped again and again; a folder that holds one already is taken over."""

    def __init__(self, binary: Path, folder: Path, upstream: int, loops: int = 0, more: str = "",
                 certificate: "Certificate | None" = None, handshakes: int = 1_000) -> None:
        """0 loops are one for each core; `more` is added to the configuration. With a certificate the gateway speaks TLS,
        and begins so many handshakes a second for each loop."""
        self.binary, self.port = binary, free_port()
        self.scheme = "https" if certificate else "http"
        security = f", tls: {{certificates: [{{certificate: {certificate.chain}, key: {certificate.key}}}]," \
            f" handshakesPerSecond: {handshakes}}}" if certificate else ""
        self.home = folder / "gatehouse"
        self.home.mkdir(exist_ok=True)
        self.admin = self.home / "run/admin.sock"
        self.data = self.home / "data"
        self.root_key = self.home / "root.key"
        if not self.root_key.exists():
            self.root_key.touch(mode=0o600)
            self.root_key.write_bytes(secrets.token_bytes(32))
            self.root_key.chmod(0o400)
        self.configuration = self.home / "gatehouse.yaml"
        self.configuration.write_text(f"""
data: {self.data}
rootKey: {{file: {self.root_key}}}
eventLoops: {loops}
gateway: {{port: {self.port}, maximumBodyBytes: unlimited{security}}}
admin: {{port: {free_port()}, socket: {self.admin}}}
upstreams:
  - {{name: api, address: 127.0.0.1, port: {upstream}}}
routes:
  - {{name: bench, path: /**, project: bench, environment: live, permission: bench:use, class: read}}
{more}
""")

    def start(
        self, core: int | None = None, prefix: list[str] | None = None, environment: dict[str, str] | None = None
    ) -> Program:
        """Starts it, and returns when it accepts requests and commands."""
        command = [*(prefix or []), str(self.binary), "serve", "--config", str(self.configuration)]
        self.admin.unlink(missing_ok=True)
        program = Program("gatehouse", command, self.home, self.port, core, environment, self.scheme)
        deadline = time.monotonic() + START_SECONDS
        while not self.admin.exists():
            if time.monotonic() > deadline:
                fail("the admin socket does not appear")
            time.sleep(0.05)
        return program


def start_gatehouse(binary: Path, folder: Path, upstream: int) -> tuple[Program, Path]:
    """A server with one route in front of an upstream, and its admin socket."""
    gatehouse = Gatehouse(binary, folder, upstream)
    return gatehouse.start(), gatehouse.admin


class KeyMaker:
    """Creates keys of one project, each with a permission and a limit."""

    def __init__(self, admin: Path) -> None:
        self.admin = admin
        connection = AdminConnection(admin)
        self.project = connection.post("/v1/projects", {"name": "bench"})["id"]
        path = f"/v1/projects/{self.project}/environments"
        self.environment = connection.post(path, {"name": "live", "tag": "live"})["id"]

    def create(
        self, name: str, limit: int = 1_000_000_000, connection: AdminConnection | None = None,
        permissions: tuple[str, ...] = ("bench:use",),
    ) -> str:
        """Creates a key that admits so many requests a minute, and returns its secret."""
        windows = [{"limit": limit, "window_seconds": 60}]
        answer = (connection or AdminConnection(self.admin)).post("/v1/keys", {
            "name": name, "environment_id": self.environment, "boundary": "admin",
            "permissions": list(permissions),
            "limits": [{"name": "minute", "scope": "key", "algorithm": "sliding_window", "windows": windows}],
        })
        return answer["secret"]

    def create_many(self, count: int) -> list[str]:
        workers = 16

        def create_some(numbers: range) -> list[str]:
            connection = AdminConnection(self.admin)
            return [self.create(f"bench-{number}", connection=connection) for number in numbers]

        with ThreadPoolExecutor(workers) as pool:
            parts = pool.map(create_some, [range(start, count, workers) for start in range(workers)])
            return [key for part in parts for key in part]
