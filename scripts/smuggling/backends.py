"""The back ends: real servers, each of which writes down every request as it saw it."""

import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from integrations.processes import Program, free_ports

from .recorder import Recorder

SERVERS = Path(__file__).resolve().parent / "servers"
WORKERS_USER = "www-data"


class Seen:
    """The requests that a back end saw, in order: from a file that it writes, or handed over."""

    def __init__(self, file: Path | None = None) -> None:
        self.file, self.taken, self.told = file, 0, []
        self.lock = threading.Lock()
        if file:
            file.touch()

    def tell(self, request: dict) -> None:
        with self.lock:
            self.told.append(request)

    def take(self) -> list[dict]:
        """Those that are new. What was answered has been written down before."""
        if self.file:
            lines = self.file.read_bytes()[self.taken:]
            self.taken += len(lines)
            return [json.loads(line) for line in lines.splitlines()]
        with self.lock:
            told, self.told = self.told, []
            return told


@dataclass
class BackEnd:
    """A server, or a proxy with a server behind it."""

    name: str
    port: int
    seen: Seen
    program: Program
    stops: list[Callable[[], None]] = field(default_factory=list)
    # Whether it keeps fields apart that come more than once; else they are joined.
    keeps_fields_apart = True
    # Whether names arrive as environment variables.
    folds_names = False
    # Whether it takes the body that a program does not read for the next request of the connection.
    leaves_bodies = False
    # Whether it tells programs of a query only when there is something in it.
    loses_empty_query = False

    def stop(self) -> None:
        self.program.stop()
        for stop in self.stops:
            stop()


@dataclass
class Setting:
    folder: Path
    # Where programs are, by name.
    programs: dict[str, str]
    python: str


NGINX = """\
daemon off; master_process off; error_log stderr warn; pid {folder}/nginx.pid;
events {{ worker_connections 512; }}
http {{
    access_log off; keepalive_timeout 60s; keepalive_requests 100000; underscores_in_headers on;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    upstream recorder {{ server 127.0.0.1:{recorder}; keepalive 16; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://recorder; proxy_http_version 1.1;
            proxy_set_header Host $http_host; proxy_set_header Connection "";
        }}
    }}
}}
"""


def nginx(setting: Setting) -> BackEnd:
    [port], seen = free_ports(1), Seen()
    recorder = Recorder(seen.tell)
    file = setting.folder / "nginx.conf"
    file.write_text(NGINX.format(folder=setting.folder, port=port, recorder=recorder.port), encoding="utf-8")
    program = Program("nginx", [setting.programs["nginx"], "-c", str(file), "-p", str(setting.folder)], setting.folder)
    return BackEnd("nginx", port, seen, program, [recorder.stop])


HAPROXY = """\
global
    maxconn 512
defaults
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
    timeout http-request 30s
frontend all
    bind 127.0.0.1:{port}
    default_backend recorder
backend recorder
    http-reuse always
    server recorder 127.0.0.1:{recorder}
"""


def haproxy(setting: Setting) -> BackEnd:
    [port], seen = free_ports(1), Seen()
    recorder = Recorder(seen.tell)
    file = setting.folder / "haproxy.cfg"
    file.write_text(HAPROXY.format(port=port, recorder=recorder.port), encoding="utf-8")
    program = Program("haproxy", [setting.programs["haproxy"], "-db", "-f", str(file)], setting.folder)
    return BackEnd("haproxy", port, seen, program, [recorder.stop])


APACHE = """\
ServerName backend
ServerRoot {folder}
Listen 127.0.0.1:{port}
PidFile {folder}/apache.pid
ErrorLog {folder}/apache-error.log
{modules}
{user}
KeepAlive On
KeepAliveTimeout 60
MaxKeepAliveRequests 0
ProxyPreserveHost On
ProxyAddHeaders Off
ProxyPass / http://127.0.0.1:{recorder}/ nocanon
"""


def apache(setting: Setting) -> BackEnd:
    [port], folder, seen = free_ports(1), setting.folder, Seen()
    recorder = Recorder(seen.tell)
    modules = Path(setting.programs["apache2"]).parents[1] / "lib/apache2/modules"
    names = ("mpm_event", "authz_core", "proxy", "proxy_http")
    file = folder / "apache.conf"
    file.write_text(APACHE.format(
        folder=folder, port=port, recorder=recorder.port,
        user=f"User {WORKERS_USER}\nGroup {WORKERS_USER}" if os.geteuid() == 0 else "",
        modules="\n".join(f"LoadModule {name}_module {modules}/mod_{name}.so" for name in names),
    ), encoding="utf-8")
    program = Program("apache", [setting.programs["apache2"], "-D", "FOREGROUND", "-f", str(file)], folder)
    backend = BackEnd("apache", port, seen, program, [recorder.stop])
    backend.keeps_fields_apart = False
    return backend


def node(setting: Setting) -> BackEnd:
    [port], seen = free_ports(1), Seen(setting.folder / "node.seen")
    command = [setting.programs["node"], str(SERVERS / "node.js"), str(port), str(seen.file)]
    return BackEnd("node", port, seen, Program("node", command, setting.folder))


def python_program(name: str, setting: Setting, command: list[str], port: int) -> BackEnd:
    seen = Seen(setting.folder / f"{name}.seen")
    variables = {"SEEN_FILE": str(seen.file), "PYTHONDONTWRITEBYTECODE": "1"}
    return BackEnd(name, port, seen, Program(name, [setting.python, *command], setting.folder, variables))


def gunicorn(setting: Setting) -> BackEnd:
    [port] = free_ports(1)
    backend = python_program("gunicorn", setting, [
        "-m", "gunicorn", "--chdir", str(SERVERS), "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
        "--threads", "8", "--keep-alive", "60", "--log-level", "warning", "wsgi:application",
    ], port)
    backend.keeps_fields_apart, backend.folds_names = False, True
    return backend


def uvicorn(setting: Setting) -> BackEnd:
    [port] = free_ports(1)
    backend = python_program("uvicorn", setting, [
        "-m", "uvicorn", "--app-dir", str(SERVERS), "--host", "127.0.0.1", "--port", str(port), "--http", "httptools",
        "--lifespan", "off", "--no-access-log", "--no-proxy-headers", "--log-level", "warning",
        "--timeout-keep-alive", "60", "asgi:application",
    ], port)
    backend.loses_empty_query = True
    return backend


def plain(setting: Setting) -> BackEnd:
    [port] = free_ports(1)
    file = setting.folder / "plain.seen"
    backend = python_program("plain", setting, [str(SERVERS / "plain.py"), str(port), str(file)], port)
    backend.leaves_bodies = True
    return backend


ALL: dict[str, Callable[[Setting], BackEnd]] = {
    make.__name__: make for make in (nginx, apache, haproxy, node, gunicorn, uvicorn, plain)
}
