"""A client that sends bytes as they are and reads answers one after the other until the connection ends."""

import socket
from dataclasses import dataclass, field

# Reached only when something is wrong: whatever is right answers or closes at once.
SECONDS = 20.0


class WireError(Exception):
    """What came is not a row of whole answers."""


@dataclass
class Answer:
    status: int
    fields: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    # Whether the body ended where its framing says.
    is_whole: bool = True

    def value(self, name: str) -> str | None:
        return next((value for key, value in self.fields if key.lower() == name.lower()), None)


class Reader:
    """Reads from a socket what an answer takes and no more."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection, self.held, self.was_reset = connection, b"", False
        # Everything that came.
        self.all = b""

    def more(self) -> bool:
        try:
            piece = self.connection.recv(65_536)
        except ConnectionError:
            self.was_reset, piece = True, b""
        except TimeoutError:
            raise WireError(f"nothing came for {SECONDS:.0f} s, after {self.held[-80:]!r}") from None
        self.held += piece
        self.all += piece
        return bool(piece)

    def line(self) -> bytes | None:
        """A line without its end; None at the end of the connection."""
        while b"\r\n" not in self.held:
            if not self.more():
                return None
        line, self.held = self.held.split(b"\r\n", 1)
        return line

    def bytes(self, count: int) -> bytes:
        """So many bytes, or what there is of them."""
        while len(self.held) < count and self.more():
            pass
        piece, self.held = self.held[:count], self.held[count:]
        return piece

    def rest(self) -> bytes:
        while self.more():
            pass
        piece, self.held = self.held, b""
        return piece


def read_answer(reader: Reader, answers_head: bool = False) -> Answer | None:
    """The next answer, interim ones passed over; None when the connection ends before it."""
    while (answer := read_one(reader, answers_head)) and answer.status < 200:
        pass
    return answer


def read_one(reader: Reader, answers_head: bool = False) -> Answer | None:
    line = reader.line()
    if line is None:
        if reader.held:
            raise WireError(f"the connection ends within an answer: {reader.held[:80]!r}")
        return None
    parts = line.split(b" ", 2)
    if len(parts) < 2 or not parts[0].startswith(b"HTTP/1.") or not parts[1].isdigit():
        raise WireError(f"no status line: {line[:80]!r}")
    answer = Answer(int(parts[1]))
    while line := reader.line():
        name, _, value = line.decode("latin-1").partition(":")
        answer.fields.append((name, value.strip(" \t")))
    if line is None:
        raise WireError("the connection ends within a head")
    if not (answers_head or answer.status < 200 or answer.status in (204, 304)):
        read_body(reader, answer)
    return answer


def read_body(reader: Reader, answer: Answer) -> None:
    lengths = [value for name, value in answer.fields if name.lower() == "content-length"]
    codings = [value for name, value in answer.fields if name.lower() == "transfer-encoding"]
    if len(lengths) + len(codings) > 1:
        raise WireError(f"an answer with two framings: {answer.fields}")
    if codings:
        read_chunks(reader, answer)
    elif lengths:
        answer.body = reader.bytes(int(lengths[0]))
        answer.is_whole = len(answer.body) == int(lengths[0])
    else:
        answer.body = reader.rest()
        answer.is_whole = not reader.was_reset


def read_chunks(reader: Reader, answer: Answer) -> None:
    while line := reader.line():
        size = int(line, 16)
        if size == 0:
            while reader.line():
                pass
            return
        piece = reader.bytes(size)
        answer.body += piece
        if len(piece) < size or reader.line() != b"":
            break
    answer.is_whole = False


def connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def converse(port: int, wire: bytes, heads: list[bool]) -> tuple[list[Answer], bytes]:
    """Sends the bytes, reads as many answers as `heads` has entries (True: an answer to HEAD), then to the end.

    Returns the answers and what came behind them.
    """
    with connect(port) as connection:
        try:
            connection.sendall(wire)
        except ConnectionError:
            pass  # Refused before all was out: the answer is there to be read.
        reader, answers = Reader(connection), []
        for is_head in heads:
            answer = read_answer(reader, is_head)
            if answer is None:
                break
            answers.append(answer)
        return answers, reader.rest()
