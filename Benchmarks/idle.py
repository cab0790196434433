"""Connections that were used once and lie idle: the memory each takes."""

import resource
import select
import socket
import ssl
from contextlib import ExitStack
from pathlib import Path

import comparison
from comparison import BINARY
from harness import Certificate, Gatehouse, KeyMaker, Program, fail
from load import CORE
from peers import Peers

BAR, TLS_BAR = 8_192, 30_000
# Before those that are counted.
FIRST = 200
# Of a peer, whose figure is for comparison.
PEER_COUNT = 2_000


def run(folder: Path, count: int) -> dict:
    count = fitting(count)
    with ExitStack() as stack:
        peers = Peers(folder, [], CORE, CORE)
        stack.callback(peers.upstream.stop)
        home = Gatehouse(BINARY, folder, peers.upstream.port)
        program = home.start()
        stack.callback(program.stop)
        key = KeyMaker(home.admin).create("idle")
        # What the first connections make anew is not the price of the others.
        held = open_and_use(stack, program, key, FIRST)
        before = program.memory_bytes()
        held += open_and_use(stack, program, key, count)
        after = program.memory_bytes()
        check_open(program, held)
    return {"connections": count, "bytes_each": (after - before) / count, "bar": BAR}


def run_tls(folder: Path, names: list[str], count: int) -> dict:
    """Bytes for each idle connection that speaks TLS."""
    count, figures = fitting(count), {}
    for name in names:
        home = folder / f"idle-{name}"
        home.mkdir()
        home.chmod(0o755)
        each = count if name == "gatehouse" else min(count, PEER_COUNT)
        with comparison.Field(home, [name], 10, CORE, CORE, Certificate(home)) as field, ExitStack() as stack:
            rival = field.rivals[name]
            key = rival.keys.read_text().split()[0]
            held = open_and_use(stack, rival.program, key, FIRST)
            before = rival.program.memory_bytes()
            held += open_and_use(stack, rival.program, key, each)
            figures[name] = (rival.program.memory_bytes() - before) / each
            check_open(rival.program, held)
    return {"connections": count, "bytes_each": figures, "bar": TLS_BAR}


def fitting(count: int) -> int:
    """As many of these connections as fit the files that a process may open: Gatehouse has to be able to open two for
    each, and 256. Each of its loops takes its share of them, and no two get quite as many."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    room = (most - 256) // 2 * 19 // 20 - FIRST
    if room < count:
        print(f"  only {room:,} connections fit the {most:,} files that a process may open here")
    return min(count, room)


def check_open(program: Program, held: list[socket.socket]) -> None:
    """A connection that was ended to make room for others takes no memory, and would count as if it did."""
    waiting = select.poll()
    for connection in held:
        waiting.register(connection, select.POLLIN | select.POLLRDHUP)
    ended = sum(1 for _, events in waiting.poll(0) if events & (select.POLLRDHUP | select.POLLHUP | select.POLLERR))
    if ended:
        fail(f"{program.name} ended {ended} of {len(held)} idle connections")


def connect(stack: ExitStack, program: Program) -> socket.socket:
    connection = stack.enter_context(socket.create_connection(("127.0.0.1", program.port), timeout=20))
    if program.scheme == "https":
        # Whose certificate it is, is not asked.
        context = ssl._create_unverified_context()
        connection = stack.enter_context(context.wrap_socket(connection, server_hostname="bench.example"))
    return connection


def open_and_use(stack: ExitStack, program: Program, key: str, count: int) -> list[socket.socket]:
    request = f"GET /bench HTTP/1.1\r\nHost: bench.example\r\nX-API-Key: {key}\r\n\r\n".encode()
    opened = []
    for _ in range(count):
        connection = connect(stack, program)
        connection.sendall(request)
        if not connection.recv(4_096).startswith(b"HTTP/1.1 200"):
            fail("a connection was not served")
        opened.append(connection)
    return opened
