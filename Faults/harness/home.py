"""A Gatehouse of its own in a temporary folder: started, asked, stopped, killed and damaged by the fault rows."""

import contextlib
import http.client
import http.server
import itertools
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

START_SECONDS = 30
STOP_SECONDS = 20

CONFIGURATION = """\
data: {data}
rootKey: {{file: {root}/root.key}}
gateway: {{address: 127.0.0.1, port: {port}}}
admin: {{port: {admin}, socket: {root}/run/admin.sock}}
upstreams: [{{name: local, address: 127.0.0.1, port: {upstream}}}]
routes:
  - {{name: orders, path: /orders, project: shop, environment: live, permission: "orders:read"}}
"""


class Refused(Exception):
    """An answer other than the one that was wanted."""

    def __init__(self, status, body):
        super().__init__(f"{status} {body}")
        self.status, self.body = status, body


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=20)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.path))


class Upstream:
    """The API behind the gateway: says yes to everything."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):  # noqa: N802, the library's name
            if self.path.endswith("/stream"):
                return self.stream()
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def do_POST(self):  # noqa: N802, the library's name
            """Takes a body, however long it takes."""
            while int(self.rfile.readline().split(b";")[0] or b"0", 16):
                self.rfile.readline()
            self.do_GET()

        def stream(self):
            """A response that has no end by itself."""
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            while True:
                self.wfile.write(b"5\r\ntick\n\r\n")
                time.sleep(0.02)

        def log_message(self, *arguments):
            pass

    def __init__(self):
        # A gateway that is killed resets its connections.
        http.server.ThreadingHTTPServer.handle_error = lambda *arguments: None
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self.Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


UPSTREAM = Upstream()


#: Below those that the system gives to clients, so that nobody takes one between its choice and its use.
PORTS = itertools.cycle(range(12000 + os.getpid() % 50 * 200, 12000 + os.getpid() % 50 * 200 + 200))
PORTS_LOCK = threading.Lock()


def free_port():
    while True:
        with PORTS_LOCK:
            port = next(PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Home:
    """A folder with configuration, root key and data, and the server that runs on it."""

    def __init__(self, binary, data=None, more=""):
        """`more` is added to the configuration, with the home's folder for ROOT."""
        self.binary = str(pathlib.Path(binary).resolve())
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="home-"))
        self.data = pathlib.Path(data) if data else self.root / "state"
        self.port, self.admin_port = free_port(), free_port()
        self.process = None
        self.errors = self.root / "errors.log"
        self.run("init", "--config", str(self.root / "made.yaml"), "--data", str(self.data),
                 "--root-key-file", str(self.root / "root.key"))
        text = CONFIGURATION.format(data=self.data, root=self.root, port=self.port, admin=self.admin_port, upstream=UPSTREAM.port)
        self.configuration = self.root / "gatehouse.yaml"
        self.configuration.write_text(text + more.replace("ROOT", str(self.root)))
        (self.root / "run").mkdir(mode=0o700)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.kill()
        shutil.rmtree(self.root, ignore_errors=True)

    def run(self, *arguments, check=True, **options):
        """One command of the program."""
        return subprocess.run([self.binary, *arguments], check=check, capture_output=True, text=True, **options)

    def launch(self, environment=None, *arguments):
        """Starts the server and does not wait."""
        (self.root / "run" / "admin.sock").unlink(missing_ok=True)
        self.data.mkdir(mode=0o700, exist_ok=True)
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                [self.binary, "serve", "--config", str(self.configuration), *arguments], stdout=subprocess.DEVNULL, stderr=errors,
                cwd=self.root, env={**os.environ, **(environment or {})})

    def start(self, environment=None, *arguments):
        """Starts the server; true once it is ready, false when it ended before."""
        self.launch(environment, *arguments)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                return False
            with contextlib.suppress(OSError, http.client.HTTPException, Refused):
                self.ask("GET", "/readyz")
                return True
            time.sleep(0.01)
        raise TimeoutError(f"not ready within {START_SECONDS} s: {self.last_errors()}")

    def adopt(self, other):
        """Takes over data, root key and operators of a home whose server is stopped."""
        shutil.copytree(other.data, self.data, symlinks=True, ignore=shutil.ignore_patterns("reserve", "lock", "run"))
        self.data.chmod(0o700)
        (self.root / "root.key").unlink()
        shutil.copy2(other.root / "root.key", self.root / "root.key")
        if (other.root / "tokens").exists():
            shutil.copytree(other.root / "tokens", self.root / "tokens")

    def ask(self, method, path, body=None, headers=None, operator=None):
        """One call of the admin API, by an operator over the network or else locally; the document of the answer."""
        text = json.dumps(body) if body is not None else None
        status, content = self._exchange(
            method, path, text, {"Content-Type": "application/json", **(headers or {})}, operator)
        document = json.loads(content or b"{}")
        if status >= 300:
            raise Refused(status, document)
        return document

    def fetch(self, path):
        """The bytes of an answer of the admin API that is no JSON."""
        status, content = self._exchange("GET", path, None, {})
        if status >= 300:
            raise Refused(status, content)
        return content

    def _exchange(self, method, path, text, headers, operator=None):
        connection = UnixConnection(self.root / "run" / "admin.sock")
        if operator:
            connection = http.client.HTTPConnection("127.0.0.1", self.admin_port, timeout=20)
            headers = headers | {"Authorization": f"Bearer {(self.root / 'tokens' / operator).read_text().strip()}"}
        try:
            connection.request(method, path, text, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def operator(self, name, level="admin"):
        """Makes an operator; the file with the key, which `ask` takes by that name."""
        folder = self.root / "tokens"
        folder.mkdir(mode=0o700, exist_ok=True)
        self.run("operators", "create", name, "--level", level, "--secret-file", str(folder / name),
                 "--config", str(self.configuration))
        return folder / name

    def metric(self, name):
        """The sum of a metric over its labels; 0 when it is not there."""
        lines = re.findall(rf"^{name}(?:{{[^}}]*}})? ([0-9.e+-]+)$", self.fetch("/metrics").decode(), re.MULTILINE)
        return sum(float(value) for value in lines)

    def findings(self):
        """The kinds of what doctor finds."""
        run = self.run("doctor", "--config", str(self.configuration), "--json", check=False)
        return {finding["kind"] for finding in json.loads(run.stdout)["data"]}

    def list(self, path):
        """All pages of a list."""
        separator, cursor, found = "&" if "?" in path else "?", "", []
        while True:
            page = self.ask("GET", f"{path}{separator}limit=1000{cursor}")
            found += page["data"]
            if not page["next_cursor"]:
                return found
            cursor = f"&cursor={page['next_cursor']}"

    def knock(self, token, path="/orders"):
        """The status of a request through the gateway."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers={"X-API-Key": token})
            return connection.getresponse().status
        finally:
            connection.close()

    def stop(self):
        """Asks the server to stop; its exit code, negative for a signal."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def wait(self, seconds=STOP_SECONDS):
        return self.process.wait(seconds)

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def last_errors(self):
        return self.errors.read_text(errors="replace")[-800:] if self.errors.exists() else ""
