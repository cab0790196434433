"""The proxies, each started with the configuration of its page."""

import os
from dataclasses import dataclass
from pathlib import Path

from . import apisix as stand_in
from .pages import adapted, file_in
from .processes import Program, free_ports

ROOT = Path(__file__).resolve().parents[2]
LUA = ROOT / "integrations/haproxy/gatehouse.lua"


@dataclass
class Setting:
    """What a proxy has to know of its surroundings."""

    folder: Path
    gatehouse_port: int
    application_port: int
    secret: str
    programs: dict[str, list[str]]
    # Where Gatehouse also listens; None where it does not.
    gatehouse_socket: Path | None = None

    @property
    def addresses(self) -> dict[str, str]:
        return {
            "127.0.0.1:8082": f"127.0.0.1:{self.gatehouse_port}",
            "127.0.0.1:9000": f"127.0.0.1:{self.application_port}",
        }

    def write(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
        return file


class Proxy:
    """A running proxy. What it answers when Gatehouse is away differs by program, and is on its page."""

    # Whether it asks about the first of two keys in fields of one name; the others let Gatehouse see both.
    takes_first_of_two = False

    def __init__(
        self, name: str, program: Program | stand_in.StandIn, port: int, status_when_away: set[int],
        shows_limits: bool,
    ) -> None:
        self.name, self.program, self.port = name, program, port
        self.status_when_away, self.shows_limits = status_when_away, shows_limits


def nginx(setting: Setting) -> Proxy:
    [port] = free_ports(1)
    caller = setting.write("gatehouse-caller.conf", adapted(
        file_in("nginx.md", "/etc/nginx/gatehouse-caller.conf"),
        {"the line in /etc/gatehouse/caller.secret": setting.secret},
    ))
    return nginx_with("nginx", setting, port, setting.addresses | {"/etc/nginx/gatehouse-caller.conf": str(caller)})


def nginx_by_socket(setting: Setting) -> Proxy:
    """Proves itself by the Unix socket it asks through."""
    [port] = free_ports(1)
    upstream = adapted(
        file_in("nginx.md", "upstream by socket"), {"/run/gatehouse/verify.sock": str(setting.gatehouse_socket)}
    )
    return nginx_with("nginx-by-socket", setting, port, {
        "upstream gatehouse {\n    server 127.0.0.1:8082;\n    keepalive 32;\n}\n": upstream,
        "        include /etc/nginx/gatehouse-caller.conf;\n": "",
        "127.0.0.1:9000": setting.addresses["127.0.0.1:9000"],
    })


def nginx_with(name: str, setting: Setting, port: int, replacements: dict[str, str]) -> Proxy:
    api = setting.write("api.conf", adapted(
        file_in("nginx.md", "/etc/nginx/conf.d/api.conf"), {"listen 80;": f"listen 127.0.0.1:{port};"} | replacements
    ))
    temporary = "\n".join(
        f"{kind}_temp_path {setting.folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root; " if os.geteuid() == 0 else ""
    main = setting.write("nginx.conf", (
        f"{user}daemon off; pid {setting.folder}/nginx.pid; worker_processes 1; error_log stderr;\n"
        f"events {{}}\nhttp {{ access_log off; {temporary} include {api}; }}\n"
    ))
    command = [*setting.programs["nginx"], "-p", str(setting.folder), "-e", "stderr", "-c", str(main)]
    return Proxy(name, Program(name, command, setting.folder), port, {500}, True)


def envoy(setting: Setting) -> Proxy:
    [port] = free_ports(1)
    configuration = setting.write("envoy.yaml", adapted(file_in("envoy.md", "/etc/envoy/envoy.yaml"), {
        "address: 127.0.0.1, port_value: 8082": f"address: 127.0.0.1, port_value: {setting.gatehouse_port}",
        "address: 127.0.0.1, port_value: 9000": f"address: 127.0.0.1, port_value: {setting.application_port}",
        "address: 0.0.0.0, port_value: 80}": f"address: 127.0.0.1, port_value: {port}}}",
        "http://127.0.0.1:8082": f"http://127.0.0.1:{setting.gatehouse_port}",
    }))
    command = [
        *setting.programs["envoy"], "--config-path", str(configuration), "--concurrency", "1",
        "--disable-hot-restart", "--log-level", "warning",
    ]
    program = Program("envoy", command, setting.folder, {"GATEHOUSE_CALLER": setting.secret})
    return Proxy("envoy", program, port, {503}, True)


def traefik(setting: Setting) -> Proxy:
    port, questions = free_ports(2)
    way = {"127.0.0.1:8083": f"127.0.0.1:{questions}"}
    api = setting.write("api.yaml", adapted(file_in("traefik.md", "/etc/traefik/api.yaml"), setting.addresses | way))
    static = setting.write("traefik.yaml", adapted(file_in("traefik.md", "/etc/traefik/traefik.yaml"), way | {
        'address: ":80"': f"address: 127.0.0.1:{port}", "/etc/traefik/api.yaml": str(api),
    }))
    command = [*setting.programs["traefik"], f"--configFile={static}"]
    program = Program("traefik", command, setting.folder, {"GATEHOUSE_CALLER": setting.secret})
    return Proxy("traefik", program, port, {502, 504}, False)


def caddy(setting: Setting) -> Proxy:
    [port] = free_ports(1)
    caddyfile = setting.write("Caddyfile", "{\n\tadmin off\n}\n\n" + adapted(
        file_in("caddy.md", "/etc/caddy/Caddyfile"), setting.addresses | {
            "http://api.example.com:80 {": f"http://api.example.com:{port} {{\n\tbind 127.0.0.1",
        },
    ))
    command = [*setting.programs["caddy"], "run", "--config", str(caddyfile), "--adapter", "caddyfile"]
    variables = {"GATEHOUSE_CALLER": setting.secret, "XDG_DATA_HOME": str(setting.folder),
                 "XDG_CONFIG_HOME": str(setting.folder)}
    return Proxy("caddy", Program("caddy", command, setting.folder, variables), port, {502, 504}, True)


def haproxy(setting: Setting, is_broken: bool = False) -> Proxy:
    """With an action that fails, if it is to be broken: the configuration has to refuse then."""
    port, questions = free_ports(2)
    caller = setting.write("gatehouse-caller", setting.secret + "\n")
    action = 'core.register_action("gatehouse", { "http-req" }, function(txn)\n'
    lua = setting.write("gatehouse.lua", adapted(
        LUA.read_text(encoding="utf-8"), {action: action + "error('broken')\n"} if is_broken else {}
    ))
    configuration = setting.write("haproxy.cfg", adapted(
        file_in("haproxy.md", "/etc/haproxy/haproxy.cfg"), setting.addresses | {
            "127.0.0.1:8083": f"127.0.0.1:{questions}", "bind :80\n": f"bind 127.0.0.1:{port}\n", "/etc/haproxy/gatehouse.lua": str(lua),
            "/etc/haproxy/gatehouse-caller": str(caller),
        },
    ))
    command = [*setting.programs["haproxy"], "-db", "-f", str(configuration)]
    return Proxy("haproxy", Program("haproxy", command, setting.folder), port, {503}, True)


def broken_haproxy(setting: Setting) -> Proxy:
    proxy = haproxy(setting, is_broken=True)
    proxy.name = "broken-haproxy"
    return proxy


def apisix(setting: Setting) -> Proxy:
    """Not the program: what its plugin does."""
    route = adapted(file_in("apisix.md", "route.json"), setting.addresses | {
        "the line in /etc/gatehouse/caller.secret": setting.secret,
    })
    program = stand_in.start(setting.folder, route)
    proxy = Proxy("apisix", program, program.port, {503}, False)
    proxy.takes_first_of_two = True
    return proxy


# Those that prove themselves by where they are.
NEIGHBOURS = {"nginx-by-socket"}
ALL = {"nginx": nginx, "nginx-by-socket": nginx_by_socket, "envoy": envoy, "traefik": traefik, "caddy": caddy, "haproxy": haproxy,
       "apisix": apisix}
