"""A real Gatehouse before all back ends, told apart by host; on one event loop, so that requests share connections."""

import json
import os
import subprocess
from pathlib import Path

from integrations.processes import Program, free_ports

CONFIGURATION = """\
data: {folder}/data
rootKey: {{file: {folder}/root.key}}
eventLoops: 1
gateway:
  port: {port}
admin: {{port: {admin}, socket: {folder}/admin.sock}}
decisions:
  accessLog: {folder}/access.log
upstreams:
{upstreams}
routes:
{routes}
"""
UPSTREAM = "  - {{name: {name}, address: 127.0.0.1, port: {port}, readsBodies: {reads}}}"
ROUTE = """\
  - {{name: {name}, host: {name}.test, path: /**, upstream: {name}, project: shop, environment: live}}
  - {{name: {name}-ws, host: {name}.test, path: /ws/**, upstream: {name}, project: shop, environment: live, websocket: true}}"""


class Site:
    """`ports` are the back ends by name, `unread` those that leave bodies unread, which the configuration says."""

    def __init__(self, binary: Path, folder: Path, ports: dict[str, int], unread: set[str]) -> None:
        self.binary, self.folder = binary, folder
        folder.mkdir(mode=0o700)
        self.configuration = folder / "gatehouse.yaml"
        self.port, admin = free_ports(2)
        self.run("init", "--data", str(folder / "data"), "--root-key-file", str(folder / "root.key"))
        self.configuration.write_text(CONFIGURATION.format(
            folder=folder, port=self.port, admin=admin,
            upstreams="\n".join(
                UPSTREAM.format(name=name, port=port, reads="false" if name in unread else "true")
                for name, port in ports.items()),
            routes="\n".join(ROUTE.format(name=name) for name in ports),
        ), encoding="utf-8")
        self.program = Program("gatehouse", [str(binary), "serve", "--config", str(self.configuration)], folder)
        self.program.wait_for(admin)
        self.run("projects", "create", "shop")
        self.run("environments", "create", "live", "--project", "shop")
        self.key = self.run("keys", "create", "client", "--boundary", "admin", "-q")
        self.program.wait_for(self.port)

    def run(self, *arguments: str) -> str:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GATEHOUSE_")}
        result = subprocess.run(
            [str(self.binary), *arguments], cwd=self.folder, check=False, capture_output=True, text=True, timeout=60,
            env=kept | {"GATEHOUSE_CONFIG": str(self.configuration), "GATEHOUSE_NO_INPUT": "1"},
        )
        if result.returncode != 0:
            raise RuntimeError(f"gatehouse {' '.join(arguments[:2])} ended with {result.returncode}: {result.stderr}")
        return result.stdout.strip()

    def decisions(self) -> list[dict]:
        """Every request as it was judged, once the server has stopped."""
        self.program.stop()
        lines = (self.folder / "access.log").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]
