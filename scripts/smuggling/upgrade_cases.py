"""Handshakes of WebSocket on a route that takes them: what is not one is refused, and what a handshake that comes to nothing
was sent with is a request like any other, and judged."""

from .case import Case, Refused, Seen, head

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
TARGET = "/ws{path}"
LINES = {
    "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": KEY,
}


def lines(more: str = "", **changes: str | None) -> str:
    """The lines of a handshake, with others in the place of some: `None` leaves one out."""
    named = {name.replace("_", "-"): value for name, value in changes.items()}
    kept = [f"{name}: {value}" for name, value in (LINES | named).items() if value is not None]
    return "\r\n".join(kept + ([more] if more else []))


def ask(fields: str, method: str = "GET", version: str = "HTTP/1.1") -> str:
    return head(method, TARGET, fields, version)


def without_body() -> list[Case]:
    """Refused, and the connection goes on behind them."""
    rows = [
        ("h2c", lines(Connection="Upgrade, HTTP2-Settings", Upgrade="h2c", more="HTTP2-Settings: AA"), 501),
        ("h2c beside it", lines(Upgrade="websocket, h2c"), 501),
        ("h2c before it", lines(Upgrade="h2c, websocket"), 501),
        ("h2c in another line", lines("Upgrade: h2c"), 501),
        ("itself in another line", lines("Upgrade: websocket"), 501),
        ("a version of the protocol", lines(Upgrade="websocket/13"), 501),
        ("a longer name", lines(Upgrade="websockets"), 501),
        ("no name", lines(Upgrade=""), 501),
        ("no key", lines(Sec_WebSocket_Key=None), 400),
        ("two keys", lines(f"Sec-WebSocket-Key: {KEY}"), 400),
        ("a short key", lines(Sec_WebSocket_Key="AAAA"), 400),
        ("a key with bits to spare", lines(Sec_WebSocket_Key=KEY.replace("Q==", "R==")), 400),
        ("no version", lines(Sec_WebSocket_Version=None), 400),
        ("two versions", lines("Sec-WebSocket-Version: 13"), 400),
        ("a list of versions", lines(Sec_WebSocket_Version="13, 8"), 426),
        ("another version", lines(Sec_WebSocket_Version="8"), 426),
        ("a subprotocol twice", lines("Sec-WebSocket-Protocol: a, a"), 400),
        ("a subprotocol that is none", lines("Sec-WebSocket-Protocol: a b"), 400),
        ("an extension that is none", lines("Sec-WebSocket-Extensions: a; =b"), 400),
        ("a quoted extension that is no token", lines('Sec-WebSocket-Extensions: a; b="c, d"'), 400),
    ]
    return [
        Case("Upgrade", name, ask(fields), [Refused(status)], needs_one=True) for name, fields, status in rows
    ] + [
        Case("Upgrade", method, ask(lines(), method), [Refused(400)], needs_one=True)
        for method in ("POST", "PUT", "OPTIONS")
    ]


def with_body() -> list[Case]:
    """What stands behind such a head may be a body or a request: refused, and nothing behind it is read."""
    length, codings = "Content-Length: {hidden-length}", "Transfer-Encoding: chunked"
    rows = [
        ("a length", ask(lines(length)) + "{hidden}"),
        ("a length, and a POST", ask(lines(length), "POST") + "{hidden}"),
        ("chunks", ask(lines(codings)) + "{hidden-hex}\r\n{hidden}\r\n0\r\n\r\n"),
        ("no chunks", ask(lines(codings)) + "0\r\n\r\n{hidden}"),
        ("a length that is waited for", ask(lines(f"{length}\r\nExpect: 100-continue")) + "{hidden}"),
        ("h2c with a length", ask(lines(length, Upgrade="h2c")) + "{hidden}"),
    ]
    statuses = {"h2c with a length": 501}
    cases = [
        Case("Upgrade", name, wire, [Refused(statuses.get(name, 400), is_last=True)], needs_one=True)
        for name, wire in rows
    ]
    cases.append(
        Case("Upgrade", "HTTP/1.0", ask(lines(), version="HTTP/1.0"), [Refused(400, is_last=True)], needs_one=True))
    named = lines(Connection="Upgrade, Sec-WebSocket-Key, Host")
    cases.append(Case("Upgrade", "names what routes", ask(named), [Refused(400, is_last=True)], needs_one=True))
    return cases


def answered() -> list[Case]:
    """The server behind does not switch, or is not asked to: it saw one request, and the next one."""
    seen = [Seen(target=TARGET)]
    return [
        Case("Upgrade", "a whole handshake", ask(lines()), seen),
        Case("Upgrade", "spelt otherwise", ask(lines(Connection="keep-alive, UPGRADE", Upgrade="WebSocket")), seen),
        Case("Upgrade", "a length of nothing", ask(lines("Content-Length: 0")), seen),
        Case("Upgrade", "more of the same names", ask(lines("Sec-WebSocket-Accept: forged\r\nSec-WebSocket-Foo: forged")), seen),
        Case("Upgrade", "two behind each other", ask(lines()) + ask(lines()), seen * 2),
        Case("Upgrade", "one behind a body", head("POST", TARGET, "Content-Length: 5") + "hello" + ask(lines()),
             [Seen("POST", TARGET, "hello"), *seen]),
        Case("Upgrade", "without Connection", ask(lines(Connection=None)), seen),
        Case("Upgrade", "without Upgrade", ask(lines(Upgrade=None)), seen),
    ]


def all_cases() -> list[Case]:
    return [case for make in (without_body, with_body, answered) for case in make()]
