"""Row 18: keys are revoked, suspended and replaced while requests, streams and uploads with them are under way."""

import contextlib
import functools
import http.client
import random
import threading
import time

from .bench import patience
from .day import Day
from .faults import Broken
from .home import Home
from .invariants import check

#: What ends a key, or one of its tokens, at once.
ENDS = {
    "revoke": lambda day, key: day.act("keys", key, ":revoke", {"reason": "race"}),
    "suspend": lambda day, key: day.act("keys", key, ":suspend", {"reason": "race"}),
    "rotate": lambda day, key: day.act("keys", key, "/rotations", {"overlap_seconds": 0}),
}
KINDS = ["requests", "stream", "upload"]
ROUNDS = 15
CUT_SECONDS = 2.0
MORE = ('  - {name: streams, path: /orders/stream, project: shop, environment: live, permission: "orders:read"}\n'
        '  - {name: uploads, path: /orders/upload, project: shop, environment: live, permission: "orders:read"}\n')


def racing_revocations(bench):
    """Row 18: nothing that begins after the answer to an end is admitted; what is under way is cut within two seconds."""
    cases = [f"{kind}:{end}:{number}" for kind in KINDS for end in ENDS for number in range(ROUNDS)]
    chosen = bench.chosen(cases)
    with Home(bench.binary, more=MORE) as home:
        day = Day(home)
        if not home.start():
            raise Broken(f"no start: {home.last_errors()}")
        project = day.create("projects", {"name": "shop"})
        live = day.create("environments", {"name": "live", "tag": "live"}, f"/projects/{project['id']}")
        found = [Race(bench, home, day, live["id"], name).run() for name in chosen]
        check(home, day.ledger)
    requests, cut = sum(one[0] for one in found), max([one[1] for one in found], default=0)
    return (f"{len(chosen)} of {len(cases)} races: {requests} requests, none admitted that began after the answer; "
            f"streams and uploads cut in at most {cut:.2f} s")


class Race:
    """One key and whoever uses it while it is ended."""

    def __init__(self, bench, home, day, environment, name):
        self.home, self.day, self.name = home, day, name
        self.kind, self.end, _ = name.split(":")
        key = day.create("keys", {"name": f"race-{name}".replace(":", "-"), "environment_id": environment,
                                  "permissions": ["orders:read"]})
        self.key, self.token = key["id"], key["secret"]
        self.draw = random.Random(f"{bench.seed}:{name}")
        self.over, self.exchanges, self.lie = threading.Event(), [], None

    def run(self):
        """How many requests were answered, and how long an exchange under way went on."""
        body = {"requests": self._ask, "stream": self._stream, "upload": self._upload}[self.kind]
        threads = [threading.Thread(target=functools.partial(self._guarded, body), daemon=True)
                   for _ in range(3 if self.kind == "requests" else 1)]
        for thread in threads:
            thread.start()
        # A stream has to have begun; a request can be anywhere.
        time.sleep(self.draw.uniform(0, 0.05) if self.kind == "requests" else self.draw.uniform(0.1, 0.2))
        ENDS[self.end](self.day, self.key)
        ended = time.monotonic()
        # The newest token is what a rotation gave; the others are over.
        status = self.home.knock(self.token)
        if status not in (401, 429):
            raise Broken(f"case {self.name}: {status} after the answer")
        time.sleep(0.05)
        self.over.set()
        for thread in threads:
            thread.join(CUT_SECONDS * patience() + 1)
        if any(thread.is_alive() for thread in threads):
            raise Broken(f"case {self.name}: an exchange goes on {time.monotonic() - ended:.1f} s after the end of its key")
        if self.lie:
            raise Broken(f"case {self.name}: {self.lie}")
        late = [one for one in self.exchanges if one[0] > ended and one[2] == 200]
        if late and self.kind == "requests":
            raise Broken(f"case {self.name}: {len(late)} requests that began after the answer were admitted")
        cut = max([one[1] - ended for one in self.exchanges], default=0) if self.kind != "requests" else 0
        if cut > CUT_SECONDS * patience():
            raise Broken(f"case {self.name}: cut after {cut:.2f} s")
        return len(self.exchanges), max(0, cut)

    def _guarded(self, body):
        while not self.over.is_set():
            with contextlib.suppress(OSError, http.client.HTTPException):
                body()

    def _connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.home.port, timeout=10)

    def _ask(self):
        """Requests one after the other on one connection that stays open."""
        connection = self._connection()
        while not self.over.is_set():
            begun = time.monotonic()
            connection.request("GET", "/orders", headers={"X-API-Key": self.token})
            answer = connection.getresponse()
            answer.read()
            self.exchanges.append((begun, time.monotonic(), answer.status))

    def _stream(self):
        """One response without an end, until it is cut."""
        begun, connection = time.monotonic(), self._connection()
        connection.request("GET", "/orders/stream", headers={"X-API-Key": self.token})
        answer = connection.getresponse()
        if answer.status != 200:
            self.over.wait(0.01)
            return
        with contextlib.suppress(OSError, http.client.HTTPException):
            while answer.read1(1024):
                continue
            # An end that looks whole would be a lie.
            self.lie = "a stream was ended as if it were whole"
        self.exchanges.append((begun, time.monotonic(), 0))

    def _upload(self):
        """One request whose body has no end, until it is cut."""
        begun, connection = time.monotonic(), self._connection()
        connection.putrequest("POST", "/orders/upload")
        connection.putheader("X-API-Key", self.token)
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()
        connection.sock.settimeout(0.01)
        with contextlib.suppress(ConnectionError):
            while True:
                connection.send(b"5\r\ntick\n\r\n")
                with contextlib.suppress(TimeoutError):
                    # Answered or closed while the body was still coming.
                    connection.sock.recv(4096)
                    break
        self.exchanges.append((begun, time.monotonic(), 0))
        connection.close()
