"""Questions put to Gatehouse directly: by whom it lets itself be asked, and what makes a question void."""

from .checks import Finding, bearer, expect
from .client import Answer, send
from .gatehouse import NeighbourVerifier, Verifier

PATH = "/v1/forward-auth"
NGINX, FORWARDED = f"{PATH}?mode=nginx", f"{PATH}?mode=forwarded"
OF_NGINX = [("X-Original-Method", "GET"), ("X-Original-URI", "/orders/7"), ("X-Original-Host", "api.example.com"),
            ("X-Real-IP", "127.0.0.1")]
OF_OTHERS = [("X-Forwarded-Method", "GET"), ("X-Forwarded-Uri", "/orders/7"), ("X-Forwarded-Host", "api.example.com"),
             ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Proto", "http")]
REQUIRED = {"X-Original-Method", "X-Original-URI", "X-Original-Host", "X-Forwarded-Method", "X-Forwarded-Uri",
            "X-Forwarded-Host"}


class Questions:
    """Asks as a proxy would, one thing wrong at a time."""

    def __init__(self, gatehouse: Verifier) -> None:
        self.gatehouse = gatehouse
        # From where, and over what.
        self.source, self.place = "127.0.0.1", gatehouse.port
        self.caller = ("Gatehouse-Caller", gatehouse.secret)
        self.key = bearer(gatehouse.issue("direct", "--permission", "orders:read"))
        self.findings: list[str] = []
        self.held = 0

    def ask(self, path: str, fields: list[tuple[str, str]]) -> Answer:
        return send(self.place, "GET", path, [*self.key, *fields], host="gatehouse", source=self.source)

    def allows(self, what: str, path: str, fields: list[tuple[str, str]]) -> None:
        self.judge(what, self.ask(path, fields), is_allowed=True)

    def denies(self, what: str, path: str, fields: list[tuple[str, str]]) -> None:
        self.judge(what, self.ask(path, fields), is_allowed=False)

    def judge(self, what: str, answer: Answer, is_allowed: bool) -> None:
        try:
            expect((answer.status == 200) == is_allowed, what, answer)
            identity = [name for name, _ in answer.fields if name.lower().startswith("gatehouse-key")]
            expect(bool(identity) == is_allowed, f"{what}: the identity", answer)
            expect(is_allowed or 400 <= answer.status < 500, f"{what}: the status", answer)
            self.held += 1
        except Finding as finding:
            self.findings.append(f"callers: {finding}")


def check(gatehouse: Verifier) -> tuple[int, list[str]]:
    """How many held, and what did not."""
    questions = Questions(gatehouse)
    for mode, fields in ((NGINX, OF_NGINX), (FORWARDED, OF_OTHERS)):
        questions.allows(f"{mode} with the secret", mode, [questions.caller, *fields])
        questions.denies(f"{mode} without the secret", mode, fields)
        questions.denies(f"{mode} with another secret", mode, [("Gatehouse-Caller", "wrong"), *fields])
        questions.denies(f"{mode} with two secrets", mode, [("Gatehouse-Caller", "wrong"), questions.caller, *fields])
        for name, value in fields:
            if name in REQUIRED:
                without = [field for field in fields if field[0] != name]
                questions.denies(f"{mode} without {name}", mode, [questions.caller, *without])
                questions.denies(f"{mode} with two {name}", mode, [questions.caller, *fields, (name, value)])
    ext_authz = "/v1/ext-authz/orders/7"
    host = {"host": "api.example.com"}
    answer = send(gatehouse.port, "GET", ext_authz, [*questions.key, questions.caller, OF_OTHERS[3]], **host)
    questions.judge("ext-authz with the secret", answer, is_allowed=True)
    answer = send(gatehouse.port, "GET", ext_authz, [*questions.key, OF_OTHERS[3]], **host)
    questions.judge("ext-authz without the secret", answer, is_allowed=False)
    return questions.held, questions.findings


def check_neighbours(gatehouse: NeighbourVerifier) -> tuple[int, list[str]]:
    """Whoever asks from the address or through the socket needs no more; nobody else has enough."""
    questions = Questions(gatehouse)
    pretended = ("X-Forwarded-For", gatehouse.trusted_address)
    for mode, fields in ((NGINX, OF_NGINX), (FORWARDED, OF_OTHERS)):
        others = [field for field in fields if field[0] != "X-Forwarded-For"]
        questions.source, questions.place = "127.0.0.1", gatehouse.port
        questions.denies(f"{mode} from another address", mode, fields)
        questions.denies(f"{mode} from another address, with a secret", mode, [questions.caller, *fields])
        questions.denies(f"{mode} from another address that says it is not", mode, [*others, pretended])
        questions.denies(f"{mode} with a forged peer", mode, [*fields, ("X-Real-IP", gatehouse.trusted_address)])
        questions.source = gatehouse.trusted_address
        questions.allows(f"{mode} from the address", mode, fields)
        questions.place = gatehouse.socket
        questions.allows(f"{mode} over the socket", mode, fields)
        for name, value in fields:
            if name in REQUIRED:
                without = [field for field in fields if field[0] != name]
                questions.denies(f"{mode} over the socket without {name}", mode, without)
                questions.denies(f"{mode} over the socket with two {name}", mode, [*fields, (name, value)])
    for place, source, is_allowed in ((gatehouse.socket, "", True), (gatehouse.port, gatehouse.trusted_address, True),
                                      (gatehouse.port, "127.0.0.1", False)):
        answer = send(place, "GET", "/v1/ext-authz/orders/7", [*questions.key, OF_OTHERS[3]], source=source)
        questions.judge(f"ext-authz from {source or 'the socket'}", answer, is_allowed)
    return questions.held, questions.findings
