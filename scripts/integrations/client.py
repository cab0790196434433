"""A client that sends exactly what it is told, repeated and foreign fields included."""

import http.client
import socket
from dataclasses import dataclass
from pathlib import Path

HOST = "api.example.com"
SECONDS = 20.0


@dataclass
class Answer:
    status: int
    fields: list[tuple[str, str]]
    body: bytes

    def value(self, name: str) -> str | None:
        return next((value for field, value in self.fields if field.lower() == name.lower()), None)


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: Path, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.path))


def send(
    place: int | Path, method: str, target: str, fields: list[tuple[str, str]] = (), body: bytes | None = None,
    host: str = HOST, source: str = "127.0.0.1", seconds: float = SECONDS,
) -> Answer:
    """One request on a connection of its own: to a port from one of the loopback addresses, or to a Unix socket."""
    connection = (
        UnixConnection(place, seconds) if isinstance(place, Path)
        else http.client.HTTPConnection("127.0.0.1", place, timeout=seconds, source_address=(source, 0))
    )
    try:
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", host)
        for name, value in fields:
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        return Answer(response.status, response.getheaders(), response.read())
    finally:
        connection.close()
