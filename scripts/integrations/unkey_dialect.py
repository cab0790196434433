"""Unkey's keys.verifyKey, asked by Unkey's own client and, field by field, as its API description has it."""

import base64
import datetime
import hashlib
import json
import os
import re
import secrets
import subprocess
import time
from pathlib import Path

from .checks import FAILURES, expect
from .client import Answer, send
from .gatehouse import Verifier
from .pages import adapted, file_in

PROCEDURE = "/v2/keys.verifyKey"
CALLS = Path(__file__).with_name("unkey_calls.py")
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
CODES = {"VALID", "NOT_FOUND", "FORBIDDEN", "INSUFFICIENT_PERMISSIONS", "USAGE_EXCEEDED", "RATE_LIMITED", "DISABLED",
         "EXPIRED"}
MEMBERS = {"valid": bool, "code": str, "keyId": str, "keyspaceId": str, "name": str, "meta": dict, "expires": int,
           "credits": int, "enabled": bool, "permissions": list, "roles": list, "identity": dict, "ratelimits": list}
LIMIT_MEMBERS = {"id": str, "name": str, "limit": int, "duration": int, "reset": int, "remaining": int,
                 "exceeded": bool, "autoApply": bool}
EXPIRY_SECONDS = 10.0
READER_GRANTS = ("--permission", "orders:read", "--permission", "orders:write")


class Calls:
    """Calls gathered, made in one go by Unkey's client, then judged in the same order."""

    def __init__(self, gatehouse: Verifier, root_key: str) -> None:
        self.gatehouse, self.root_key = gatehouse, root_key
        self.calls: list[dict] = []
        self.judges: list[tuple[str, dict]] = []

    def expects(self, what: str, expected: dict, root_key: str | None = None, **arguments: object) -> None:
        self.calls.append({"root_key": root_key or self.root_key, "arguments": arguments})
        self.judges.append((what, expected))

    def make(self, python: Path) -> tuple[int, list[str]]:
        request = {"server": f"http://127.0.0.1:{self.gatehouse.port}", "calls": self.calls}
        result = subprocess.run(
            [python, CALLS], input=json.dumps(request), capture_output=True, text=True, check=False, timeout=60
        )
        if result.returncode != 0:
            return 0, [f"unkey: the client ended with {result.returncode}: {result.stderr[-2000:]}"]
        findings = []
        for (what, expected), seen in zip(self.judges, json.loads(result.stdout), strict=True):
            flat = seen.get("data") or seen
            different = {name: flat.get(name) for name, value in expected.items() if flat.get(name) != value}
            if different:
                findings.append(f"unkey: {what}: {different} instead of {expected} in {seen}")
        return len(self.judges) - len(findings), findings


def calls(gatehouse: Verifier, root_key: str) -> Calls:
    """What a program that was written for Unkey asks, and what it has to be told."""
    made = Calls(gatehouse, root_key)
    valid = {"valid": True, "code": "VALID"}
    unknown = {"valid": False, "code": "NOT_FOUND", "keyId": None}
    denied = {"valid": False, "code": "INSUFFICIENT_PERMISSIONS"}
    key = gatehouse.issue("unkey-good", *READER_GRANTS, "--metadata", "plan=pro")
    made.expects("a good key", valid | {"name": "unkey-good", "enabled": True}, key=key)
    made.expects("tags", valid, key=key, tags=["path=/orders", "region=eu"])
    made.expects("one permission", valid, key=key, permissions="orders.read")
    made.expects("two permissions", valid, key=key, permissions="orders.read AND orders.write")
    made.expects("a choice", valid, key=key, permissions="(orders.delete OR orders.write) AND orders.read")
    made.expects("a permission it lacks", denied, key=key, permissions="orders.delete")
    made.expects("one of two it lacks", denied, key=key, permissions="orders.read AND orders.delete")
    made.expects("the keyspace it is of", valid, key=key, keyspaces=["ks_elsewhere", "live"])
    made.expects("another keyspace", unknown, key=key, keyspaces=["ks_elsewhere"])
    made.expects("a migration", valid, key=key, migration_id="acme")
    made.expects("no spending", valid, key=key, credits={"cost": 0})
    made.expects("an unknown key", unknown, key="sk_1234abcdef")
    made.expects("a wrong secret", unknown, key=key[:-1] + ("0" if key[-1] != "0" else "1"))

    gatehouse.issue("unkey-revoked", *READER_GRANTS)
    revoked = gatehouse.issue("unkey-revoked-too", *READER_GRANTS)
    gatehouse.revoke("unkey-revoked-too")
    made.expects("a revoked key", unknown, key=revoked)
    suspended = gatehouse.issue("unkey-suspended", *READER_GRANTS)
    gatehouse.run("keys", "suspend", "unkey-suspended", "--yes", "-q")
    made.expects("a suspended key", {"valid": False, "code": "DISABLED"}, key=suspended)

    retired = gatehouse.issue("unkey-rotated", *READER_GRANTS)
    gatehouse.run("keys", "rotate", "unkey-rotated", "--overlap", "0", "--confirm", "unkey-rotated", "-q")
    made.expects("a secret that was replaced", {"valid": False, "code": "EXPIRED"}, key=retired)

    limited = gatehouse.issue("unkey-limited", *READER_GRANTS, "--limit", "requests=3/1h")
    made.expects("the first of three", valid, key=limited)
    made.expects("two at once", valid, key=limited, ratelimits=[{"name": "requests", "cost": 2}])
    made.expects("a limit that the key has not", valid, key=key,
                 ratelimits=[{"name": "exports", "limit": 2, "duration": 60_000, "cost": 2}])
    made.expects("over that limit", {"valid": False, "code": "RATE_LIMITED"}, key=key,
                 ratelimits=[{"name": "exports", "limit": 2, "duration": 60_000}])
    made.expects("over the limit", {"valid": False, "code": "RATE_LIMITED"}, key=limited)

    fenced = gatehouse.issue("unkey-fenced", *READER_GRANTS, "--network", "192.0.2.0/24")
    made.expects("a key for a network", {"valid": False, "code": "FORBIDDEN"}, key=fenced)
    made.expects("a limit that is nowhere", {"status": 412}, key=key, ratelimits=[{"name": "imports"}])

    refused = {"raised": "UnauthorizedErrorResponse", "status": 401}
    made.expects("a root key that is none", refused, root_key="unkey_wrong", key=key)
    made.expects("a root key without the right", {"raised": "ForbiddenErrorResponse", "status": 403}, root_key=key,
                 key=key)
    malformed = {"raised": "BadRequestErrorResponse", "status": 400}
    made.expects("a malformed query", malformed, key=key, permissions="orders.read AND")
    made.expects("an empty key", malformed, key="")
    made.expects("the same key as before", valid, key=key)
    return made


def ask(gatehouse: Verifier, root_key: str, body: object) -> Answer:
    fields = [("Authorization", f"Bearer {root_key}"), ("Content-Type", "application/json"),
              ("Accept", "application/json"), ("User-Agent", "speakeasy-sdk/typescript")]
    return send(gatehouse.port, "POST", PROCEDURE, fields, json.dumps(body).encode(), host="api.unkey.com")


def check_wire(gatehouse: Verifier, root_key: str) -> None:
    """The members, their types and units."""
    key = gatehouse.issue("unkey-wire", *READER_GRANTS, "--limit", "requests=3/1h")
    answer = ask(gatehouse, root_key, {"key": key, "permissions": "orders.read"})
    expect(answer.status == 200 and answer.value("Content-Type") == "application/json", "a good key", answer)
    document = json.loads(answer.body)
    expect(set(document) == {"meta", "data"}, "the envelope", answer)
    expect(document["meta"]["requestId"].startswith("req_"), "the request id", answer)
    data = document["data"]
    for name, value in data.items():
        expect(name in MEMBERS and type(value) is MEMBERS[name], f"{name} is no member of theirs", answer)
    expect(data["code"] in CODES, "the code", answer)
    expect(sorted(data["permissions"]) == ["orders.read", "orders.write"], "the rights", answer)
    for limit in data["ratelimits"]:
        expect({name: type(value) for name, value in limit.items()} == LIMIT_MEMBERS, f"the limit {limit}", answer)
    [limit] = data["ratelimits"]
    expect((limit["limit"], limit["duration"], limit["remaining"]) == (3, 3_600_000, 2), f"the limit {limit}", answer)
    expect(limit["reset"] > 1_600_000_000_000, "reset is no time in milliseconds", answer)
    check_errors(gatehouse, root_key, key)


def check_errors(gatehouse: Verifier, root_key: str, key: str) -> None:
    """What is wrong with a call is said in their words; what is wrong with a key is not an error."""
    wrong: list[tuple[int, object]] = [
        (400, {}), (400, {"key": 7}), (400, {"key": "x" * 513}), (400, {"key": key, "apiId": ""}),
        (400, {"key": key, "permissions": "orders.read OR"}), (400, []),
        (400, {"key": key, "credits": {"cost": -1}}), (400, {"key": key, "tags": ["x"] * 21}),
        (400, {"key": key, "keyspaces": []}), (400, {"key": key, "keyspace": "live"}),
    ]
    for status, body in wrong:
        answer = ask(gatehouse, root_key, body)
        expect(answer.status == status, f"{str(body)[:80]}", answer)
        document = json.loads(answer.body)
        error = document["error"]
        expect(document["meta"]["requestId"].startswith("req_"), "there is no request id", answer)
        expect(error["status"] == status and {"title", "detail", "type"} <= set(error), "the error", answer)
        for problem in error["errors"]:
            expect({"location", "message"} <= set(problem), "an error without a place", answer)
    answer = send(gatehouse.port, "POST", PROCEDURE, [("Content-Type", "application/json")], b"{}")
    expect(answer.status == 400, "no root key", answer)
    expect(json.loads(answer.body)["error"]["type"].endswith("unkey/authentication/missing"), "no root key", answer)


def check_expiry(gatehouse: Verifier, root_key: str) -> None:
    """A key is good until its end, and EXPIRED from then on."""
    end = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=2)
    key = gatehouse.issue("unkey-short", *READER_GRANTS, "--expires", end.strftime("%Y-%m-%dT%H:%M:%SZ"))
    codes = []
    deadline = time.monotonic() + EXPIRY_SECONDS
    while codes[-1:] != ["EXPIRED"] and time.monotonic() < deadline:
        answer = ask(gatehouse, root_key, {"key": key})
        data = json.loads(answer.body)["data"]
        expect(data["valid"] == (data["code"] == "VALID"), "an expired key", answer)
        codes.append(data["code"])
        time.sleep(0.1)
    expect(set(codes) == {"VALID", "EXPIRED"} and codes[0] == "VALID", f"a key with an end was {codes}")


def check_page(gatehouse: Verifier, root_key: str, python: Path) -> None:
    """The example of the page, as printed."""
    key = gatehouse.issue("unkey-page", *READER_GRANTS)
    program = adapted(file_in("from-unkey.md", "orders.py"), {"http://127.0.0.1:8082": f"http://127.0.0.1:{gatehouse.port}"})
    result = subprocess.run(
        [python, "-c", program, key], env=os.environ | {"UNKEY_ROOT_KEY": root_key}, capture_output=True, text=True,
        check=False, timeout=60,
    )
    expect(re.fullmatch(r"True VALID key_\w+\n", result.stdout) is not None, f"{result.stdout} {result.stderr[-500:]}")


def check_move(gatehouse: Verifier, root_key: str) -> None:
    """A key that Unkey issued, known to us by its hash alone, goes on working."""
    key = "sk_" + "".join(secrets.choice(BASE58) for _ in range(22))
    digest = base64.b64encode(hashlib.sha256(key.encode()).digest()).decode()
    export = adapted(file_in("from-unkey.md", "unkey.json"), {'"hash": "…"': f'"hash": "{digest}"'})
    asked = {"key": key, "permissions": "demo.read"}
    expect(json.loads(ask(gatehouse, root_key, asked).body)["data"]["code"] == "NOT_FOUND", "it is known already")
    gatehouse.bring_in(export, "unkey", "--generator", "base58", "--length", "22")
    for _ in range(2):
        answer = ask(gatehouse, root_key, asked)
        data = json.loads(answer.body)["data"]
        expect(data["valid"] and data["name"] == "ci", "a key that was brought in", answer)
        expect(data["identity"]["externalId"] == "user_1", "its owner", answer)


def check(gatehouse: Verifier, python: Path) -> tuple[int, list[str]]:
    """How many held, and what did not."""
    root_key = gatehouse.issue("unkey-root", "--permission", "keys:verify")
    held, findings = calls(gatehouse, root_key).make(python)
    for name, act in (("the wire", lambda: check_wire(gatehouse, root_key)),
                      ("the end of a key", lambda: check_expiry(gatehouse, root_key)),
                      ("the page", lambda: check_page(gatehouse, root_key, python)),
                      ("the move", lambda: check_move(gatehouse, root_key))):
        try:
            act()
            held += 1
        except FAILURES as finding:
            findings.append(f"unkey: {name}: {type(finding).__name__} {finding}")
    return held, findings
