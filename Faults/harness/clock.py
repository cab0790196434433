"""The civil time of a server, moved at will while it runs."""

import struct
import time

HOUR, YEAR = 3600, 365 * 86_400


class Clock:
    """Goes with a home: `environment` starts a server by it."""

    def __init__(self, home, shim):
        self.path = home.root / "clock"
        self.environment = {"LD_PRELOAD": shim, "FAULT_CLOCK": str(self.path)}
        self.path.write_bytes(struct.pack("=qq", 0, 0))

    def shift(self, seconds):
        """So many seconds from the system's."""
        self._write(int(seconds * 1_000_000_000), 0)

    def freeze(self):
        """Stands still at this moment."""
        self._write(0, time.time_ns())

    def _write(self, offset, frozen):
        # In place: the server has the file mapped.
        with self.path.open("r+b") as file:
            file.write(struct.pack("=qq", offset, frozen))
