"""Servers with more keys and audit entries than one would make by acting: filled once and kept under .build/bench, and used
by every later run. They change in use, but not in size."""

import json
import shutil
import subprocess
import time
from pathlib import Path

from comparison import BINARY
from harness import ROOT, AdminConnection, Gatehouse, KeyMaker, fail

KEPT = ROOT / ".build/bench"
KEY_SEEDER, LOG_SEEDER = BINARY.parent / "seed-keys", BINARY.parent / "seed-log"
# In the database, and of entries in the folder where they are published as well.
BYTES_PER_KEY, BYTES_PER_ENTRY = 1_000, 2_000
# Keys that requests carry.
USED = 10_000


class Seeded:
    """A stopped server with so many keys and entries. With `tenants` every entry tells of a person, sealed for one of so
    many environments after the other."""

    def __init__(self, upstream: int, keys: int, entries: int, tenants: int = 0) -> None:
        self.folder = KEPT / f"{keys}-keys-{entries}-entries-{tenants}-tenants"
        self.facts_file = self.folder / "seeded.json"
        self.tokens = self.folder / "seeded.keys"
        self.entries = entries
        if not self.facts_file.exists():
            if shutil.disk_usage(ROOT).free < (wanted := keys * BYTES_PER_KEY + entries * BYTES_PER_ENTRY):
                fail(f"{KEPT} needs {wanted / 2**30:.0f} GiB that are not free")
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            self.folder.chmod(0o755)
        self.home = Gatehouse(BINARY, self.folder, upstream)
        if not self.facts_file.exists():
            began = time.monotonic()
            self.fill(keys, tenants)
            print(f"  {keys:,} keys and {entries:,} entries seeded in {time.monotonic() - began:.0f} s", flush=True)
        facts = json.loads(self.facts_file.read_text())
        self.project, self.environment, self.tenants = facts["project"], facts["environment"], facts["tenants"]

    @property
    def log(self) -> Path:
        return self.home.data / "audit"

    def fill(self, keys: int, tenants: int) -> None:
        program = self.home.start()
        maker = KeyMaker(self.home.admin)
        connection, path = AdminConnection(self.home.admin), f"/v1/projects/{maker.project}/environments"
        names = [connection.post(path, {"name": f"tenant-{n}", "tag": f"t{n}"})["id"] for n in range(tenants)]
        program.stop()
        command = [KEY_SEEDER, self.home.data, self.home.root_key, maker.environment, str(keys)]
        made = subprocess.run(command, capture_output=True, check=False)
        if made.returncode:
            fail(f"seed-keys failed:\n{made.stderr.decode()}")
        self.tokens.write_bytes(b"\n".join(made.stdout.splitlines()[:USED]) + b"\n")
        self.grow(self.entries, names)
        facts = {"project": maker.project, "environment": maker.environment, "tenants": names}
        self.facts_file.write_text(json.dumps(facts))

    def grow(self, entries: int, tenants: list[str]) -> dict:
        """Adds entries to the log, and tells its key and what proofs cost."""
        command = [LOG_SEEDER, self.home.data, self.home.root_key, str(entries), *tenants]
        grown = subprocess.run(command, capture_output=True, check=False)
        if grown.returncode:
            fail(f"seed-log failed:\n{grown.stderr.decode()}")
        return json.loads(grown.stdout)
