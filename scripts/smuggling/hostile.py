"""An upstream that answers with what no server should: the client sees 502, a visible cut, or the answer alone; never a
byte that stands for another message, and never another's answer."""

import socket
from dataclasses import dataclass

from .listener import Listener
from .upgrade_cases import lines
from .wire import Reader, WireError, connect, read_answer

# Stands wherever a client must not look.
FOREIGN = "INJECTED"
FOREIGN_ANSWER = f"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{FOREIGN}"
MALFORMED = 502
# What a server says to the key of the handshakes (RFC 6455, 1.3).
ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="


@dataclass
class Case:
    name: str
    # What the upstream sends.
    wire: str
    # The status that the client gets.
    status: int = 200
    # The body that it gets, or the beginning of it when that is cut; None where it does not matter.
    body: str | None = None
    is_whole: bool = True
    method: str = "GET"
    # Whether the upstream closes behind it.
    ends: bool = True
    # What it goes on sending for as long as it can.
    endless: str = ""
    # Whether it is asked for WebSocket, on a route that takes it.
    is_upgrade: bool = False


class Upstream(Listener):
    """Answers /h/N with the Nth case, and anything else as a good server does."""

    patience = 60.0

    def __init__(self, cases: list[Case]) -> None:
        self.cases = cases
        super().__init__()

    def serve(self, reader: Reader) -> None:
        while target := self.target(reader):
            if not self.answer(reader.connection, target):
                return

    def target(self, reader: Reader) -> str | None:
        line = reader.line()
        while reader.line():
            pass
        return line.decode("latin-1").split(" ")[1] if line else None

    def answer(self, connection: socket.socket, target: str) -> bool:
        """Whether the connection goes on."""
        target = target.removeprefix("/ws")
        if not target.startswith("/h/"):
            body = target.encode()
            connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            return True
        case = self.cases[int(target.removeprefix("/h/"))]
        connection.sendall(case.wire.encode("latin-1"))
        while case.endless:
            connection.sendall(case.endless.encode("latin-1") * 100)
        return not case.ends


def ok(fields: str, body: str = "") -> str:
    return f"HTTP/1.1 200 OK\r\n{fields}\r\n\r\n{body}"


CHUNKED = "Transfer-Encoding: chunked"


def broken_heads() -> list[Case]:
    starts = [
        FOREIGN,
        f"{FOREIGN}\r\n\r\n",
        f"HTTP/2.0 200 {FOREIGN}\r\n\r\n",
        f"HTTP/1.1 99 {FOREIGN}\r\n\r\n",
        f"HTTP/1.1 600 {FOREIGN}\r\n\r\n",
        f"HTTP/1.1 2000 {FOREIGN}\r\n\r\n",
        f"HTTP/1.1  200 {FOREIGN}\r\n\r\n",
        f"\r\nHTTP/1.1 200 {FOREIGN}\r\n\r\n",
        f"ICY 200 {FOREIGN}\r\n\r\n",
        f"HTTP/1.1 200 OK\n\n{FOREIGN}",
        f"HTTP/1.1 200 O\rK\r\n\r\n{FOREIGN}",
        f"HTTP/1.1 200 O\x00K\r\n\r\n{FOREIGN}",
        f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n{FOREIGN}",
        f"HTTP/1.1 100 Continue\r\nContent-Length: 8\r\n\r\n{FOREIGN}{FOREIGN_ANSWER}",
        f"HTTP/1.1 103 Hints\r\n{CHUNKED}\r\n\r\n8\r\n{FOREIGN}\r\n0\r\n\r\n{FOREIGN_ANSWER}",
        f"HTTP/1.1 204 No\r\nContent-Length: 8\r\n\r\n{FOREIGN}",
        f"HTTP/1.1 204 No\r\n{CHUNKED}\r\n\r\n8\r\n{FOREIGN}\r\n0\r\n\r\n",
        f"HTTP/1.0 200 OK\r\n{CHUNKED}\r\n\r\n8\r\n{FOREIGN}\r\n0\r\n\r\n",
    ]
    fields = [
        f"Content-Length: 8\r\n{CHUNKED}",
        f"{CHUNKED}\r\nContent-Length: 8",
        "Content-Length: 8\r\nContent-Length: 8",
        "Content-Length: 8\r\nContent-Length: 0",
        "Content-Length: 8, 8",
        "Content-Length: +8",
        "Content-Length: -8",
        "Content-Length: 08",
        "Content-Length: 0x8",
        "Content-Length: 8 8",
        "Content-Length:\t8",
        "Content-Length:",
        "Content-Length: 8\x00",
        "Content-Length : 8",
        "Content_Length: 8",
        "Content.Length: 8",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: xchunked",
        f"{CHUNKED}\r\n{CHUNKED}",
        "Transfer-Encoding : chunked",
        "Transfer.Encoding: chunked",
        "Connection: Content-Length\r\nContent-Length: 8",
        f"X: {FOREIGN}\nContent-Length: 8",
        f"X: {FOREIGN}\rContent-Length: 8",
        f"X: a\r\n {FOREIGN}\r\nContent-Length: 8",
        f"X: {FOREIGN}\x00\r\nContent-Length: 8",
        f"X: {FOREIGN}\x01\r\nContent-Length: 8",
        f"{FOREIGN}\r\nContent-Length: 8",
        f"X : {FOREIGN}\r\nContent-Length: 8",
        f": {FOREIGN}\r\nContent-Length: 8",
        f" X: {FOREIGN}\r\nContent-Length: 8",
        f"X\x00: {FOREIGN}\r\nContent-Length: 8",
        "\r\n".join(["X: a"] * 200),
    ]
    cases = [Case(f"head {start[:30]!r}", start, MALFORMED) for start in starts]
    cases += [Case(f"fields {each[:40]!r}", ok(each, FOREIGN), MALFORMED) for each in fields]
    return cases


def endless() -> list[Case]:
    return [
        Case("a status line without end", "HTTP/1.1 200 ", MALFORMED, endless="a"),
        Case("a name without end", "HTTP/1.1 200 OK\r\nX", MALFORMED, endless="a"),
        Case("a value without end", "HTTP/1.1 200 OK\r\nX: ", MALFORMED, endless="a"),
        Case("fields without end", "HTTP/1.1 200 OK\r\n", MALFORMED, endless="X: a\r\n"),
        Case("interim responses without end", "", MALFORMED, endless="HTTP/1.1 103 Hints\r\n\r\n"),
        Case("a chunk size without end", ok(CHUNKED), 200, "", False, endless="0"),
        Case("an extension without end", ok(CHUNKED, "5;"), 200, "", False, endless="a"),
        Case("small extensions without end", ok(CHUNKED), 200, None, False, endless="1;aaaaaaaaaaaaaaaa\r\na\r\n"),
        Case("trailers without end", ok(CHUNKED, "5\r\nhello\r\n0\r\n"), 200, "hello", False, endless="X: a\r\n"),
    ]


def wrong_bodies() -> list[Case]:
    cases = [
        Case("shorter than its length", ok("Content-Length: 9", "hello"), 200, "hello", False),
        Case("longer than its length", ok("Content-Length: 5", f"hello{FOREIGN}"), 200, "hello", ends=False),
        Case("another answer behind it", ok("Content-Length: 5", f"hello{FOREIGN_ANSWER}"), 200, "hello", ends=False),
        Case(
            "another answer behind chunks", ok(CHUNKED, f"5\r\nhello\r\n0\r\n\r\n{FOREIGN_ANSWER}"), 200, "hello",
            ends=False
        ),
        Case("another answer behind 204", f"HTTP/1.1 204 No Content\r\n\r\n{FOREIGN_ANSWER}", 204, "", ends=False),
        Case(
            "a body behind 304", f"HTTP/1.1 304 Not Modified\r\nContent-Length: 8\r\n\r\n{FOREIGN}", 304, "", ends=False
        ),
        Case("a body behind HEAD", ok("Content-Length: 8", FOREIGN), 200, "", method="HEAD", ends=False),
        Case("chunks behind HEAD", ok(CHUNKED, f"8\r\n{FOREIGN}\r\n0\r\n\r\n"), 200, "", method="HEAD", ends=False),
        Case("until the end", ok("X: a", "hello"), 200, "hello"),
        Case("hints before it", f"HTTP/1.1 103 Hints\r\nX: a\r\n\r\n{ok('Content-Length: 5', 'hello')}", 200, "hello"),
        Case(
            "fields of ours",
            ok(
                f"Gatehouse-Owner: {FOREIGN}\r\nX-Request-Id: {FOREIGN}\r\nRateLimit: {FOREIGN}\r\n"
                f"Keep-Alive: {FOREIGN}\r\n"
                f"Connection: X-Hop\r\nX-Hop: {FOREIGN}\r\nContent-Length: 5", "hello"
            ), 200, "hello"
        ),
    ]
    for name, rest in {
        "a size of nothing": f"\r\n{FOREIGN}",
        "a negative size": f"-1\r\n{FOREIGN}",
        "a prefixed size": f"0x8\r\n{FOREIGN}",
        "a spaced size": f"8 \r\n{FOREIGN}",
        "a size of 17 digits": f"00000000000000008\r\n{FOREIGN}",
        "a bare line feed": f"8\n{FOREIGN}",
        "no end of a chunk": f"0\r\n{FOREIGN}",
        "a chunk beyond its size": f"1\r\na{FOREIGN}\r\n0\r\n\r\n",
        "a forbidden trailer": f"0\r\nContent-Length: {FOREIGN}\r\n\r\n",
        "a folded trailer": f"0\r\n {FOREIGN}: a\r\n\r\n",
        "our name in a trailer": f"0\r\nGatehouse-Owner: {FOREIGN}\r\n\r\n",
        "a control byte in an extension": f"8;\x00\r\n{FOREIGN}",
        "a huge size": f"fffffffffffffffff\r\n{FOREIGN}",
    }.items():
        begun = "hello" + ("a" if name == "a chunk beyond its size" else "")
        cases.append(Case(name, ok(CHUNKED, f"5\r\nhello\r\n{rest}"), 200, begun, False))
    return cases


def early_closes() -> list[Case]:
    """Good answers, cut behind every byte."""
    cases = []
    for fields, body in (("Content-Length: 5", "hello"), (CHUNKED, "5\r\nhello\r\n0\r\n\r\n")):
        whole = ok(fields, body)
        start = len(whole) - len(body)
        for end in range(len(whole)):
            got = "" if end < start else "hello"[:max(0, end - start - (3 if fields == CHUNKED else 0))]
            cases.append(Case(f"cut at {end}", whole[:end], MALFORMED if end < start else 200, got, end < start))
    return cases


def switched(fields: str, version: str = "1.1") -> str:
    return f"HTTP/{version} 101 Switching Protocols\r\n{fields}\r\n\r\n{FOREIGN}"


def wrong_switches() -> list[Case]:
    """A 101 that is none, to who has asked for WebSocket; and answers that are none, with what would be frames behind them."""
    start = "Connection: Upgrade\r\nUpgrade: websocket"
    accept = f"Sec-WebSocket-Accept: {ACCEPT}"
    good = f"{start}\r\n{accept}"
    wires = {
        "no accept": switched(start),
        "another accept": switched(f"{start}\r\nSec-WebSocket-Accept: {ACCEPT.lower()}"),
        "two accepts": switched(f"{good}\r\n{accept}"),
        "HTTP/1.0": switched(good, "1.0"),
        "no Connection": switched(f"Upgrade: websocket\r\n{accept}"),
        "no Upgrade": switched(f"Connection: Upgrade\r\n{accept}"),
        "h2c": switched(f"Connection: Upgrade\r\nUpgrade: h2c\r\n{accept}"),
        "h2c beside it": switched(f"Connection: Upgrade\r\nUpgrade: websocket, h2c\r\n{accept}"),
        "h2c in another line": switched(f"{good}\r\nUpgrade: h2c"),
        "a length": switched(f"{good}\r\nContent-Length: 8"),
        "chunks": switched(f"{good}\r\n{CHUNKED}"),
        "an extension nobody offered": switched(f"{good}\r\nSec-WebSocket-Extensions: permessage-deflate"),
        "a subprotocol nobody offered": switched(f"{good}\r\nSec-WebSocket-Protocol: v1"),
        "102 like 101": switched(good).replace("101 Switching", "102 Processing"),
        "another answer before": f"HTTP/1.1 103 Hints\r\nContent-Length: 8\r\n\r\n{FOREIGN}{switched(good)}",
    }
    cases = [Case(f"101 with {name}", wire, MALFORMED, is_upgrade=True) for name, wire in wires.items()]
    cases += [
        Case("200 that pretends", ok(f"{good}\r\nContent-Length: 5", f"hello{FOREIGN}"), 200, "hello", ends=False,
             is_upgrade=True),
        Case("200, then 101", ok("Content-Length: 5", f"hello{switched(good)}"), 200, "hello", ends=False, is_upgrade=True),
        Case("403, then 101", f"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n{switched(good)}", 403, "", ends=False,
             is_upgrade=True),
        Case("304 with a length", f"HTTP/1.1 304 No\r\nContent-Length: 8\r\n\r\n{FOREIGN}", 304, "", ends=False,
             is_upgrade=True),
        Case("a good 101 for nobody", switched(good), MALFORMED),
    ]
    return cases


def all_cases() -> list[Case]:
    return [*broken_heads(), *endless(), *wrong_bodies(), *early_closes(), *wrong_switches()]


@dataclass
class Client:
    """Asks for each case, with another request right behind it, and once more on another connection."""

    host: str
    port: int
    key: str

    def head(self, method: str, target: str) -> str:
        return f"{method} {target} HTTP/1.1\r\nHost: {self.host}\r\nX-API-Key: {self.key}\r\n"

    def plain(self, target: str) -> str:
        return self.head("GET", target) + "Connection: close\r\n\r\n"

    def check(self, number: int, case: Case) -> str | None:
        """What is wrong."""
        after, probe = f"/after/{number}", f"/probe/{number}"
        with connect(self.port) as connection:
            target, more = (f"/ws/h/{number}", f"{lines()}\r\n") if case.is_upgrade else (f"/h/{number}", "")
            connection.sendall((self.head(case.method, target) + more + "\r\n" + self.plain(after)).encode())
            reader = Reader(connection)
            answer = read_answer(reader, case.method == "HEAD")
            if answer is None:
                return "no answer"
            body = answer.body.decode("latin-1")
            if (answer.status, answer.is_whole) != (case.status, case.is_whole):
                told, wanted = (answer.status, answer.is_whole), (case.status, case.is_whole)
                return f"status and wholeness {told} in place of {wanted}: {body[:200]}"
            if answer.status == 200 and case.body is not None and body != case.body:
                return f"the body {body[:200]!r} in place of {case.body!r}"
            behind = read_answer(reader) if answer.is_whole else None
            if answer.is_whole and (behind is None or behind.body != after.encode()):
                return f"the next request was answered {behind}"
            reader.rest()
            if FOREIGN.encode() in reader.all:
                return f"what was injected came through: {reader.all[:300]!r}"
        with connect(self.port) as connection:
            connection.sendall(self.plain(probe).encode())
            another = read_answer(Reader(connection))
        return None if another and another.body == probe.encode() else f"another client was answered {another}"


def check(client: Client, cases: list[Case]) -> tuple[int, list[str]]:
    findings = []
    for number, case in enumerate(cases):
        try:
            finding = client.check(number, case)
        except (WireError, ValueError, OSError) as error:
            finding = f"{type(error).__name__}: {error}"
        if finding:
            findings.append(f"hostile: {case.name}: {finding}")
    return len(cases) - len(findings), findings
