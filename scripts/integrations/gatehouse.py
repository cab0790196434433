"""Gatehouse as the pages configure it, and its keys."""

import secrets
import tempfile
from pathlib import Path

from .installation import Installation
from .pages import adapted, file_in
from .processes import free_ports

SCOPE = ("--project", "shop", "--environment", "live")


class Gatehouse(Installation):
    """A server in a folder of its own, configured by a page; `replacements` stand for the addresses that only this
    page has."""

    def __init__(self, binary: Path, folder: Path, page: str, replacements: dict[str, str]) -> None:
        super().__init__(binary, folder)
        self.gateway_port, admin_port = free_ports(2)
        self.serve(adapted(file_in(page, "gatehouse.yaml"), {
            "data: /var/lib/gatehouse": f"data: {folder}/data",
            "/etc/gatehouse/root.key": f"{folder}/root.key",
            "port: 8080": f"port: {self.gateway_port}",
            "port: 8081": f"port: {admin_port}",
        } | replacements), admin_port)

    def issue(self, name: str, *options: str) -> str:
        """A new key's token."""
        return self.run("keys", "create", name, *SCOPE, "-q", *options)

    def require_second_key(self, name: str) -> None:
        """From now on the key of that name needs another one beside it."""
        self.run("policies", "create", f"two-{name}", *SCOPE, "--for-key", name, "--step-up", "second-key", "-q")

    def revoke(self, name: str) -> None:
        self.run("keys", "revoke", name, "--confirm", name, "--reason", "end of the test", "-q")

    def bring_in(self, export: str, format: str, *options: str) -> str:
        """Imports keys of another system; what the command printed."""
        self.run("environments", "update", "live", "--foreign-tokens", "admit")
        file = self.folder / f"export.{format}"
        file.write_text(export, encoding="utf-8")
        return self.run("keys", "import", str(file), "--format", format, *SCOPE, *options, "--json")


class Verifier(Gatehouse):
    """The server of docs/integrations/README.md, which answers proxies and services that prove themselves by a secret."""

    # Where it listens besides its port.
    socket: Path | None = None

    def __init__(self, binary: Path, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        self.secret = secrets.token_urlsafe(32)
        [self.port] = free_ports(1)
        super().__init__(binary, folder, "README.md", {"port: 8082": f"port: {self.port}"} | self.callers(folder))
        self.program.wait_for(self.port)

    def callers(self, folder: Path) -> dict[str, str]:
        """What the page's proof of who asks becomes."""
        secret_file = folder / "caller.secret"
        secret_file.touch(mode=0o600)
        secret_file.write_text(self.secret + "\n", encoding="utf-8")
        return {"/etc/gatehouse/caller.secret": str(secret_file)}


class NeighbourVerifier(Verifier):
    """The same, but whoever asks proves itself by where it is: one address, or the Unix socket. The secret is none here."""

    trusted_address = "127.0.0.3"

    def callers(self, folder: Path) -> dict[str, str]:
        # nginx's workers give up root, and cannot pass a folder of mode 0700 then.
        self.folder_of_socket = tempfile.TemporaryDirectory(prefix="gatehouse-socket-")
        place = Path(self.folder_of_socket.name)
        place.chmod(0o755)
        self.socket = place / "verify.sock"
        return {
            "verify:\n": f"verify:\n  socket: {self.socket}\n",
            "      secretFile: /etc/gatehouse/caller.secret\n":
                f"      addresses: [{self.trusted_address}]\n      socket: true\n",
        }

    def open_socket(self) -> None:
        """Lets the workers of nginx in, as the group of the socket does where both have users of their own."""
        self.socket.chmod(0o666)
