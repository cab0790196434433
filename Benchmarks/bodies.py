"""Bodies through the proxy, both ways: bytes that it forwards in a second of its CPU time, beside nginx."""

import hashlib
import http.client
import os
import ssl
from contextlib import ExitStack
from pathlib import Path

from comparison import BINARY
from harness import Certificate, Gatehouse, KeyMaker, Program, fail, free_port
from load import CORE, median, run_wrk
from peers import Peers
from transport import check_negotiated

SIZES = {"1 KB": 1_000, "100 KB": 100_000, "10 MB": 10_000_000}
DIRECTIONS = ("download", "upload")
# Of which each may hold some ten megabytes on their way.
CONNECTIONS = {"1 KB": 64, "100 KB": 32, "10 MB": 8}
MOST_SECONDS = 2
# Over TLS no bar is set.
TLS_ROUNDS = 3
BAR = 0.9
# What nginx's users set for large bodies: buffers that hold many reads, and no temporary file either way.
FAST = """proxy_buffers 16 64k;
            proxy_buffer_size 64k;
            proxy_busy_buffers_size 128k;
            proxy_max_temp_file_size 0;
            proxy_request_buffering off;
            client_body_buffer_size 64k;
            client_max_body_size 0;"""


def run(folder: Path, rounds: int, seconds: int) -> dict:
    """Medians of interleaved rounds, in alternating order; client, proxy and upstream on one core."""
    rows: dict[str, dict[str, dict]] = {}
    for scheme, count in (("http", rounds), ("https", min(rounds, TLS_ROUNDS))):
        home = folder / scheme
        home.mkdir()
        home.chmod(0o755)
        with ExitStack() as stack:
            rivals, key = prepared(home, stack, Certificate(home) if scheme == "https" else None)
            for direction in DIRECTIONS:
                for size in SIZES:
                    rows[f"{scheme} {direction} {size}"] = compared(
                        rivals, key, direction, size, count, min(seconds, MOST_SECONDS))
    return {"rows": rows, "bar": BAR}


def prepared(folder: Path, stack: ExitStack, certificate: Certificate | None) -> tuple[dict[str, Program], str]:
    """nginx that checks nothing, and Gatehouse, before one upstream; both have to bring every byte over."""
    peers = Peers(folder, [], CORE, CORE, certificate)
    stack.callback(peers.upstream.stop)
    upstream = bodies_upstream(peers, folder)
    stack.callback(upstream.stop)
    port = free_port()
    plain = peers.nginx("nginx", peers.proxy_server(port, upstream.port, FAST), port)
    stack.callback(plain.stop)
    home = Gatehouse(BINARY, folder, upstream.port, loops=1, certificate=certificate)
    program = home.start(CORE)
    stack.callback(program.stop)
    key = KeyMaker(home.admin).create("bodies")
    rivals = {"nginx": plain, "gatehouse": program}
    for rival in rivals.values():
        check(rival, folder, key)
        if certificate:
            check_negotiated(rival)
    return rivals, key


def bodies_upstream(peers: Peers, folder: Path) -> Program:
    """An nginx that has what is downloaded as files, and takes in all of what is uploaded before it answers: the second
    server is asked without the body, once that is there."""
    files = folder / "bodies"
    files.mkdir()
    files.chmod(0o755)
    for length in SIZES.values():
        (files / str(length)).write_bytes(os.urandom(length))
    port, sink = free_port(), free_port()
    return peers.nginx("bodies-upstream", f"""sendfile on;
    upstream sink {{ server 127.0.0.1:{sink}; keepalive 64; keepalive_requests 1000000000; }}
    server {{ listen 127.0.0.1:{sink}; return 200 "taken"; }}
    server {{
        listen 127.0.0.1:{port};
        root {files};
        location = /upload {{
            client_max_body_size 0;
            client_body_buffer_size {max(SIZES.values()) + 65_536};
            add_header X-Taken $request_length;
            proxy_pass http://sink;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_pass_request_body off;
            proxy_set_header Content-Length "";
        }}
    }}""", port)


def check(program: Program, folder: Path, key: str) -> None:
    """Fails unless the last byte of each body comes over, and the right ones."""
    for name, length in SIZES.items():
        wanted = (folder / f"bodies/{length}").read_bytes()
        status, _, body = ask(program, "GET", f"/{length}", key)
        if status != 200 or hashlib.sha256(body).digest() != hashlib.sha256(wanted).digest():
            fail(f"{program.name}, download of {name}: {status}, {len(body)} bytes")
        status, taken, _ = ask(program, "POST", "/upload", key, wanted)
        if status != 200 or taken < length:
            fail(f"{program.name}, upload of {name}: {status}, {taken} bytes of {length} and a head")


def ask(program: Program, method: str, path: str, key: str, body: bytes | None = None) -> tuple[int, int, bytes]:
    """Status, bytes that the upstream took, and the answer's body."""
    if program.scheme == "https":
        connection = http.client.HTTPSConnection(
            "127.0.0.1", program.port, timeout=30, context=ssl._create_unverified_context())
    else:
        connection = http.client.HTTPConnection("127.0.0.1", program.port, timeout=30)
    connection.request(method, path, body, {"Host": "bench.example", "X-API-Key": key})
    response = connection.getresponse()
    answer = response.status, int(response.getheader("X-Taken", "0")), response.read()
    connection.close()
    return answer


def compared(
    rivals: dict[str, Program], key: str, direction: str, size: str, rounds: int, seconds: int
) -> dict[str, dict]:
    figures: dict[str, list[dict]] = {name: [] for name in rivals}
    for number in range(rounds + 1):
        order = list(rivals.items())
        for name, program in order if number % 2 else reversed(order):
            window = measured(program, key, direction, size, seconds if number else 1)
            if number:
                figures[name].append(window)
                print(f"  round {number}  {program.scheme:5} {direction:8} {size:6} {name:10}"
                      f" {window['bytes_per_cpu_second'] / 1e6:8,.0f} MB a CPU second", flush=True)
    return {name: median(each) for name, each in figures.items()}


def measured(program: Program, key: str, direction: str, size: str, seconds: int) -> dict:
    length = SIZES[size]
    is_upload = direction == "upload"
    environment = {"METHOD": "POST" if is_upload else "GET", "TARGET": "/upload" if is_upload else f"/{length}",
                   "KEY": key, "LENGTH": str(length if is_upload else 0)}
    before = program.cpu_seconds()
    load = run_wrk(program.port, seconds, CONNECTIONS[size], CORE, "bodies.lua", program.scheme, environment)
    spent = program.cpu_seconds() - before
    if load["refused"] or load["broken"] or not load["requests"]:
        fail(f"{program.name}, {direction} of {size}: {load}")
    moved = load["requests"] * length
    return {"bytes_per_cpu_second": moved / max(spent, 0.01), "bytes_per_second": moved / load["microseconds"] * 1e6,
            "cpu_us": spent / load["requests"] * 1e6}
