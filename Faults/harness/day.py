"""A day in the life of a Gatehouse: every kind of act once or more, each written down as it is sent and answered."""

import http.client

from .home import Refused


class Ledger:
    """What was asked for and what was acknowledged, and so what must be found afterwards."""

    def __init__(self):
        #: Path of an object, then what its last acknowledged answer said of it.
        self.known = {}
        #: The path and the object's state before, of the act that was sent and not answered.
        self.pending = None
        self.tokens = {}
        #: Entry number and proof of each acknowledged act, and every other checkpoint that was seen.
        self.proofs, self.checkpoints = [], []
        self.acknowledged = 0

    def with_pending(self, next_one):
        """This ledger, while the act that leads to the next one was under way."""
        if next_one:
            changed = [path for path in next_one.known if next_one.known[path] is not self.known.get(path)]
            path = changed[0]
            self.pending = (path if path in self.known else None, self.known.get(path), path.split("/")[2])
        return self

    def acknowledge(self, path, document):
        self.pending = None
        self.known[path] = document
        self.acknowledged += 1


class Interrupted(Exception):
    """The server went away in the middle of an act."""


class Day:
    """Sends the acts of a day, one after the other."""

    def __init__(self, home):
        self.home, self.ledger, self.mark = home, Ledger(), lambda count: None

    def live(self):
        """All acts; true when all were answered, false when the server went away."""
        try:
            self._acts()
            return True
        except Interrupted:
            return False

    def _send(self, path, kind, method, target, body):
        self.ledger.pending = (path, self.ledger.known.get(path), kind)
        try:
            before = self.ledger.known.get(path)
            headers = {"If-Match": before["etag"]} if method == "PATCH" and before else {}
            document = self.home.ask(method, target, body, headers)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Interrupted(str(error)) from error
        except Refused as refusal:
            if refusal.status < 500:
                raise
            raise Interrupted(str(refusal)) from refusal
        return document

    def create(self, kind, body, within=""):
        document = self._send(None, kind, "POST", f"/v1{within}/{kind}", body)
        self.keep(f"/v1/{kind}/{document['id']}", document, document)
        return document

    def act(self, kind, identifier, verb, body=None, method="POST"):
        path = f"/v1/{kind}/{identifier}"
        target = path if method == "PATCH" else f"{path}{verb}"
        document = self._send(path, kind, method, target, body if body is not None else {})
        # The answer may tell of something else, such as a rotation: then the object itself is read.
        self.keep(path, document, document if document.get("id") == identifier else self._read(path))
        return document

    def _read(self, path):
        """An object as it is now; while nobody can say, its act is not done for the ledger."""
        try:
            return self.home.ask("GET", path)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Interrupted(str(error)) from error

    def keep(self, path, answer, document):
        """Takes an acknowledged act over."""
        if "secret" in answer and path.startswith("/v1/keys/"):
            self.ledger.tokens.setdefault(path, []).append(answer["secret"])
        self.ledger.proofs.append((answer["audit"]["sequence"], answer["audit"]["proof"]))
        self.ledger.acknowledge(path, {name: value for name, value in document.items() if name not in VOLATILE})
        self.mark(self.ledger.acknowledged)

    def _acts(self):
        project = self.create("projects", {"name": "shop"})
        live = self.create("environments", {"name": "live", "tag": "live"}, f"/projects/{project['id']}")
        team = self.create("identities", {"name": "team", "type": "team", "project_id": project["id"]})
        role = self.create("roles", {"name": "reader", "permissions": ["orders:read"], "project_id": project["id"]})
        keys = [
            self.create("keys", {
                "name": f"key-{number}", "environment_id": live["id"], "owner_id": team["id"],
                "permissions": ["orders:read"]})
            for number in range(5)
        ]
        self.act("keys", keys[0]["id"], "/rotations", {"overlap_seconds": 3600})
        self.act("keys", keys[1]["id"], ":suspend", {"reason": "night"})
        self.act("keys", keys[1]["id"], ":resume")
        self.act("keys", keys[2]["id"], "", {"roles": [role["id"]]}, "PATCH")
        self.act("keys", keys[3]["id"], ":revoke", {"reason": "leaked"})
        self.act("keys", keys[4]["id"], "/rotations", {"overlap_seconds": 0})
        self.act("identities", team["id"], "", {"name": "orders-team"}, "PATCH")
        self.act("roles", role["id"], "", {"permissions": ["orders:read", "orders:list"]}, "PATCH")
        someone = self.create("operators", {"name": "robot", "level": "viewer"})
        self.act("operators", someone["id"], ":revoke")
        self.act("keys", keys[2]["id"], ":revoke", {"reason": "done"})


#: Members of answers that are told once, or that time changes.
VOLATILE = {"secret", "last_used_at", "receipt", "revocation_receipt", "blast_radius", "audit", "findings", "versions",
            "rotation", "_links"}
