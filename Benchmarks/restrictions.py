"""What a restriction costs a request: look-ups by a program of our own, allocations counted beside."""

import os
import re
import subprocess
from pathlib import Path

from counters import MallocCounts
from harness import fail
from load import CORE
from seeded import KEY_SEEDER

METER = KEY_SEEDER.parent / "measure-restrictions"
LINE = re.compile(r"(?P<name>.+): (?P<nanoseconds>[0-9.]+) ns, (?P<allocations>[0-9]+) allocations")


def run(folder: Path) -> dict:
    counts = MallocCounts(folder)
    command = ["taskset", "-c", str(CORE), str(METER)]
    done = subprocess.run(command, env=os.environ | counts.environment, capture_output=True, text=True)
    print(done.stdout, end="")
    if done.returncode:
        fail(f"a look-up takes more than its bar, or allocates:\n{done.stderr}")
    return {found["name"]: {"nanoseconds": float(found["nanoseconds"]), "allocations": int(found["allocations"])}
            for found in LINE.finditer(done.stdout)}
