"""What the upstreams of the check have in common: a port, and a thread for each connection."""

import socket
import threading
from contextlib import suppress

from .wire import Reader, WireError


class Listener:
    """Listens on a free port of this machine until it is stopped."""

    # Seconds without a byte that a connection is kept for; None for any number.
    patience: float | None = None

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port: int = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.keep, args=(connection,), daemon=True).start()

    def keep(self, connection: socket.socket) -> None:
        with connection, suppress(OSError, WireError):
            connection.settimeout(self.patience)
            self.serve(Reader(connection))

    def serve(self, reader: Reader) -> None:
        """Answers what comes on one connection, which is closed behind it."""
        raise NotImplementedError

    def stop(self) -> None:
        self.listener.close()
