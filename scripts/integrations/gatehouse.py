"""Gatehouse as the pages configure it, and its keys."""

import os
import secrets
import subprocess
from pathlib import Path

from .pages import adapted, file_in
from .processes import Program, free_ports


class Gatehouse:
    """A server in a folder of its own, configured by docs/integrations/README.md."""

    def __init__(self, binary: Path, folder: Path) -> None:
        self.binary, self.folder = binary, folder
        self.configuration = folder / "gatehouse.yaml"
        self.secret = secrets.token_urlsafe(32)
        gateway, admin, self.port = free_ports(3)
        self._run("init", "--data", str(folder / "data"), "--root-key-file", str(folder / "root.key"))
        secret_file = folder / "caller.secret"
        secret_file.touch(mode=0o600)
        secret_file.write_text(self.secret + "\n", encoding="utf-8")
        self.configuration.write_text(adapted(file_in("README.md", "gatehouse.yaml"), {
            "data: /var/lib/gatehouse": f"data: {folder}/data",
            "/etc/gatehouse/root.key": f"{folder}/root.key",
            "/etc/gatehouse/caller.secret": str(secret_file),
            "port: 8080": f"port: {gateway}",
            "port: 8081": f"port: {admin}",
            "port: 8082": f"port: {self.port}",
        }), encoding="utf-8")
        self.program = Program("gatehouse", [str(binary), "serve", "--config", str(self.configuration)], folder)
        self.program.wait_for(admin, self.port)
        self._run("projects", "create", "shop")
        self._run("environments", "create", "live", "--project", "shop")

    def issue(self, name: str, *options: str) -> str:
        """A new key's token."""
        return self._run("keys", "create", name, "--project", "shop", "--environment", "live", "-q", *options)

    def revoke(self, name: str) -> None:
        self._run("keys", "revoke", name, "--confirm", name, "--reason", "end of the test", "-q")

    def run(self, *arguments: str) -> str:
        return self._run(*arguments)

    def _run(self, *arguments: str) -> str:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GATEHOUSE_")}
        result = subprocess.run(
            [str(self.binary), *arguments], cwd=self.folder, check=False, capture_output=True, text=True, timeout=60,
            env=kept | {"GATEHOUSE_CONFIG": str(self.configuration), "GATEHOUSE_NO_INPUT": "1"},
        )
        if result.returncode != 0:
            raise RuntimeError(f"gatehouse {' '.join(arguments[:2])} ended with {result.returncode}: {result.stderr}")
        return result.stdout.strip()
