"""Issuing keys one by one over one connection: each answer means that the key is on the disk."""

import time
from contextlib import ExitStack
from pathlib import Path

from comparison import BINARY
from harness import AdminConnection, Gatehouse, KeyMaker

BAR = 200


def run(folder: Path, count: int) -> dict:
    with ExitStack() as stack:
        home = Gatehouse(BINARY, folder, upstream=9)
        program = home.start()
        stack.callback(program.stop)
        maker = KeyMaker(home.admin)
        connection = AdminConnection(home.admin)
        began = time.monotonic()
        for number in range(count):
            maker.create(f"issued-{number}", connection=connection)
        rate = count / (time.monotonic() - began)
    return {"keys": count, "per_second": rate, "bar": BAR}
