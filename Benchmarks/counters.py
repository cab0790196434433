"""Mallocs and user instructions per request, each by a run of its own: what counts also slows."""

import shutil
import struct
import subprocess
import time
from pathlib import Path

import comparison
from harness import Certificate, fail
from load import CORE, HERE, wrk

SLOTS = 1024


def compiler() -> str:
    for name in ("cc", "gcc", "clang"):
        if found := shutil.which(name):
            return found
    fail("there is no C compiler")


class MallocCounts:
    """What the preloaded library writes: calls by thread."""

    def __init__(self, folder: Path) -> None:
        self.library, self.file = folder / "counting-malloc.so", folder / "malloc-counts"
        command = [compiler(), "-O2", "-shared", "-fPIC", "-o", str(self.library), str(HERE / "counting-malloc.c"), "-ldl"]
        subprocess.run(command, check=True)
        # A worker of nginx may run as another user.
        self.file.write_bytes(bytes(16 * SLOTS))
        self.file.chmod(0o666)

    @property
    def environment(self) -> dict[str, str]:
        return {"LD_PRELOAD": str(self.library), "MALLOC_COUNTS": str(self.file)}

    def read(self) -> dict[int, int]:
        return {thread: count for thread, count in struct.iter_unpack("QQ", self.file.read_bytes()) if thread}


def thread_name(processes: list[int], thread: int) -> str | None:
    for process in processes:
        name = Path(f"/proc/{process}/task/{thread}/comm")
        if name.exists():
            return name.read_text().strip()
    return None


def mallocs(
    folder: Path, names: list[str], keys: int, seconds: int = 4, certificate: Certificate | None = None,
) -> dict[str, dict[str, float]]:
    """Calls per request by name of the thread, in steady state: difference of two runs of different length, so that what
    opening the connections costs falls out."""
    results: dict[str, dict[str, float]] = {}
    for name in names:
        # Envoy brings an allocator of its own, which nothing can be put before.
        if name == "envoy":
            continue
        home = folder / f"mallocs-{name}"
        home.mkdir()
        home.chmod(0o755)
        counts = MallocCounts(home)
        with comparison.Field(home, [], keys, CORE, CORE, certificate) as field:
            field.peers.preload = counts.environment
            rival = field.add(name)
            wrk(rival.program.port, rival.keys, seconds, scheme=rival.program.scheme)
            time.sleep(2)
            results[name] = steady_mallocs(rival, counts, seconds)
    return results


def steady_mallocs(rival: "comparison.Rival", counts: MallocCounts, seconds: int) -> dict[str, float]:
    runs = []
    for length in (seconds // 2, seconds):
        before = counts.read()
        requests = wrk(rival.program.port, rival.keys, length, scheme=rival.program.scheme)["requests"]
        after = counts.read()
        runs.append((requests, {thread: count - before.get(thread, 0) for thread, count in after.items()}))
    (few, short), (many, long) = runs
    by_name: dict[str, float] = {}
    for thread in long:
        if name := thread_name(rival.program.processes(), thread):
            calls = (long[thread] - short.get(thread, 0)) / (many - few)
            by_name[name] = by_name.get(name, 0) + calls
    return by_name


def instructions(
    folder: Path, names: list[str], keys: int, certificate: Certificate | None = None
) -> dict[str, float]:
    """User instructions per request: by the processor's counter where there is one, else by callgrind, which does not run
    Envoy's allocator."""
    if can_count():
        return {name: counted(folder / f"instructions-{name}", name, keys, certificate) for name in names}
    if not shutil.which("valgrind"):
        return {}
    return {name: simulated(folder, name, certificate) for name in names if name != "envoy"}


def can_count() -> bool:
    command = ["perf", "stat", "-x,", "-e", "instructions:u", "true"]
    if not shutil.which("perf"):
        return False
    result = subprocess.run(command, check=False, capture_output=True, text=True)
    return result.returncode == 0 and result.stderr.split(",")[0].isdigit()


def counted(home: Path, name: str, keys: int, certificate: Certificate | None, seconds: int = 3) -> float:
    home.mkdir()
    home.chmod(0o755)
    with comparison.Field(home, [name], keys, CORE, CORE, certificate) as field:
        rival = field.rivals[name]
        wrk(rival.program.port, rival.keys, seconds, scheme=rival.program.scheme)
        processes = ",".join(map(str, rival.program.processes()))
        perf = subprocess.Popen(
            ["perf", "stat", "-x,", "-e", "instructions:u", "-p", processes, "sleep", str(seconds + 2)],
            stderr=subprocess.PIPE, text=True)
        time.sleep(0.5)
        requests = wrk(rival.program.port, rival.keys, seconds, scheme=rival.program.scheme)["requests"]
        return int(perf.communicate()[1].split(",")[0]) / requests


def simulated(folder: Path, name: str, certificate: Certificate | None, keys: int = 50) -> float:
    """From two runs of different length, so that what starting, filling and ending cost falls out."""
    totals = []
    for seconds in (2, 8):
        home = folder / f"instructions-{name}-{seconds}"
        home.mkdir()
        home.chmod(0o777)
        with comparison.Field(home, [], keys, CORE, CORE, certificate) as field:
            field.peers.prefix = [
                "valgrind", "--tool=callgrind", "--trace-children=yes", f"--callgrind-out-file={home}/callgrind.%p",
                "--log-file=/dev/null",
            ]
            # Callgrind cannot read the Swift compiler's debugging information.
            field.binary = home / "gatehouse-stripped"
            subprocess.run(["strip", "--strip-debug", "-o", str(field.binary), str(comparison.BINARY)], check=True)
            rival = field.add(name)
            requests = wrk(rival.program.port, rival.keys, seconds, scheme=rival.program.scheme)["requests"]
        totals.append((requests, sum(map(instructions_in, home.glob("callgrind.*")))))
    (few, short), (many, long) = totals
    return (long - short) / max(many - few, 1)


def instructions_in(file: Path) -> int:
    lines = file.read_text(errors="replace").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("totals:"))
