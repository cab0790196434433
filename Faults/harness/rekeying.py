"""Row 15: every key below the slots is replaced while the server works, and is killed at every step of it."""

import contextlib
import functools
import http.client
import random
import signal
import threading
import time

from . import trace
from .bench import until
from .clock import HOUR, Clock
from .day import Ledger
from .faults import Broken
from .home import Refused
from .invariants import history, proofs
from .tenants import PATHS, Tenants, details
from .vault import Vault

LIVE = ("--project", "shop", "--environment", "live")
#: What can be replaced, and what of it is; another kind is one more line.
KINDS = {"root": (), "keyring": LIVE, "data-keys": LIVE, "pepper": LIVE, "leaked-pepper": (*LIVE, "--leaked"),
         "log-key": ("--overlap", "0s")}
FINISHED_SECONDS = 20
#: Cases of each kind, at least and at most: all that there are would take an hour, and the seed draws others.
FEWEST, MOST = 3, 50
RESIDUAL = "rotation.residual_zero"
#: Nothing is left under a leaked pepper alone.
NESTED = "rotation.nested"


def rekeying(bench):
    """Row 15: readable at every moment, resumed by itself, ended with a proof that nothing is left, then destroyed."""
    with Tenants(bench) as tenants:
        cases, count = ([bench.only], 1) if bench.only else _cases(bench, tenants)
        outcomes = bench.run_all((name, functools.partial(_case, bench, tenants, name)) for name in cases)
    return f"{len(outcomes)} of {count} calls of {', '.join(KINDS)}; {sum(outcomes)} answers under load, none wrong"


def _cases(bench, tenants):
    """The cases that are drawn, some of each kind however small the share; and how many there are."""
    drawn, count = [], 0
    for kind in KINDS:
        first, last = _calls(bench, tenants, kind)
        calls = [f"{kind}:{number}" for number in range(first, last + 1)]
        share = max(FEWEST, int(min(len(calls), MOST) * min(bench.share, 1)))
        drawn += random.Random(f"{bench.seed}:{kind}").sample(calls, min(share, len(calls)))
        count += len(calls)
    return drawn, count


def _calls(bench, tenants, kind):
    """Numbers of the calls that an undisturbed rotation makes."""
    with tenants.copy() as home:
        path, clock = home.root / "trace", Clock(home, bench.shim)
        path.touch()
        _start(home, bench.environment(home, trace=path) | clock.environment)
        before = trace.read(path)[-1].number
        tenants.rotate(home, _key(kind), *KINDS[kind])
        _finish(home, tenants, kind, clock)
        return before + 1, trace.read(path)[-1].number


def _key(kind):
    """What the program calls the key."""
    return kind.removeprefix("leaked-")


def _start(home, environment=None):
    if not home.start(environment):
        raise Broken(f"no start: {home.last_errors()}")


def _case(bench, tenants, name):
    kind, number = name.split(":")
    with tenants.copy() as home:
        with Vault(home) as vault:
            old = vault.secrets() | _key_names(vault)
        ledger, load, told = Ledger(), Load(home, tenants), {}
        # What is written behind a start can reach the number before it is ready.
        if not home.start(bench.environment(home, kill=number)) and home.process.returncode != -signal.SIGKILL:
            raise Broken(f"no start: {home.last_errors()}")
        with contextlib.suppress(OSError, http.client.HTTPException, Refused):
            ledger.checkpoints.append(home.fetch("/v1/audit/checkpoint").decode())
            told = details(home)
        with load:
            tenants.rotate(home, _key(kind), *KINDS[kind], check=False)
            with contextlib.suppress(OSError, http.client.HTTPException, Refused, Broken):
                _finish(home, tenants, kind, None, seconds=2)
        home.kill()
        clock = Clock(home, bench.shim)
        _start(home, clock.environment)
        with Load(home, tenants) as again:
            if not _rotations(home, kind):
                tenants.rotate(home, _key(kind), *KINDS[kind])
            _finish(home, tenants, kind, clock)
        _readable(home, tenants, told)
        proofs(home, ledger)
        _proven(home, kind)
        if home.stop() != 0:
            raise Broken("I10: it does not stop with 0")
        _replaced(home, kind, old)
        return load.answers + again.answers


def _rotations(home, kind):
    return [one for one in home.list("/v1/sys/rotations") if one["kind"] == _key(kind) and "shop" in _scope(home, one)]


def _scope(home, rotation):
    """The project a rotation is of; that of the root key, and of the log's, is of all."""
    if rotation["kind"] in ("root", "log-key"):
        return ["shop"]
    for project in home.list("/v1/projects"):
        tenants = [project["id"], *(one["id"] for one in home.list(f"/v1/projects/{project['id']}/environments"))]
        if rotation["tenant"] in tenants:
            return [project["name"]]
    return []


def _finish(home, tenants, kind, clock, seconds=FINISHED_SECONDS):
    """Waits until the rotation has ended; a pepper's takes the use of each key, and is counted once an hour."""
    begun = time.monotonic()

    def is_finished():
        for token in tenants.tokens["shop"] if _key(kind) == "pepper" else []:
            home.knock(token)
        if _key(kind) == "pepper" and clock and time.monotonic() - begun > 2:
            clock.shift(2 * HOUR)
        for one in _rotations(home, kind):
            if one["phase"] != "finished":
                home.ask("POST", f"/v1/sys/rotations/{one['id']}:resume", {})
        return [one["phase"] for one in _rotations(home, kind)] == ["finished"]

    until(is_finished, seconds, f"the rotation of {kind} ends")


def _readable(home, tenants, told):
    for tenant, tokens in tenants.tokens.items():
        if any(home.knock(token, PATHS[tenant]) != 200 for token in tokens):
            raise Broken(f"a key of {tenant} is refused after the rotation")
    now = details(home)
    if any(now[number] != known for number, known in told.items()):
        raise Broken("what the log tells of persons cannot be read any more, or is another")


def _proven(home, kind):
    """The entry that says that nothing is left under the old key stands in the log."""
    if kind == "root":
        return
    _, _, log = history(home)
    for act in [RESIDUAL, NESTED] if kind == "leaked-pepper" else [RESIDUAL]:
        if not any(act.encode() in leaf for leaf in log.leaves):
            raise Broken(f"no entry {act}")


def _replaced(home, kind, old):
    """Nothing in the store opens with the old key any more."""
    with Vault(home) as vault:
        new = vault.secrets() | _key_names(vault)
    changed = {name for name in old if new.get(name) != old[name]}
    wanted = {"root": "root key", "keyring": "keyring", "data-keys": "data key", "pepper": "pepper", "log-key": "log key"}[_key(kind)]
    if not any(name.startswith(wanted) for name in changed):
        raise Broken(f"the {wanted} is what it was")
    run = home.run("fsck", "--config", str(home.configuration), check=False)
    if run.returncode != 0:
        raise Broken(f"I9: fsck ends with {run.returncode}: {run.stdout}")


def _key_names(vault):
    """Who wraps what, and what is left of what was destroyed."""
    found = {f"keyring {row[0]}": (row[1], len(row[2])) for row in vault.all(
        "SELECT id, is_primary, content FROM keyring_keys")}
    return found | {f"data key {row[0]}": (row[1], len(row[2])) for row in vault.all(
        "SELECT id, is_erased, content FROM data_keys")}


class Load:
    """Requests, changes and reads that go on meanwhile; each answer that comes has to be right."""

    def __init__(self, home, tenants):
        self.home, self.tenants = home, tenants
        self.answers, self.wrong, self.is_over = 0, None, False

    def __enter__(self):
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.is_over = True
        self.thread.join()
        if self.wrong and not error[0]:
            raise Broken(f"under load: {self.wrong}")

    def _run(self):
        number = 0
        while not self.is_over and not self.wrong:
            number += 1
            try:
                self._ask(number)
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.01)
            except Refused as refusal:
                self.wrong = str(refusal)

    def _ask(self, number):
        tenant = "shop" if number % 2 else "bank"
        status = self.home.knock(self.tenants.tokens[tenant][number % 3], PATHS[tenant])
        if status != 200:
            self.wrong = f"the gateway says {status} to a key of {tenant}"
        role = f"/v1/roles/{self.tenants.roles[tenant]}"
        body = {"permissions": ["orders:read", f"orders:load-{number}"]}
        self.home.ask("PATCH", role, body, {"If-Match": self.home.ask("GET", role)["etag"]}, operator="ada")
        details(self.home)
        self.answers += 3
