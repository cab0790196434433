"""Who comes to a server under siege besides its usual clients: honest ones that have no connection yet, and attackers."""

import json
import signal
import socket
import ssl
import statistics
import subprocess
import threading
import time
from pathlib import Path

from harness import TICK, Program, fail, pinned
from load import OTHER_CORE

CLIENTS = 5_000


class Newcomers:
    """Ten honest clients a second that have no connection yet, each for one request; and the process's memory meanwhile."""

    def __init__(self, program: Program, key: str) -> None:
        self.program, self.key = program, key
        self.taken, self.refused, self.most_bytes = [], 0, 0
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.work)

    def __enter__(self) -> "Newcomers":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        self.thread.join()

    def work(self) -> None:
        while not self.is_over.wait(0.1):
            began = time.monotonic()
            try:
                is_served = self.ask()
            except OSError:
                is_served = False
            if is_served:
                self.taken.append((time.monotonic() - began) * 1e3)
            else:
                self.refused += 1
            self.most_bytes = max(self.most_bytes, self.program.memory_bytes())

    def ask(self) -> bool:
        with socket.create_connection(("127.0.0.1", self.program.port), timeout=2) as plain:
            connection = plain
            if self.program.scheme == "https":
                connection = ssl._create_unverified_context().wrap_socket(plain, server_hostname="bench.example")
            connection.sendall(
                f"GET /bench HTTP/1.1\r\nHost: bench.example\r\nX-API-Key: {self.key}\r\n\r\n".encode())
            is_served = connection.recv(4_096).startswith(b"HTTP/1.1 200")
            connection.close()
            return is_served

    def figures(self) -> dict:
        count = len(self.taken) + self.refused
        return {"newcomers": len(self.taken) / max(count, 1), "newcomer_ms": statistics.median(self.taken or [0.0]),
                "most_bytes": self.most_bytes}


class Attackers:
    """They share a core with the honest clients and the upstream, and come at a pace that leaves these most of it."""

    def __init__(self, clients: Path, program: Program, attack: str) -> None:
        self.process = subprocess.Popen(
            [*pinned(OTHER_CORE), str(clients), str(program.port), str(CLIENTS), attack],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.began = time.monotonic()

    def count_anew(self) -> None:
        self.process.send_signal(signal.SIGUSR1)

    def stop(self) -> dict:
        own = 0.0
        if self.process.poll() is None:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
            own = (int(fields[11]) + int(fields[12])) / TICK / (time.monotonic() - self.began)
        self.process.terminate()
        output, errors = self.process.communicate(timeout=30)
        if self.process.returncode:
            fail(f"the attackers failed: {errors}")
        return json.loads(output) | {"own": own}
