"""What rules cost: roles, restrictions, policies and limits on every request; and a role that a million keys hold, changed."""

import json
import subprocess
import time
from pathlib import Path

from comparison import BINARY, Field, Rival, rounds
from harness import AdminConnection, Gatehouse, KeyMaker, fail
from load import CORE, check, status_of, write_keys
from peers import Peers

KEY_SEEDER = BINARY.parent / "seed-keys"
# Of the plain request, and of nginx + Lua doing one limit.
BARS = {"gatehouse": 1.25, "nginx-lua": 1.0}
ROLE_BAR_MS = 50
MANY = 1_000_000_000
CHANGES = 7


def limit(name: str, scope: str, count: int = MANY) -> dict:
    return {"name": name, "scope": scope, "windows": [{"limit": count, "window_seconds": 60}]}


class RuledMaker(KeyMaker):
    """Keys with 20 roles, held by policies to 5 ranges of addresses and to limits of three scopes: 6 with their own."""

    def __init__(self, admin: Path) -> None:
        super().__init__(admin)
        connection = AdminConnection(admin)
        self.roles = [
            connection.post("/v1/roles", {
                "project_id": self.project, "name": f"role-{number}",
                "permissions": ["bench:use" if number == 0 else f"part-{number}:*", f"area-{number}/**:read"],
            })["id"] for number in range(20)
        ]
        connection.post("/v1/policies", {
            "environment_id": self.environment, "name": "office",
            "restrictions": {
                "allowed_addresses": ["127.0.0.0/8", "10.0.0.0/8", "192.168.0.0/16", "2001:db8::/32"],
                "denied_addresses": ["127.66.0.0/16"],
            },
            "limits": [limit("address", "address"), limit("address-2", "address"), limit("all", "global"),
                       limit("all-2", "global")],
        })

    def create(self, name: str, limit_count: int = MANY, connection: AdminConnection | None = None, **_: object) -> str:
        return (connection or AdminConnection(self.admin)).post("/v1/keys", {
            "name": name, "environment_id": self.environment, "boundary": "admin", "roles": self.roles,
            "limits": [limit("minute", "key", limit_count), limit("minute-2", "key")],
        })["secret"]


class RuledField(Field):
    """Rivals, and Gatehouse once more with rules."""

    def add_ruled(self) -> Rival:
        folder = self.folder / "ruled"
        folder.mkdir()
        home = Gatehouse(self.binary, folder, self.peers.upstream.port, loops=1)
        program = home.start(self.core, self.peers.prefix, self.peers.preload)
        self.stack.callback(program.stop)
        maker = RuledMaker(home.admin)
        tokens = maker.create_many(len(self.keys) - 1)
        check(program, tokens[0], maker.create("limited", 2))
        self.rivals["rules"] = Rival(program, write_keys(folder, "gatehouse", tokens))
        return self.rivals["rules"]


def run(folder: Path, count: int, keys: int, seconds: int) -> dict:
    with RuledField(folder, ["nginx-lua", "gatehouse"], keys, CORE, CORE) as field:
        field.add_ruled()
        rows = rounds(field, count, seconds, warm_up=5)
    ratios = {name: rows["rules"]["cpu_us"] / rows[name]["cpu_us"] for name in BARS}
    for name, bar in BARS.items():
        print(f"  20 roles, 5 ranges, 6 limits: {ratios[name]:.2f} of {name} (bar {bar})", flush=True)
    return {"rows": rows, "ratios": ratios, "bars": BARS}


def run_role(folder: Path, keys: int) -> dict:
    """Milliseconds from sending the change of a role that so many keys hold to its answer; it is in force then."""
    folder = folder / "role"
    folder.mkdir()
    peers = Peers(folder, [], None, None)
    try:
        home = Gatehouse(BINARY, folder, peers.upstream.port)
        program = home.start()
        maker = KeyMaker(home.admin)
        role = AdminConnection(home.admin).post(
            "/v1/roles", {"project_id": maker.project, "name": "all", "permissions": ["bench:use"]})["id"]
        program.stop()
        command = [KEY_SEEDER, home.data, home.root_key, maker.environment, str(keys), role]
        made = subprocess.run(command, capture_output=True, check=False)
        if made.returncode:
            fail(f"seed-keys failed:\n{made.stderr.decode()}")
        tokens = made.stdout.decode().split("\n")
        program = home.start()
        try:
            return {"keys": keys, "role_ms": changes(home, role, tokens[0], tokens[keys // 2]), "bar_ms": ROLE_BAR_MS}
        finally:
            program.stop()
    finally:
        peers.upstream.stop()


def changes(home: Gatehouse, role: str, *tokens: str) -> list[float]:
    connection, took = AdminConnection(home.admin), []
    for number in range(CHANGES):
        is_granted = number % 2 == 1
        etag = connection.get(f"/v1/roles/{role}")["etag"]
        body = json.dumps({"permissions": ["bench:use" if is_granted else "other:use"]})
        began = time.monotonic()
        connection.ask("PATCH", f"/v1/roles/{role}", body,
                       {"Content-Type": "application/merge-patch+json", "If-Match": etag})
        took.append((time.monotonic() - began) * 1000)
        for token in tokens:
            if status_of(home.port, token) != (200 if is_granted else 403):
                fail("a change of the role was not in force with its answer")
    print(f"  a role of all keys changed in {', '.join(f'{each:.1f}' for each in took)} ms (bar {ROLE_BAR_MS})", flush=True)
    return took
