"""Sends the cases to one back end through Gatehouse, and compares what it saw with what it had to see."""

import re
from dataclasses import dataclass, field

from .backends import BackEnd
from .case import HIDDEN, Case, Refused, Seen
from .wire import Answer, WireError, converse

# What the gateway says to every back end, and what a proxy on the way may add.
OURS = re.compile(
    r"host|x-forwarded-[a-z]+|x-request-id|gatehouse-[a-z-]+|content-length|transfer-encoding|connection|expect|traceparent|"
    r"upgrade|sec-websocket-(key|version)"
)


class Finding(Exception):
    """Something is not as it has to be."""


@dataclass
class Judge:
    back_end: BackEnd
    # The host that leads to it.
    host: str
    port: int
    key: str
    statuses: dict[str, int]
    # What was asked of each request id: method, path and whether it was admitted.
    judged: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    held: int = 0
    findings: list[str] = field(default_factory=list)

    def fill(self, text: str, path: str) -> str:
        hidden = HIDDEN.replace("{host}", self.host).replace("{key}", self.key)
        for name, value in {
            "{hidden}": hidden,
            "{hidden-length}": str(len(hidden)),
            "{hidden-hex}": f"{len(hidden):x}",
            "{host}": self.host,
            "{HOST}": self.host.upper(),
            "{key}": self.key,
            "{path}": path,
        }.items():
            text = text.replace(name, value)
        return text

    def ask(self, path: str) -> str:
        """A plain request, the last of its connection."""
        return f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\nX-API-Key: {self.key}\r\nConnection: close\r\n\r\n"

    def run(self, cases: list[Case]) -> None:
        self.back_end.seen.take()
        for number, case in enumerate(cases):
            try:
                self.check(case, f"/c/{number}", number)
                self.held += 1
            except (Finding, WireError, KeyError, ValueError, OSError) as finding:
                self.findings.append(f"{self.host}: {case.family}: {case.name}: {type(finding).__name__}: {finding}")
                self.back_end.seen.take()

    def check(self, case: Case, path: str, number: int) -> None:
        after, probe = Seen(target=f"/after/{number}"), Seen(target=f"/probe/{number}")
        expected = [self.filled(each, path) for each in case.expected]
        ends = any(isinstance(each, Refused) and each.closes for each in expected) or " HTTP/1.0\r\n" in case.wire
        wire = self.fill(case.wire, path) + self.ask(after.target)
        if not ends:
            expected.append(after)
        heads = [isinstance(each, Seen) and each.method == "HEAD" for each in expected]
        answers, rest = converse(self.port, wire.encode("latin-1"), heads)
        if rest or len(answers) != len(expected):
            raise Finding(
                f"{len(answers)} answers in place of {len(expected)}: {[each.status for each in answers]}, "
                f"then {rest[:200]!r}"
            )
        declined = [self.compare(each, answer, case) for each, answer in zip(expected, answers, strict=True)]
        # Whoever comes next on another connection is answered as well, and to what they asked.
        [answer], rest = converse(self.port, self.ask(probe.target).encode(), [False])
        self.compare(probe, answer, case)
        reached = [
            each for each, is_declined in zip(expected, declined, strict=True)
            if isinstance(each, Seen) and not is_declined
        ]
        self.compare_seen([*reached, probe], self.back_end.seen.take())

    def filled(self, each: Seen | Refused, path: str) -> Seen | Refused:
        if isinstance(each, Refused):
            return each
        fields = [(name, self.fill(value, path)) for name, value in each.fields]
        target = self.fill(each.target, path)
        if self.back_end.loses_empty_query and target.count("?") == 1:
            target = target.removesuffix("?")
        return Seen(each.method, target, self.fill(each.body, path), fields, each.is_heedless)

    def compare(self, expected: Seen | Refused, answer: Answer, case: Case) -> bool:
        """Whether the back end refused what it saw, which some cases allow."""
        if isinstance(expected, Refused):
            status = expected.rule if isinstance(expected.rule, int) else self.statuses[expected.rule]
            if answer.status != status:
                raise Finding(f"answered {answer.status} in place of {status}: {answer.body[:300]!r}")
            return False
        target = answer.value("X-Seen-Target")
        if target is None and 400 <= answer.status < 600 and self.back_end.name in case.declined_by:
            return True
        if answer.status != 200 or target != expected.target or not answer.is_whole:
            raise Finding(
                f"{expected.method} {expected.target} was answered {answer.status}, {target}: {answer.body[:300]!r}"
            )
        request_id = answer.value("X-Request-Id")
        if not request_id or request_id in self.judged:
            raise Finding(f"no request id of its own: {request_id}")
        self.judged[request_id] = (expected.method, expected.target.split("?")[0], True)
        return False

    def compare_seen(self, expected: list[Seen], seen: list[dict]) -> None:
        told = [(each.method, each.target) for each in expected]
        if (got := [(each["method"], each["target"]) for each in seen]) != told:
            raise Finding(f"the back end saw {got} in place of {told}")
        for wanted, request in zip(expected, seen, strict=True):
            if not wanted.is_heedless and request["body"] != wanted.body:
                raise Finding(f"the back end saw the body {request['body'][:200]!r} in place of {wanted.body[:200]!r}")
            self.compare_fields(wanted, request["fields"])

    def compare_fields(self, wanted: Seen, fields: list[list[str]]) -> None:
        values: dict[str, list[str]] = {}
        for name, value in fields:
            values.setdefault(self.plain(name), []).append(value)
        if self.key in str(fields) or "forged" in str(fields):
            raise Finding(f"the key, or what a client claims, reached the back end: {fields}")
        framing = [*values.get("content-length", []), *values.get("transfer-encoding", [])]
        allowed = {str(len(wanted.body)), "chunked"} if wanted.body else {"0", "chunked"}
        if len(framing) > 1 or not set(framing) <= allowed:
            raise Finding(f"the back end saw the framing {framing} of a body of {len(wanted.body)}")
        odd: dict[str, list[str]] = {}
        for name, value in wanted.fields:
            odd.setdefault(self.plain(name), []).append(value)
        for name, got in values.items():
            if OURS.fullmatch(name) and name not in odd:
                if len(got) > 1:
                    raise Finding(f"the back end saw {name} more than once: {got}")
            elif self.joined(got) != self.joined(odd.get(name, [])):
                raise Finding(f"the back end saw {name}: {got} in place of {odd.get(name)}")
        for name, value in wanted.fields:
            # Names that are no plain words are left out by some.
            if self.plain(name) not in values and re.fullmatch(r"[A-Za-z0-9-]+", name):
                raise Finding(f"the back end did not see {name}: {value}")

    def plain(self, name: str) -> str:
        return name.lower().replace("_", "-") if self.back_end.folds_names else name.lower()

    def joined(self, values: list[str]) -> list[str] | str:
        return values if self.back_end.keeps_fields_apart else ",".join(values).replace(", ", ",")
