"""Connections that were used once and lie idle: the memory each takes."""

import resource
import socket
from contextlib import ExitStack
from pathlib import Path

from comparison import BINARY
from harness import Gatehouse, KeyMaker, fail
from load import CORE
from peers import Peers

BAR = 8_192


def run(folder: Path, count: int) -> dict:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with ExitStack() as stack:
        peers = Peers(folder, [], CORE, CORE)
        stack.callback(peers.upstream.stop)
        home = Gatehouse(BINARY, folder, peers.upstream.port)
        program = home.start()
        stack.callback(program.stop)
        key = KeyMaker(home.admin).create("idle")
        # What the first connections make anew is not the price of the others.
        open_and_use(stack, program.port, key, 200)
        before = program.memory_bytes()
        open_and_use(stack, program.port, key, count)
        after = program.memory_bytes()
    return {"connections": count, "bytes_each": (after - before) / count, "bar": BAR}


def open_and_use(stack: ExitStack, port: int, key: str, count: int) -> None:
    request = f"GET /bench HTTP/1.1\r\nHost: bench.example\r\nX-API-Key: {key}\r\n\r\n".encode()
    for _ in range(count):
        connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
        connection.sendall(request)
        if not connection.recv(4_096).startswith(b"HTTP/1.1 200"):
            fail("a connection was not served")
