"""A client that sends exactly what it is told, repeated and foreign fields included."""

import http.client
from dataclasses import dataclass

HOST = "api.example.com"
SECONDS = 20.0


@dataclass
class Answer:
    status: int
    fields: list[tuple[str, str]]
    body: bytes

    def value(self, name: str) -> str | None:
        return next((value for field, value in self.fields if field.lower() == name.lower()), None)


def send(
    port: int, method: str, target: str, fields: list[tuple[str, str]] = (), body: bytes | None = None,
    host: str = HOST, source: str = "127.0.0.1", seconds: float = SECONDS,
) -> Answer:
    """One request on a connection of its own, from one of the loopback addresses."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds, source_address=(source, 0))
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
