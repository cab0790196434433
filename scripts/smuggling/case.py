"""What a case is: the bytes that a client sends, and what has to become of them.

In the bytes {host} stands for the back end's name, {key} for a key, {path} for a path of the case's own, and {hidden}
for a request that only a reader gone astray can find.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

HIDDEN = "GET /hidden HTTP/1.1\r\nHost: {host}\r\nX-API-Key: {key}\r\n\r\n"


@dataclass
class Seen:
    """The back end saw exactly this."""

    method: str = "GET"
    target: str = "{path}"
    body: str = ""
    # Besides those of every request.
    fields: list[tuple[str, str]] = field(default_factory=list)
    # The server does not look at the body: only what stands before it counts.
    is_heedless: bool = False


@dataclass
class Refused:
    """Answered by the gateway: by a rule of docs/http.md, after which the connection closes, or with a status, after which
    it goes on unless `is_last`."""

    rule: str | int
    is_last: bool = False

    @property
    def closes(self) -> bool:
        return self.is_last or isinstance(self.rule, str)


@dataclass
class Case:
    family: str
    name: str
    wire: str
    expected: list[Seen | Refused]
    # Back ends that refuse what they saw: they answer by themselves, and keep in step.
    declined_by: frozenset[str] = frozenset()
    # Its outcome is the same whatever the back end, so that one is enough.
    needs_one: bool = False


def head(method: str = "GET", target: str = "{path}", fields: str = "", version: str = "HTTP/1.1") -> str:
    """A head; `fields` are whole lines without the last line end."""
    lines = f"{method} {target} {version}\r\nHost: {{host}}\r\nX-API-Key: {{key}}\r\n"
    return lines + (f"{fields}\r\n" if fields else "") + "\r\n"


def post(fields: str, body: str) -> str:
    return head("POST", fields=fields) + body


def chunked(*pieces: str, end: str = "0\r\n\r\n") -> str:
    return "".join(f"{len(piece):x}\r\n{piece}\r\n" for piece in pieces) + end


def refused(family: str, rows: list[tuple[str, str]], wire: Callable[[str], str], needs_one: bool = True) -> list[Case]:
    """One case a row: what is varied, and the rule that refuses it; `wire` makes the bytes of the first."""
    return [Case(family, repr(what)[:60], wire(what), [Refused(rule)], needs_one=needs_one) for what, rule in rows]
