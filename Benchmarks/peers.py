"""The programs Gatehouse is measured beside, each making the same checks as well as it can by itself: a key in a header
among all keys, a permission, a count for each key, the key taken out, two fields added."""

import hashlib
import json
import os
import secrets
import shutil
import string
from dataclasses import dataclass
from pathlib import Path

from harness import ROOT, Certificate, Program, fail, free_port
from transport import GROUP, SUITE

HERE = Path(__file__).resolve().parent
TOOLS = ROOT / ".build/tools"
BODY = "x" * 200
MANY = 1_000_000_000


@dataclass(frozen=True)
class Key:
    """A key of the peers: any of them may spend `limit` requests a minute."""

    token: str
    id: str
    owner: str
    limit: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.token.encode()).hexdigest()


def make_keys(count: int) -> list[Key]:
    """So many keys without a limit to speak of, and a last one with a limit of 2. Tokens are as long as Gatehouse's."""
    letters = string.ascii_letters + string.digits

    def draw(length: int) -> str:
        return "".join(secrets.choice(letters) for _ in range(length))

    return [
        Key("gk_live_" + draw(67), f"key_{draw(16)}", f"idn_{draw(16)}", 2 if number == count else MANY)
        for number in range(count + 1)
    ]


def tool(*places: str) -> str:
    """A program, from the system or from what scripts/install-dependencies fetched."""
    folders = [*os.environ.get("PATH", "").split(":"), "/usr/sbin", f"{TOOLS}/usr/sbin", f"{TOOLS}/bin"]
    for place in places:
        if found := shutil.which(place, path=":".join(folders)):
            return found
    fail(f"there is no {places[0]}: scripts/install-dependencies bench")


def library_path() -> str:
    return ":".join(str(folder) for folder in TOOLS.glob("**/x86_64-linux-gnu")) or str(TOOLS)


def module(name: str) -> str:
    for folder in (Path("/usr/lib/nginx/modules"), TOOLS / "usr/lib/nginx/modules"):
        if (folder / name).exists():
            return str(folder / name)
    fail(f"there is no {name}: scripts/install-dependencies bench")


class Peers:
    """Starts peers in a folder, on one core, in front of one upstream; on all when no core is given."""

    def __init__(self, folder: Path, keys: list[Key], core: int | None, upstream_core: int | None,
                 certificate: Certificate | None = None, workers: int = 1, window: int = 60) -> None:
        """With a certificate, all but the upstream speak TLS to their clients. Each key's limit is for a window of so many
        seconds."""
        self.workers, self.window = workers, window
        self.folder, self.keys, self.core = folder, keys, core
        self.certificate = certificate
        self.environment = {"LD_LIBRARY_PATH": library_path()}
        self.preload: dict[str, str] = {}
        self.prefix: list[str] = []
        port = free_port()
        self.upstream = self.nginx(
            "upstream", f'server {{ listen 127.0.0.1:{port}; return 200 "{BODY}"; }}', port, core=upstream_core)

    def nginx(self, name: str, http: str, port: int, main: str = "", core: int | None = None) -> Program:
        """An nginx with nothing but this."""
        workers = 1 if name == "upstream" else self.workers
        temporary = "\n".join(
            f"    {kind}_temp_path {self.folder}/{name}-{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        configuration = self.folder / f"{name}.conf"
        configuration.write_text(f"""{main}
worker_processes {workers};
worker_rlimit_nofile 65536;
daemon off;
pid {self.folder}/{name}.pid;
error_log {self.folder}/{name}-error.log;
events {{ worker_connections 30000; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
{temporary}
    {http}
}}
""")
        command = [tool("nginx"), "-p", str(self.folder), "-c", str(configuration),
                   "-e", f"{self.folder}/{name}-error.log"]
        return self.start(name, command, port, core)

    def start(self, name: str, command: list[str], port: int, core: int | None = None) -> Program:
        scheme = "https" if self.certificate and name != "upstream" else "http"
        return Program(name, [*self.prefix, *command], self.folder, port, self.core if core is None else core,
                       self.environment | self.preload, scheme)

    def proxy_server(self, port: int, upstream: int, location: str) -> str:
        return f"""upstream api {{ server 127.0.0.1:{upstream}; keepalive 256; keepalive_requests 1000000000; }}
    server {{
        listen 127.0.0.1:{port}{self.security()};
        location / {{
            {location}
            proxy_pass http://api;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $host;
        }}
    }}"""

    def security(self) -> str:
        """The suite that Gatehouse prefers, and nothing older; what else is asked of TLS is nginx's own choice."""
        if not self.certificate:
            return ""
        return f""" ssl;
        ssl_certificate {self.certificate.chain};
        ssl_certificate_key {self.certificate.key};
        ssl_protocols TLSv1.3;
        ssl_ecdh_curve {GROUP};
        ssl_conf_command Ciphersuites {SUITE}"""

    def plain_nginx(self) -> Program:
        """No checks at all: what forwarding alone costs."""
        port = free_port()
        return self.nginx("nginx", self.proxy_server(port, self.upstream.port, ""), port)

    def nginx_lua(self, algorithm: str = "count") -> Program:
        """It counts by windows that begin with their first request, or keeps a `rate`."""
        port, keys = free_port(), self.folder / "nginx-lua-keys"
        keys.write_text("".join(f"{key.digest} {key.id} {key.owner} 1 {key.limit}\n" for key in self.keys))
        packages = f"{HERE}/peers/?.lua;{TOOLS}/usr/share/lua/5.1/?.lua;/usr/share/lua/5.1/?.lua;;"
        location = """set $key_id ""; set $key_owner "";
            access_by_lua_block { checks.access() }
            proxy_set_header X-API-Key "";
            proxy_set_header X-Key-Id $key_id;
            proxy_set_header X-Key-Owner $key_owner;"""
        http = f"""lua_package_path "{packages}";
    lua_shared_dict counts 64m;
    init_by_lua_block {{ checks = require "keys"; checks.load("{keys}", {self.window}, "{algorithm}") }}
    {self.proxy_server(port, self.upstream.port, location)}"""
        modules = "\n".join(
            f"load_module {module(name)};" for name in ("ndk_http_module.so", "ngx_http_lua_module.so"))
        return self.nginx(f"nginx-lua-{algorithm}", http, port, main=modules)

    def haproxy(self) -> Program:
        port, keys = free_port(), self.folder / "haproxy-keys"
        keys.write_text("".join(f"{key.digest.upper()} {key.id}:{key.owner}:read:{key.limit}\n" for key in self.keys))
        configuration = self.folder / "haproxy.cfg"
        security = f"ssl crt {self.certificate.pair} ssl-min-ver TLSv1.3 ciphersuites {SUITE} curves {GROUP}" \
            if self.certificate else ""
        configuration.write_text((HERE / "peers/haproxy.cfg").read_text().format(
            port=port, keys=keys, upstream=self.upstream.port, security=security))
        return self.start("haproxy", [tool("haproxy"), "-f", str(configuration)], port)

    def envoy(self) -> Program:
        port = free_port()
        configuration = self.folder / "envoy.json"
        configuration.write_text(json.dumps(
            envoy_configuration(self.keys, port, self.upstream.port, self.certificate, self.window)))
        command = [tool("envoy"), "-c", str(configuration), "--concurrency", str(self.workers), "--log-level", "error",
                   "--disable-hot-restart"]
        return self.start("envoy", command, port)


def envoy_security(certificate: Certificate) -> dict:
    """Envoy has no setting for the suites of TLS 1.3: the client decides, who offers one."""
    return {
        "name": "envoy.transport_sockets.tls",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
            "common_tls_context": {
                "tls_params": {"tls_minimum_protocol_version": "TLSv1_3", "tls_maximum_protocol_version": "TLSv1_3",
                               "ecdh_curves": [GROUP]},
                "tls_certificates": [{"certificate_chain": {"filename": str(certificate.chain)},
                                      "private_key": {"filename": str(certificate.key)}}],
            },
        },
    }


def envoy_configuration(
    keys: list[Key], port: int, upstream: int, certificate: Certificate | None = None, window: int = 60
) -> dict:
    """`api_key_auth` with all keys, which adds the client's id and takes the key out, then `local_ratelimit` with a bucket
    for each client. A route may name the clients it admits, which stands for the permission."""
    api = "type.googleapis.com/envoy.extensions"

    def address(number: int) -> dict:
        return {"socket_address": {"address": "127.0.0.1", "port_value": number}}

    def bucket(limit: int) -> dict:
        tokens = min(limit, 4_000_000_000)
        return {"max_tokens": tokens, "tokens_per_fill": tokens, "fill_interval": f"{window}s"}

    forwarding = {"header": "x-key-id", "hide_credentials": True}
    authentication = {
        "@type": f"{api}.filters.http.api_key_auth.v3.ApiKeyAuth",
        "credentials": [{"key": key.token, "client": key.id} for key in keys],
        "key_sources": [{"header": "x-api-key"}],
        "forwarding": forwarding,
    }
    limits = {
        "@type": f"{api}.filters.http.local_ratelimit.v3.LocalRateLimit",
        "stat_prefix": "limit",
        "token_bucket": bucket(MANY),
        "filter_enabled": {"default_value": {"numerator": 100}},
        "filter_enforced": {"default_value": {"numerator": 100}},
        "max_dynamic_descriptors": 20_000,
        "rate_limits": [{"actions": [{"request_headers": {"header_name": "x-key-id", "descriptor_key": "client"}}]}],
        "descriptors": [
            *({"entries": [{"key": "client", "value": key.id}], "token_bucket": bucket(key.limit)}
              for key in keys if key.limit != MANY),
            {"entries": [{"key": "client"}], "token_bucket": bucket(MANY)},
        ],
    }
    route = {
        "match": {"prefix": "/"},
        "route": {"cluster": "api"},
        "request_headers_to_add": [{"header": {"key": "x-key-owner", "value": "idn_0000000000000000"}}],
        "typed_per_filter_config": {
            "envoy.filters.http.api_key_auth": {
                "@type": f"{api}.filters.http.api_key_auth.v3.ApiKeyAuthPerRoute",
                "allowed_clients": [key.id for key in keys],
                "forwarding": forwarding,
            }
        },
    }
    manager = {
        "@type": f"{api}.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "gate",
        "generate_request_id": False,
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [route]}]},
        "http_filters": [
            {"name": "envoy.filters.http.api_key_auth", "typed_config": authentication},
            {"name": "envoy.filters.http.local_ratelimit", "typed_config": limits},
            {"name": "envoy.filters.http.router",
             "typed_config": {"@type": f"{api}.filters.http.router.v3.Router", "suppress_envoy_headers": True}},
        ],
    }
    chain = {"filters": [{"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}]}
    if certificate:
        chain["transport_socket"] = envoy_security(certificate)
    listener = {"name": "gate", "address": address(port), "filter_chains": [chain]}
    endpoint = {"endpoint": {"address": address(upstream)}}
    cluster = {
        "name": "api", "type": "STATIC", "connect_timeout": "5s",
        "load_assignment": {"cluster_name": "api", "endpoints": [{"lb_endpoints": [endpoint]}]},
    }
    return {"static_resources": {"listeners": [listener], "clusters": [cluster]}}
