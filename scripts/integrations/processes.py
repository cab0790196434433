"""Programs under test: started in a folder of their own, waited for, stopped, with their output kept."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

START_SECONDS = 30.0
STOP_SECONDS = 10.0


class StartError(Exception):
    """A program did not start."""


def free_ports(count: int) -> list[int]:
    """Ports that were free a moment ago, all different."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def accepts(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Program:
    """One process and its output."""

    def __init__(self, name: str, command: list[str], folder: Path, variables: dict[str, str] | None = None) -> None:
        self.name, self.log = name, folder / f"{name}.log"
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                command, cwd=folder, env=os.environ | (variables or {}), stdin=subprocess.DEVNULL,
                stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
            )

    def wait_for(self, *ports: int) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not all(accepts(port) for port in ports):
            if self.process.poll() is not None:
                raise StartError(f"{self.name} ended with {self.process.returncode}:\n{self.output()}")
            if time.monotonic() > deadline:
                raise StartError(f"{self.name} was not ready within {START_SECONDS} s:\n{self.output()}")
            time.sleep(0.05)

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def send(self, signal_number: int) -> None:
        os.killpg(self.process.pid, signal_number)

    def kill(self) -> None:
        """Ends the process without letting it do anything any more, as a stopped one would on its way out."""
        self.send(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Ends the process and its children, gently first."""
        if self.process.poll() is None:
            self.send(signal.SIGTERM)
        try:
            self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
