"""A folder with a Gatehouse of its own: its data, its configuration, its server and commands."""

import os
import subprocess
from pathlib import Path

from .processes import Program


class Installation:
    """Made in a folder that is there; serves nobody before `serve`."""

    program: Program

    def __init__(self, binary: Path, folder: Path) -> None:
        self.binary, self.folder = binary, folder
        self.configuration = folder / "gatehouse.yaml"
        self.run("init", "--data", str(folder / "data"), "--root-key-file", str(folder / "root.key"))

    def serve(self, configuration: str, admin_port: int) -> None:
        """Starts the server by that configuration, and makes the environment `live` of the project `shop`."""
        self.configuration.write_text(configuration, encoding="utf-8")
        command = [str(self.binary), "serve", "--config", str(self.configuration)]
        self.program = Program("gatehouse", command, self.folder)
        self.program.wait_for(admin_port)
        self.run("projects", "create", "shop")
        self.run("environments", "create", "live", "--project", "shop")

    def run(self, *arguments: str) -> str:
        """What the command printed."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GATEHOUSE_")}
        result = subprocess.run(
            [str(self.binary), *arguments], cwd=self.folder, check=False, capture_output=True, text=True, timeout=60,
            env=kept | {"GATEHOUSE_CONFIG": str(self.configuration), "GATEHOUSE_NO_INPUT": "1"},
        )
        if result.returncode != 0:
            raise RuntimeError(f"gatehouse {' '.join(arguments[:2])} ended with {result.returncode}: {result.stderr}")
        return result.stdout.strip()
