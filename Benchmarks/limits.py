"""What the limits of a request cost it: checks by a program of our own, allocations counted beside. A bar that is missed is
reported."""

from pathlib import Path

import restrictions
from seeded import KEY_SEEDER


def run(folder: Path) -> dict:
    return restrictions.meter(folder, KEY_SEEDER.parent / "measure-limits", must_reach=False)
