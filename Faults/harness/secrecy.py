"""Row 29: planted secrets are looked for in every file, in a core dump that is asked for, and in memory after sealing."""

import os
import re
import resource
import signal
import threading
import time

from . import canaries
from .bench import patience, until
from .faults import Broken
from .tenants import PATHS, Tenants
from .vault import Vault

PHRASE = "a phrase that nobody is to find anywhere"
SEALED_SECONDS = 1.0
SINK = "audit:\n  export:\n    - {name: archive, format: ecs, details: true, file: {path: ROOT/archive.ndjson}}\n"
LOGGED = "decisions: {accessLog: ROOT/access.log}\n"


def secrecy(bench):
    """Row 29: no secret in any file, none in a core, and none in memory a second after sealing, under load."""
    with Tenants(bench, more=SINK + LOGGED) as tenants:
        cases = {"files": _files, "core": _core, "seal": _seal}
        told = bench.each(cases, lambda name: cases[name](tenants))
    return "; ".join(told)


def _secrets(home, tenants):
    """Everything that must not be found, by name. The server must not run."""
    with Vault(home) as vault:
        found = vault.secrets()
    found["passphrase"] = PHRASE.encode()
    for tenant, tokens in tenants.tokens.items():
        found |= {f"key {number} of {tenant}": _secret(token) for number, token in enumerate(tokens)}
    for path in (home.root / "tokens").iterdir():
        found[f"operator key of {path.name}"] = _secret(path.read_text().strip())
    return found


def _secret(token):
    """The part of a token that is secret."""
    return token.rsplit("_", 1)[1][:43].encode()


def _lived(home, tenants):
    """Starts, adds a passphrase, and lets every token pass through, also where it does not belong."""
    if not home.start():
        raise Broken(f"no start: {home.last_errors()}")
    phrase = home.root / "phrase"
    phrase.write_text(PHRASE + "\n")
    phrase.chmod(0o600)
    home.run("slots", "add", "--kind", "passphrase", "--passphrase-file", str(phrase), "--config", str(home.configuration))
    for tenant, tokens in tenants.tokens.items():
        for token in tokens:
            home.knock(token, PATHS[tenant])
            home.knock(token, f"/nowhere/{token}")
            home.knock(token, f"{PATHS[tenant]}?key={token}")
            home.knock(token[:-1] + "0", PATHS[tenant])
    home.run("backup", "create", str(home.root / "one.backup"), "--config", str(home.configuration))
    until(lambda: (home.root / "archive.ndjson").exists(), 5, "the sink gets the log")


def _files(tenants):
    """In no file: database, its log, decisions, access log, published log, sink, backup, server's log."""
    with tenants.copy() as home:
        _lived(home, tenants)
        if home.stop() != 0:
            raise Broken("it does not stop with 0")
        secrets = _secrets(home, tenants)
        read = canaries.absent(home.root, secrets)
        # What is looked for must be found where it is.
        if not canaries.found_in((home.root / "tokens" / "ada").read_bytes(), secrets):
            raise Broken("the search finds nothing where there is something")
        return f"{len(secrets)} secrets in none of {read} files"


def _core(tenants):
    """No core is written even where the system allows one."""
    with tenants.copy() as home:
        limits = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (limits[1], limits[1]))
        if not home.start():
            raise Broken(f"no start: {home.last_errors()}")
        process = home.process.pid
        allowed = re.search(r"Max core file size\s+(\S+)\s+(\S+)", open(f"/proc/{process}/limits").read())
        if allowed.groups() != ("0", "0"):
            raise Broken(f"cores of {allowed.groups()} bytes are allowed")
        os.kill(process, signal.SIGSEGV)
        _, status = os.waitpid(process, 0)
        home.process.returncode = -signal.SIGSEGV
        if os.WCOREDUMP(status) or list(home.root.rglob("core*")):
            raise Broken("a core was dumped")
        return "no core"


def _seal(tenants):
    """After sealing nothing is admitted and no key is in memory; before, the search finds some."""
    if os.geteuid() != 0:
        return "memory not searched, which takes root"
    with tenants.copy() as home:
        _lived(home, tenants)
        home.stop()
        secrets = _secrets(home, tenants)
        if not home.start():
            raise Broken(f"no start: {home.last_errors()}")
        for tenant, tokens in tenants.tokens.items():
            home.knock(tokens[0], PATHS[tenant])
        seen = _in_memory(home.process.pid, secrets)
        if "root key" not in seen:
            raise Broken(f"the search does not find the root key in an open server, only {sorted(seen)}")
        admitted = _sealed_under_load(home, tenants)
        left = _in_memory(home.process.pid, secrets)
        if left:
            raise Broken(f"P10: {', '.join(sorted(left))} in memory after sealing")
        return f"{len(seen)} of them in memory, none after sealing; the last answer {admitted:.2f} s after it"


def _sealed_under_load(home, tenants):
    """Seals while requests come; how long after the command was sent the last one was admitted."""
    begun, last, over = time.monotonic(), [0.0], threading.Event()

    def ask():
        while not over.is_set():
            try:
                if home.knock(tenants.tokens["shop"][0]) == 200:
                    last[0] = time.monotonic()
            except OSError:
                time.sleep(0.01)
            except Exception:
                continue

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    begun = time.monotonic()
    home.run("seal", "--confirm=seal", "--config", str(home.configuration))
    sealed = time.monotonic()
    time.sleep(0.3)
    over.set()
    for thread in threads:
        thread.join()
    if last[0] > sealed:
        raise Broken("a request was admitted after the answer to sealing")
    if sealed - begun > SEALED_SECONDS * patience() + 1:
        raise Broken(f"sealing took {sealed - begun:.2f} s")
    return max(0.0, last[0] - begun)


def _in_memory(process, secrets):
    """The names of those that stand in the writable memory of a process, as they are."""
    found = set()
    with open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
        for line in open(f"/proc/{process}/maps"):
            span, rights = line.split()[:2]
            first, last = (int(number, 16) for number in span.split("-"))
            if "w" not in rights or last - first > 1 << 32:
                continue
            content = _read(memory, first, last)
            found |= {name for name, secret in secrets.items() if secret in content}
    return found


def _read(memory, first, last):
    try:
        memory.seek(first)
        return memory.read(last - first)
    except OSError:
        return b""
