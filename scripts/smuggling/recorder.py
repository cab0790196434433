"""The little server behind nginx, Apache and HAProxy: remembers every request as it arrived."""

import json
from collections.abc import Callable

from .listener import Listener
from .wire import Reader, WireError


class CutOff(WireError):
    """The connection ended within a request, which is none then."""


class Recorder(Listener):
    """Answers every request and hands on what it was."""

    def __init__(self, record: Callable[[dict], None]) -> None:
        self.record = record
        super().__init__()

    def serve(self, reader: Reader) -> None:
        while request := self.read(reader):
            self.record(request)
            reader.connection.sendall(answer(request))

    def read(self, reader: Reader) -> dict | None:
        line = reader.line()
        if line is None:
            return None
        method, target, _ = (line.decode("latin-1").split(" ") + ["", ""])[:3]
        fields = []
        while line := reader.line():
            name, _, value = line.decode("latin-1").partition(":")
            fields.append([name, value.strip(" \t")])
        if any(name.lower() == "expect" for name, _ in fields):
            reader.connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        return {"method": method, "target": target, "fields": fields, "body": self.body(reader, fields)}

    def body(self, reader: Reader, fields: list[list[str]]) -> str:
        values = {name.lower(): value for name, value in fields}
        if values.get("transfer-encoding") != "chunked":
            return self.whole(reader, int(values.get("content-length", 0))).decode("latin-1")
        body = b""
        while size := int(self.line(reader).split(b";")[0], 16):
            body += self.whole(reader, size)
            self.line(reader)
        while self.line(reader):
            pass
        return body.decode("latin-1")

    def line(self, reader: Reader) -> bytes:
        line = reader.line()
        if line is None:
            raise CutOff
        return line

    def whole(self, reader: Reader, count: int) -> bytes:
        piece = reader.bytes(count)
        if len(piece) < count:
            raise CutOff
        return piece


def answer(request: dict) -> bytes:
    """What every back end answers: the target in a field, the request as the body."""
    body = b"" if request["method"] == "HEAD" else json.dumps(request).encode()
    return (
        f"HTTP/1.1 200 OK\r\nX-Seen-Target: {request['target']}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode("latin-1") + body
