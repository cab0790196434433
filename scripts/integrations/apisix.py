"""A stand-in for APISIX: a proxy that reads its route, asks what its forward-auth plugin asks, and obeys as it does.

APISIX is in no package index that the tests install from. What is done here follows the public source of the plugin
(apisix/plugins/forward-auth.lua of 3.20) and of the functions it calls: which fields a question has and where their
values come from, what happens to the client's request on 2xx, what reaches the client otherwise.
"""

import http.client
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from .pages import PageError, file_in

ASKED_AS = "lua-resty-http/0.17.2 (Lua) ngx_lua/10028"
OWN_TO_A_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer"}

Fields = list[tuple[str, str]]


def first(fields: Fields, name: str) -> str | None:
    """What core.request.header gives: the first of several values."""
    return next((value for field, value in fields if field.lower() == name.lower()), None)


class ForwardAuth:
    """The plugin with its settings."""

    def __init__(self, settings: dict) -> None:
        self.settings = settings
        self.place = urlsplit(settings["uri"])

    def question(self, method: str, host: str, target: str, address: str, fields: Fields) -> dict[str, str]:
        asked = {"X-Forwarded-Proto": "http", "X-Forwarded-Method": method, "X-Forwarded-Host": host,
                 "X-Forwarded-Uri": target, "X-Forwarded-For": address}
        asked |= self.settings.get("extra_headers", {})
        for name in self.settings["request_headers"]:
            value = first(fields, name)
            if name not in asked and value is not None:
                asked[name] = value
        return {"User-Agent": ASKED_AS} | asked

    def ask(self, asked: dict[str, str]) -> tuple[int, Fields, bytes] | None:
        """The answer; nothing when there was none in time."""
        connection = http.client.HTTPConnection(
            self.place.hostname, self.place.port, timeout=self.settings["timeout"] / 1000
        )
        try:
            connection.request(
                self.settings["request_method"], f"{self.place.path}?{self.place.query}", headers=asked
            )
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def admitted(self, fields: Fields, answered: Fields) -> Fields:
        """The client's fields as they go on: each listed one is that of the answer, or gone."""
        names = self.settings["upstream_headers"]
        listed = {name.lower() for name in names}
        kept = [field for field in fields if field[0].lower() not in listed]
        values = [(name, first(answered, name)) for name in names]
        return kept + [(name, value) for name, value in values if value is not None]

    def refused(self, answered: Fields) -> Fields:
        values = [(name, first(answered, name)) for name in self.settings["client_headers"]]
        return [(name, value) for name, value in values if value is not None]


class StandIn:
    """The running proxy; stopped and waited for like a program."""

    def __init__(self, route: dict) -> None:
        # With the page's configuration of nginx, fields with underscores are dropped and no client names its address.
        configuration = file_in("apisix.md", "/usr/local/apisix/conf/config.yaml")
        if 'underscores_in_headers: "off"' not in configuration or "- 127.0.0.1" in configuration:
            raise PageError("docs/integrations/apisix.md: the defaults of APISIX's nginx are back")
        stand_in = self
        self.host, self.plugin = route["host"], ForwardAuth(route["plugins"]["forward-auth"])
        [upstream] = route["upstream"]["nodes"]
        self.upstream = upstream.split(":")

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.reply(*stand_in.handle(self, body))

            do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

            def reply(self, status: int, fields: Fields, body: bytes) -> None:
                self.send_response(status)
                for name, value in fields:
                    if name.lower() not in OWN_TO_A_CONNECTION | {"content-length", "date", "server"}:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 64

            def handle_error(self, request: object, client_address: object) -> None:
                """A client that goes away is no finding."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def handle(self, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, Fields, bytes]:
        """What happens to a request on its way."""
        fields = [(name, value) for name, value in request.headers.items() if "_" not in name]
        line = urlsplit(request.path) if "://" in request.path else None
        target = line._replace(scheme="", netloc="").geturl() if line else request.path
        host = (line.netloc if line else request.headers.get("Host", "")).lower().split(":")[0]
        if host != self.host:
            return 404, [], json.dumps({"error_msg": "404 Route Not Found"}).encode()
        asked = self.plugin.question(request.command, host, target, request.client_address[0], fields)
        answer = self.plugin.ask(asked)
        if answer is None:
            if self.plugin.settings["allow_degradation"]:
                return self.forward(request.command, target, fields, body)
            return self.plugin.settings["status_on_error"], [], b""
        status, answered, text = answer
        if status >= 300:
            return status, self.plugin.refused(answered), text
        return self.forward(request.command, target, self.plugin.admitted(fields, answered), body)

    def forward(self, method: str, target: str, fields: Fields, body: bytes) -> tuple[int, Fields, bytes]:
        connection = http.client.HTTPConnection(self.upstream[0], int(self.upstream[1]), timeout=10)
        try:
            connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            for name, value in fields:
                if name.lower() not in OWN_TO_A_CONNECTION:
                    connection.putheader(name, value)
            connection.endheaders(body)
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()

    def wait_for(self, *ports: int) -> None:
        """It listens from the start."""

    def output(self) -> str:
        return ""

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def start(folder: Path, text: str) -> StandIn:
    """The stand-in with a route in JSON."""
    (folder / "route.json").write_text(text, encoding="utf-8")
    return StandIn(json.loads(text))
