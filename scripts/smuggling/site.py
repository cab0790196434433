"""A real Gatehouse before all back ends, told apart by host; on one event loop, so that requests share connections."""

import json
from pathlib import Path

from integrations.installation import Installation
from integrations.processes import free_ports

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


class Site(Installation):
    """`ports` are the back ends by name, `unread` those that leave bodies unread, which the configuration says."""

    def __init__(self, binary: Path, folder: Path, ports: dict[str, int], unread: set[str]) -> None:
        folder.mkdir(mode=0o700)
        super().__init__(binary, folder)
        self.port, admin = free_ports(2)
        self.serve(CONFIGURATION.format(
            folder=folder, port=self.port, admin=admin,
            upstreams="\n".join(
                UPSTREAM.format(name=name, port=port, reads="false" if name in unread else "true")
                for name, port in ports.items()),
            routes="\n".join(ROUTE.format(name=name) for name in ports),
        ), admin)
        self.key = self.run("keys", "create", "client", "--boundary", "admin", "-q")
        self.program.wait_for(self.port)

    def decisions(self) -> list[dict]:
        """Every request as it was judged, once the server has stopped."""
        self.program.stop()
        lines = (self.folder / "access.log").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]
