"""What has to hold in front of every proxy, whichever it is."""

import http.client
import json
from collections.abc import Callable, Iterator

from .client import Answer, send
from .gatehouse import Verifier
from .proxies import Proxy
from .upstream import Application, Arrival

READ, WRITE = "/orders/7?page=2", "/orders"
OTHER_ADDRESS = "127.0.0.2"
OPEN_HOST, OPEN_PATH = "docs.example.com", "/health"
ONE_OF_EACH = [("GET", READ), ("POST", WRITE), ("GET", OPEN_PATH)]
IDENTITY = ("Gatehouse-Key-Id", "Gatehouse-Project", "Gatehouse-Environment", "Gatehouse-Permissions")

# What a client may try, by what it hopes for.
FOREIGN_METHOD = ["X-Original-Method", "X-Forwarded-Method", "X-HTTP-Method-Override", "X-HTTP-Method",
                  "X-Method-Override"]
OVERRIDES = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"]
FOREIGN_TARGET = ["X-Original-URI", "X-Forwarded-Uri", "X-Original-URL", "X-Rewrite-URL", "X-Envoy-Original-Path"]
FOREIGN_HOST = ["X-Original-Host", "X-Forwarded-Host", "X-Forwarded-Server", "X-Host"]
FOREIGN_ADDRESS = ["X-Real-IP", "X-Forwarded-For", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP",
                   "X-Envoy-External-Address", "X-Original-Forwarded-For"]
FOREIGN_IDENTITY = ["Gatehouse-Key-Id", "Gatehouse-Owner", "Gatehouse-Project", "Gatehouse-Environment",
                    "Gatehouse-Permissions", "Gatehouse-Identity", "Gatehouse_Key_Id", "gatehouse_permissions"]
FOREIGN_OTHERS = ["Gatehouse-Caller", "Gatehouse-Status", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Envoy-Internal"]
FORGED = "forged"


class Finding(Exception):
    """Something does not hold."""


# What a check may end with when something does not hold; anything else is a mistake in the check.
FAILURES = (Finding, OSError, RuntimeError, http.client.HTTPException, KeyError, TypeError, ValueError)


def expect(holds: bool, what: str, answer: Answer | None = None) -> None:
    if not holds:
        seen = "" if answer is None else f": {answer.status} {answer.fields} {answer.body[:200]!r}"
        raise Finding(what + seen)


def bearer(token: str) -> list[tuple[str, str]]:
    return [("Authorization", f"Bearer {token}")]


def each(names: list[str], value: str) -> list[tuple[str, str]]:
    return [(name, value) for name in names]


class Checks:
    """One proxy, the keys made for it, and the application behind it."""

    def __init__(self, proxy: Proxy, gatehouse: Verifier, application: Application) -> None:
        self.proxy, self.gatehouse, self.application = proxy, gatehouse, application
        both = ("--permission", "orders:read", "--permission", "orders:write")
        self.writer = self.issue("writer", *both)
        self.reader = self.issue("reader", *both, "--boundary", "read_only")
        self.elsewhere = self.issue("elsewhere", *both, "--network", f"{OTHER_ADDRESS}/32")

    def issue(self, name: str, *options: str) -> str:
        return self.gatehouse.issue(f"{self.proxy.name}-{name}", *options)

    def ask(self, method: str, target: str, fields: list[tuple[str, str]] = (), **more: object) -> Answer:
        return send(self.proxy.port, method, target, list(fields), **more)

    def admitted(self, method: str, target: str, fields: list[tuple[str, str]], **more: object) -> Arrival:
        """The request as it arrived; it has to arrive once."""
        before = len(self.application.arrivals)
        answer = self.ask(method, target, fields, **more)
        expect(answer.status == 200, f"{method} {target} is not admitted", answer)
        arrivals = self.application.arrivals[before:]
        expect(len(arrivals) == 1, f"{method} {target} arrived {len(arrivals)} times")
        return arrivals[0]

    def refused(self, status: int, method: str, target: str, fields: list[tuple[str, str]] = (),
                **more: object) -> Answer:
        before = len(self.application.arrivals)
        answer = self.ask(method, target, fields, **more)
        expect(answer.status == status, f"{method} {target} is not refused with {status}", answer)
        expect(len(self.application.arrivals) == before, f"{method} {target} reached the application")
        return answer

    def all(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Every check by its name, in the order of this file."""
        for name in vars(Checks):
            if name.startswith("check_"):
                yield name.removeprefix("check_").replace("_", " "), getattr(self, name)

    # A key that is good

    def check_a_good_key_is_admitted_and_ends_at_the_proxy(self) -> None:
        for fields in (bearer(self.writer), [("X-API-Key", self.writer)]):
            arrival = self.admitted("GET", READ, fields)
            expect((arrival.method, arrival.target) == ("GET", READ), f"it arrived as {arrival}")
            for name in IDENTITY:
                expect(len(arrival.values(name)) == 1, f"{name} arrived as {arrival.values(name)}")
            expect(arrival.values("Gatehouse-Project") == ['"shop"'], f"the project is {arrival.values(IDENTITY[1])}")
            for value in (value for _, value in arrival.fields):
                expect(self.writer not in value, "the key reached the application")
                expect(self.gatehouse.secret not in value, "the caller's secret reached the application")

    def check_a_second_key_counts_and_ends_at_the_proxy(self) -> None:
        first, second = self.issue("first", "--permission", "orders:read"), self.issue(
            "second", "--permission", "orders:read")
        self.gatehouse.require_second_key(f"{self.proxy.name}-first")
        self.refused(401, "GET", READ, bearer(first))
        self.refused(401, "GET", READ, [*bearer(first), ("Gatehouse-Second-Key", first)])
        both = [*bearer(first), ("Gatehouse-Second-Key", second)]
        if self.proxy.name == "envoy":
            # Its page says so: it removes the field before it asks.
            self.refused(401, "GET", READ, both)
            return
        arrival = self.admitted("GET", READ, both)
        for value in (value for _, value in arrival.fields):
            expect(second not in value, "the second key reached the application")

    def check_a_body_arrives_whole(self) -> None:
        arrival = self.admitted("POST", WRITE, bearer(self.writer), body=b"x" * 100_000)
        expect(arrival.body == b"x" * 100_000, "the body is another one")

    def check_a_head_request_is_a_read(self) -> None:
        expect(self.admitted("HEAD", READ, bearer(self.reader)).method == "HEAD", "it is no HEAD any more")

    def check_open_routes_need_no_key(self) -> None:
        arrival = self.admitted("GET", OPEN_PATH, [])
        said = [field for field in arrival.fields if field[0].lower().startswith("gatehouse") and field[1]]
        expect(not said, f"{said} arrived for nobody")

    # Keys that are not

    def check_no_key_is_401_with_a_challenge(self) -> None:
        answer = self.refused(401, "GET", READ)
        expect("Bearer" in (answer.value("WWW-Authenticate") or ""), "there is no challenge", answer)

    def check_wrong_keys_are_401(self) -> None:
        flipped = self.writer[:-1] + ("0" if self.writer[-1] != "0" else "1")
        for token in ("wrong", flipped, self.gatehouse.secret):
            self.refused(401, "GET", READ, bearer(token))

    def check_two_keys_are_refused(self) -> None:
        two = [("X-API-Key", self.reader), ("X-API-Key", self.writer)]
        if self.proxy.takes_first_of_two:
            # Judged as the first, known as the first, and neither goes on.
            self.refused(403, "POST", WRITE, two, body=b"{}")
            arrival = self.admitted("GET", READ, two)
            [first] = self.admitted("GET", READ, two[:1]).values("Gatehouse-Key-Id")
            expect(arrival.values("Gatehouse-Key-Id") == [first], "it arrived as another key")
            expect(not arrival.values("X-API-Key"), "a key reached the application")
        else:
            before = len(self.application.arrivals)
            answer = self.ask("GET", READ, two)
            # Envoy joins fields of one name: no key then.
            expect(answer.status in (400, 401), "one of two keys won", answer)
            expect(len(self.application.arrivals) == before, "one of two keys won")
        self.refused(400, "GET", READ, [*bearer(self.reader), ("X-API-Key", self.writer)])

    def check_a_revoked_key_is_401_at_once(self) -> None:
        token = self.issue("revoked", "--permission", "orders:read")
        self.admitted("GET", READ, bearer(token))
        self.gatehouse.revoke(f"{self.proxy.name}-revoked")
        self.refused(401, "GET", READ, bearer(token))

    # Rights and limits

    def check_a_read_only_key_cannot_write(self) -> None:
        self.admitted("GET", READ, bearer(self.reader))
        self.refused(403, "POST", WRITE, bearer(self.reader), body=b"{}")

    def check_a_missing_permission_is_403(self) -> None:
        token = self.issue("unpermitted", "--permission", "invoices:read")
        self.refused(403, "GET", READ, bearer(token))

    def check_a_refusal_can_be_explained(self) -> None:
        answer = self.refused(403, "POST", WRITE, bearer(self.reader), body=b"{}")
        why = json.loads(self.gatehouse.run("why", answer.value("X-Request-Id") or "", "--json"))
        expect(why.get("code") == "boundary_exceeded", f"why says {why}", answer)
        expect((why.get("method"), why.get("route")) == ("POST", "write-orders"), f"why says {why}", answer)

    def check_over_the_limit_is_429(self) -> None:
        token = self.issue("limited", "--permission", "orders:read", "--limit", "2/1h")
        for _ in range(2):
            self.admitted("GET", READ, bearer(token))
        answer = self.refused(429, "GET", READ, bearer(token))
        expect(int(answer.value("Retry-After") or 0) > 0, "it does not say when to come back", answer)
        expect("r=0" in (answer.value("RateLimit") or ""), "it does not say what is left", answer)
        expect("q=2" in (answer.value("RateLimit-Policy") or ""), "it does not say what the limit is", answer)
        expect(answer.value("Content-Type") == "application/problem+json", "it is no problem document", answer)
        problem = json.loads(answer.body)
        expect(problem.get("status") == 429, "the body has another status", answer)
        expect("quota-exceeded" in problem.get("type", ""), "the body is about something else", answer)

    def check_what_is_left_of_a_limit_is_shown(self) -> None:
        token = self.issue("counted", "--permission", "orders:read", "--limit", "5/1h")
        answer = self.ask("GET", READ, bearer(token))
        shown = "r=4" in (answer.value("RateLimit") or "")
        expect(shown == self.proxy.shows_limits, "docs/integrations/README.md says otherwise", answer)

    def check_unknown_paths_and_methods_stay_closed(self) -> None:
        self.refused(404, "GET", "/invoices", bearer(self.writer))
        self.refused(405, "DELETE", READ.split("?")[0], bearer(self.writer))

    # What a client says of itself

    def check_a_foreign_method_is_without_effect(self) -> None:
        for field in each(FOREIGN_METHOD, "GET"):
            self.refused(403, "POST", WRITE, [*bearer(self.reader), field], body=b"{}")

    def check_no_request_means_another_method_than_the_one_that_is_judged(self) -> None:
        for field in each(OVERRIDES, "DELETE"):
            before = len(self.application.arrivals)
            answer = self.ask("GET", READ, [*bearer(self.reader), field])
            arrived = [arrival.values(field[0]) for arrival in self.application.arrivals[before:]]
            expect(answer.status in (200, 403), f"{field}", answer)
            expect(arrived == ([[]] if answer.status == 200 else []), f"{field} arrived as {arrived}", answer)

    def check_a_foreign_target_is_without_effect(self) -> None:
        for field in each(FOREIGN_TARGET, OPEN_PATH):
            self.refused(401, "GET", READ, [field])

    def check_a_foreign_host_is_without_effect(self) -> None:
        self.refused(401, "GET", READ, [*each(FOREIGN_HOST, OPEN_HOST), ("Forwarded", f"host={OPEN_HOST}")])
        for field in each(FOREIGN_HOST, OPEN_HOST):
            self.refused(401, "GET", READ, [field])

    def check_the_host_in_the_request_line_is_the_one_that_is_judged(self) -> None:
        before = len(self.application.arrivals)
        self.ask("GET", f"http://api.example.com{READ}", host=OPEN_HOST)
        arrived = [arrival.values("Host") for arrival in self.application.arrivals[before:]]
        expect(all(host == [OPEN_HOST] for host in arrived), f"it arrived for {arrived} without a key")

    def check_a_foreign_address_is_without_effect(self) -> None:
        self.admitted("GET", READ, bearer(self.elsewhere), source=OTHER_ADDRESS)
        for field in [*each(FOREIGN_ADDRESS, OTHER_ADDRESS), ("Forwarded", f"for={OTHER_ADDRESS}")]:
            self.refused(403, "GET", READ, [*bearer(self.elsewhere), field])
        for field in each(FOREIGN_ADDRESS, "127.0.0.1"):
            self.admitted("GET", READ, [*bearer(self.elsewhere), field], source=OTHER_ADDRESS)

    def check_a_foreign_identity_does_not_arrive(self) -> None:
        for target, key in ((READ, bearer(self.writer)), (OPEN_PATH, [])):
            arrival = self.admitted("GET", target, [*key, *each(FOREIGN_IDENTITY, FORGED)])
            forged = [field for field in arrival.fields if FORGED in field[1]]
            expect(not forged, f"{forged} arrived at {target}")

    def check_other_fields_of_a_client_are_without_effect(self) -> None:
        for field in each(FOREIGN_OTHERS, FORGED):
            self.refused(401, "GET", READ, [field])
            self.admitted("GET", READ, [*bearer(self.writer), field])

    def check_all_of_them_together_are_without_effect(self) -> None:
        everything = [
            *each(FOREIGN_METHOD, "GET"), *each(FOREIGN_TARGET, OPEN_PATH), *each(FOREIGN_HOST, OPEN_HOST),
            *each(FOREIGN_ADDRESS, OTHER_ADDRESS), *each(FOREIGN_IDENTITY, FORGED), *each(FOREIGN_OTHERS, FORGED),
        ]
        self.refused(401, "GET", READ, everything)
        self.refused(403, "POST", WRITE, [*bearer(self.reader), *everything], body=b"{}")
        self.refused(403, "GET", READ, [*bearer(self.elsewhere), *everything])
        self.admitted("GET", READ, [*bearer(self.writer), *everything])

    def check_paths_with_two_readings_do_not_arrive(self) -> None:
        for target in ("/health/../orders/7", "/health/%2e%2e/orders/7", "/health/..%2forders/7",
                       "/health;/../orders/7", "//orders/7", "/health//../orders/7", "/orders%2f7",
                       "/health\\..\\orders\\7"):
            before = len(self.application.arrivals)
            answer = self.ask("GET", target)
            expect(len(self.application.arrivals) == before, f"{target} arrived without a key", answer)
            expect(400 <= answer.status < 500 or answer.status in (301, 308), f"{target} is not refused", answer)

    # Gatehouse away: run last, by the harness

    def without_gatehouse(self, method: str, target: str, seconds: float) -> None:
        """The refusal is the one of the page, and comes within these seconds."""
        body = b"{}" if method == "POST" else None
        try:
            answer = self.ask(method, target, bearer(self.writer), body=body, seconds=seconds)
        except TimeoutError as error:
            raise Finding(f"{method} {target} without Gatehouse: no answer within {seconds} s") from error
        expect(answer.status in self.proxy.status_when_away, f"{method} {target} without Gatehouse", answer)
