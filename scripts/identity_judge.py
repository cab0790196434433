"""Checks `Gatehouse-Identity` as an upstream would, with PyJWT, over HTTP, through everything that changes its keys.

usage: scripts/check-identity [--binary PATH]
"""

import argparse
import base64
import http.client
import http.server
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30
ISSUER = "https://api.example.com"
CONFIGURATION = """\
data: {folder}/data
rootKey: {{file: {folder}/root.key}}
eventLoops: 2
gateway: {{port: 0, signedIdentity: {{issuer: "{issuer}", generation: {generation}}}}}
admin: {{port: 0, socket: {folder}/run/admin.sock}}
verify: {{port: 0}}
upstreams:
  - {{name: orders, address: 127.0.0.1, port: {port}, signedIdentity: true}}
  - {{name: plain, address: 127.0.0.1, port: {port}}}
routes:
  - {{name: orders, path: "/orders/**", upstream: orders, project: demo, environment: dev}}
  - {{name: plain, path: "/plain/**", upstream: plain, project: demo, environment: dev}}
"""


class Failure(Exception):
    """Something is not as it has to be."""


def expect(holds: object, what: str) -> None:
    if not holds:
        raise Failure(what)


class Echo(http.server.BaseHTTPRequestHandler):
    """Answers with the fields it got."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        body = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Server:
    """A gateway in front of an upstream that wants signatures."""

    def __init__(self, binary: Path, folder: Path) -> None:
        self.binary, self.folder, self.file = binary, folder, folder / "gatehouse.yaml"
        self.echo = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
        threading.Thread(target=self.echo.serve_forever, daemon=True).start()
        self.write(generation=1)
        self.run("init", "--data", str(folder / "data"), "--root-key-file", str(folder / "root.key"), "--config",
                 str(folder / "sample.yaml"))
        self.start()
        self.run("projects", "create", "demo")
        self.run("environments", "create", "dev", "--project", "demo", "--tag", "dev")
        self.run("identities", "create", "billing")
        self.key = self.run("keys", "create", "reader", "--project", "demo", "--environment", "dev", "--owner", "billing",
                            "--permission", "orders:read", "--permission", "reports:*", "-q").strip()

    def write(self, generation: int) -> None:
        self.file.write_text(CONFIGURATION.format(
            folder=self.folder, issuer=ISSUER, generation=generation, port=self.echo.server_address[1]))

    def start(self) -> None:
        self.log = open(self.folder / "log", "w+")
        self.process = subprocess.Popen(
            [self.binary, "serve", "--config", self.file], stdout=self.log, stderr=self.log)
        self.find_ports()

    def find_ports(self) -> None:
        def ports() -> bool:
            text = (self.folder / "log").read_text()
            found = {name: re.findall(rf"{name} +http://127.0.0.1:(\d+)", text) for name in ("gateway", "verify")}
            if not all(found.values()):
                return False
            self.port, self.verify = (int(found[name][-1]) for name in ("gateway", "verify"))
            return True

        wait_until(ports, f"it does not start: {(self.folder / 'log').read_text()}")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        expect(self.process.wait(timeout=PATIENCE) == 0, f"the server ends with {self.process.returncode}")

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [self.binary, *words], env={**os.environ, "GATEHOUSE_ADDR": f"unix:{self.folder}/run/admin.sock"},
            capture_output=True, text=True)
        expect(done.returncode == 0, f"{' '.join(words)}: {done.stderr}")
        return done.stdout

    def ask(self, path: str = "/orders/7", **fields: str) -> dict[str, str]:
        """What the upstream got."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers={"X-API-Key": self.key, **fields})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        expect(answer.status == 200, f"answered {answer.status} {body!r}")
        return json.loads(body)

    def token(self) -> str:
        return self.ask()["gatehouse-identity"]

    @property
    def key_set(self) -> str:
        return f"http://127.0.0.1:{self.verify}/.well-known/jwks.json"

    def reader(self) -> "Reader":
        return Reader(self.key_set)


class Reader:
    """An upstream as docs/identity.md writes it."""

    def __init__(self, url: str) -> None:
        self.keys = jwt.PyJWKClient(url, lifespan=300)

    def caller(self, token: str, audience: str = "orders", **options: object) -> dict:
        if jwt.get_unverified_header(token).get("typ") != "gatehouse-identity+jwt":
            raise jwt.InvalidTokenError("another kind of token")
        return jwt.decode(
            token, self.keys.get_signing_key_from_jwt(token).key, algorithms=["EdDSA"], audience=audience, issuer=ISSUER,
            options={"require": ["exp", "iat", "jti", "sub"], **options.pop("options", {})}, **options)


def refuses(reader: Reader, token: str, error: type[Exception], **arguments: object) -> None:
    try:
        reader.caller(token, **arguments)
    except error:
        return
    raise Failure(f"{error.__name__} was expected")


def forged(claims: dict, key: object, algorithm: str, **header: str) -> str:
    return jwt.encode(claims, key, algorithm=algorithm, headers={"typ": "gatehouse-identity+jwt", **header})


# MARK: Checks


def good(server: Server) -> None:
    """A token is good for the upstream it is for, and says who asks as the plain fields do."""
    got = server.ask()
    claims = server.reader().caller(got["gatehouse-identity"])
    expect(f'"{claims["sub"]}"' == got["gatehouse-key-id"], f"sub is {claims['sub']}")
    expect(f'"{claims["owner"]}"' == got["gatehouse-owner"], f"owner is {claims['owner']}")
    expect(claims["jti"] == got["x-request-id"], f"jti is {claims['jti']}")
    expect((claims["project"], claims["environment"], claims["route"]) == ("demo", "dev", "orders"), f"{claims}")
    expect(claims["permissions"] == ["orders:read", "reports:*"], f"permissions are {claims['permissions']}")
    expect(claims["exp"] - claims["iat"] == 30 and abs(claims["iat"] - time.time()) < 10, "it is good for another time")
    expect("gatehouse-identity" not in server.ask("/plain/7"), "an upstream that does not want it gets it")


def wrong(server: Server) -> None:
    """Another audience or issuer, a token that has ended or was changed, and one by another key are refused."""
    reader, token = server.reader(), server.token()
    claims = reader.caller(token)
    refuses(reader, token, jwt.InvalidAudienceError, audience="plain")
    # The reader's clock is half a minute on.
    refuses(reader, token, jwt.ExpiredSignatureError, leeway=-31, options={"verify_iat": False})
    reader.caller(token, leeway=-20, options={"verify_iat": False})
    head, body, signature = token.split(".")
    changed = base64.urlsafe_b64encode(json.dumps({**claims, "permissions": ["**:*"]}).encode()).rstrip(b"=").decode()
    refuses(reader, f"{head}.{changed}.{signature}", jwt.InvalidSignatureError)
    for index in range(0, len(signature) - 1, 7):
        letter = "A" if signature[index] != "A" else "B"
        refuses(reader, f"{head}.{body}.{signature[:index]}{letter}{signature[index + 1:]}", jwt.InvalidSignatureError)
    kid = jwt.get_unverified_header(token)["kid"]
    refuses(reader, forged(claims, Ed25519PrivateKey.generate(), "EdDSA", kid=kid), jwt.InvalidSignatureError)
    refuses(reader, forged(claims, Ed25519PrivateKey.generate(), "EdDSA", kid="unknown"), jwt.PyJWKClientError)
    refuses(reader, forged(claims, None, "none", kid=kid), jwt.InvalidAlgorithmError)
    public = reader.keys.get_signing_key(kid).key.public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    refuses(reader, forged(claims, public, "HS256", kid=kid), jwt.InvalidAlgorithmError)


def claimed(server: Server) -> None:
    """Nothing that a client says of itself reaches the upstream."""
    for name in ("Gatehouse-Identity", "gatehouse_identity", "GATEHOUSE-IDENTITY"):
        for path in ("/orders/7", "/plain/7"):
            expect("forged" not in json.dumps(server.ask(path, **{name: "e30.e30.forged"})), f"{name} passes")


def restarted(server: Server) -> None:
    """After a restart the key is the same, and a token from before it is good."""
    token, before = server.token(), server.reader().keys.get_jwk_set().keys[0].key_id
    server.stop()
    server.start()
    expect(server.reader().caller(token)["aud"] == "orders", "a token from before is no longer good")
    expect(jwt.get_unverified_header(server.token())["kid"] == before, "the key is another one")


def under_load(server: Server, change: Callable[[], None]) -> None:
    """Has four readers check every token while something changes."""
    over, failures, kinds, count = threading.Event(), [], set(), [0]

    def work() -> None:
        reader = server.reader()
        while not over.is_set():
            try:
                token = server.token()
                reader.caller(token)
                kinds.add(jwt.get_unverified_header(token)["kid"])
                count[0] += 1
            except (OSError, http.client.HTTPException, jwt.PyJWTError, Failure) as error:
                failures.append(repr(error))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    try:
        wait_until(lambda: count[0] > 50 or failures, "no tokens")
        change()
        reached = count[0]
        wait_until(lambda: count[0] > reached + 200 or failures, "no tokens after the change")
    finally:
        over.set()
        for worker in workers:
            worker.join()
    expect(not failures, f"{len(failures)} of {count[0]} failed: {failures[:3]}")
    expect(len(kinds) == 1, f"{len(kinds)} keys have signed")


def rooted(server: Server) -> None:
    """Another root key is announced under load, without one failed verification, and signs from the next start on."""
    token, reader = server.token(), server.reader()
    reader.caller(token)
    under_load(server, lambda: server.run("rotation", "start", "root"))
    expect(server.reader().caller(token)["aud"] == "orders", "what was signed before is no longer good")
    before = jwt.get_unverified_header(token)["kid"]
    announced = {key.key_id for key in server.reader().keys.get_signing_keys()} - {before}
    expect(announced, "the next key is not announced")
    server.stop()
    server.start()
    expect(jwt.get_unverified_header(server.token())["kid"] in announced, "it is not the key that was announced")


def raised(server: Server) -> None:
    """Another generation signs with another key; the one before is not believed any more."""
    token, reader = server.token(), server.reader()
    before = reader.caller(token) and jwt.get_unverified_header(token)["kid"]
    # The same configuration again changes nothing.
    under_load(server, lambda: server.process.send_signal(signal.SIGHUP))
    server.write(generation=2)
    server.process.send_signal(signal.SIGHUP)
    wait_until(lambda: before not in urllib.request.urlopen(server.key_set, timeout=PATIENCE).read().decode(),
               "the key set is the same")
    wait_until(lambda: jwt.get_unverified_header(server.token())["kid"] != before, "the key is the same")
    refuses(server.reader(), token, jwt.PyJWKClientError)
    expect(server.reader().caller(server.token())["aud"] == "orders", "the new key is not believed")


def sealed(server: Server) -> None:
    """A sealed server has no key set; once it is opened it has the same keys."""
    before = jwt.get_unverified_header(server.token())["kid"]
    server.run("seal", "--confirm=seal")
    try:
        urllib.request.urlopen(server.key_set, timeout=5)
        raise Failure("a sealed server answers")
    except urllib.error.URLError:
        pass
    server.run("unseal")
    wait_until(lambda: len(re.findall(r"gateway +http", (server.folder / "log").read_text())) == 2, "it does not open")
    server.find_ports()
    expect(jwt.get_unverified_header(server.token())["kid"] == before, "the key is another one")
    server.reader().caller(server.token())


# MARK: Helpers


def wait_until(holds: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        expect(time.monotonic() < end, what)
        time.sleep(0.02)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--binary", type=Path, default=ROOT / ".build/debug/gatehouse")
    binary = options.parse_args().binary.resolve()
    failed = 0
    for check in (good, wrong, claimed, restarted, rooted, raised, sealed):
        with tempfile.TemporaryDirectory(prefix="gatehouse-identity-") as folder:
            server = None
            try:
                server = Server(binary, Path(folder))
                check(server)
                server.stop()
                print(f"ok      {check.__doc__.splitlines()[0]}", flush=True)
            except (Failure, OSError, KeyError, IndexError, TypeError, ValueError, jwt.PyJWTError) as error:
                failed += 1
                print(f"FAILED  {check.__name__}: {error!r}", flush=True)
            finally:
                if server and server.process.poll() is None:
                    server.process.kill()
    print("check-identity: " + ("good" if failed == 0 else f"{failed} checks failed"))
    sys.exit(1 if failed else 0)


main()
