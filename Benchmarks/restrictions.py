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
    return meter(folder, METER)


def meter(folder: Path, program: Path, must_reach: bool = True) -> dict:
    """What a program measured that prints a line for each figure; it fails where a bar is missed."""
    counts = MallocCounts(folder)
    command = ["taskset", "-c", str(CORE), str(program)]
    done = subprocess.run(command, env=os.environ | counts.environment, capture_output=True, text=True)
    print(done.stdout, end="")
    if done.returncode and (must_reach or done.returncode != 1):
        fail(f"{program.name}: something takes more than its bar, or allocates:\n{done.stderr}")
    return {found["name"]: {"nanoseconds": float(found["nanoseconds"]), "allocations": int(found["allocations"])}
            for found in LINE.finditer(done.stdout)}
