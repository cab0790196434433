"""Connections that were used once and lie idle: the memory each takes."""

import resource
import socket
import ssl
from contextlib import ExitStack
from pathlib import Path

import comparison
from comparison import BINARY
from harness import Certificate, Gatehouse, KeyMaker, Program, fail
from load import CORE
from peers import Peers

BAR = 8_192


def run(folder: Path, count: int) -> dict:
    raise_descriptors()
    with ExitStack() as stack:
        peers = Peers(folder, [], CORE, CORE)
        stack.callback(peers.upstream.stop)
        home = Gatehouse(BINARY, folder, peers.upstream.port)
        program = home.start()
        stack.callback(program.stop)
        key = KeyMaker(home.admin).create("idle")
        # What the first connections make anew is not the price of the others.
        open_and_use(stack, program, key, 200)
        before = program.memory_bytes()
        open_and_use(stack, program, key, count)
        after = program.memory_bytes()
    return {"connections": count, "bytes_each": (after - before) / count, "bar": BAR}


def run_tls(folder: Path, names: list[str], count: int) -> dict[str, float]:
    """Bytes for each idle connection that speaks TLS."""
    raise_descriptors()
    figures = {}
    for name in names:
        if name not in comparison.SPEAKS_TLS:
            continue
        home = folder / f"idle-{name}"
        home.mkdir()
        home.chmod(0o755)
        with comparison.Field(home, [name], 10, CORE, CORE, Certificate(home)) as field, ExitStack() as stack:
            rival = field.rivals[name]
            key = rival.keys.read_text().split()[0]
            open_and_use(stack, rival.program, key, 200)
            before = rival.program.memory_bytes()
            open_and_use(stack, rival.program, key, count)
            figures[name] = (rival.program.memory_bytes() - before) / count
    return figures


def raise_descriptors() -> None:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def connect(stack: ExitStack, program: Program) -> socket.socket:
    connection = stack.enter_context(socket.create_connection(("127.0.0.1", program.port), timeout=20))
    if program.scheme == "https":
        # Whose certificate it is, is not asked.
        context = ssl._create_unverified_context()
        connection = stack.enter_context(context.wrap_socket(connection, server_hostname="bench.example"))
    return connection


def open_and_use(stack: ExitStack, program: Program, key: str, count: int) -> None:
    request = f"GET /bench HTTP/1.1\r\nHost: bench.example\r\nX-API-Key: {key}\r\n\r\n".encode()
    for _ in range(count):
        connection = connect(stack, program)
        connection.sendall(request)
        if not connection.recv(4_096).startswith(b"HTTP/1.1 200"):
            fail("a connection was not served")
