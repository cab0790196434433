"""Rows 24 and 25: whatever stands in a configuration, and a configuration or data folder of another release."""

import functools
import pathlib
import random
import re
import resource
import subprocess
import tempfile
import time

from .bench import patience, restart_and_check, whole_day
from .faults import Broken
from .formats import OLDER, make_older
from .home import UPSTREAM, Home
from .rekeying import Load
from .tenants import Tenants

CHECK_SECONDS = 5
MOST_MEMORY = 2 << 30
FOLDER = pathlib.Path(__file__).resolve().parents[2]
FUZZING = FOLDER / ".build-fuzz"
#: Inputs that each fuzz target is given, and how many mutated files the program itself.
INPUTS, FILES = 2_000, 300

#: What somebody may push by mistake, and the line that the refusal has to name (None: it is of no line).
INVALID = {
    "unknown-setting": ("gateway: {", "gateway: {adress: 1, ", True), "wrong-type": ("admin: {port: ", "admin: {port: [1]} #", True),
    "out-of-range": ("admin: {port: ", "admin: {port: 99999", True), "unclosed": ("routes:\n", "routes: [\n", True),
    "tab": ("  - {name: orders", "\t- {name: orders", True), "twice": ("data: ", "data: /elsewhere\ndata: ", True),
    "not-utf-8": ("routes:", "routes\udcff:", False), "no-routes": ("routes:\n", "ruotes:\n", True),
    "unknown-upstream": ("path: /orders,", "path: /orders, upstream: nobody,", True),
    "same-route-twice": ("routes:\n", 'routes:\n  - {name: again, path: /orders, project: shop, environment: live}\n', True),
    "key-in-data": ("rootKey: {file: ", "rootKey: {file: 5, fiel: ", True),
    "empty": (None, "", False), "anchors": ("data: ", "bomb: &a [*a, *a]\ndata: ", True),
    "control": ("data: ", "data: \x00", False),
}

#: The settings that the first release documented, as it documented them.
FIRST_RELEASE = """\
data: {data}
rootKey: {{file: {root}/root.key}}
tokenPrefix: gk
eventLoops: 1
gateway:
  address: 127.0.0.1
  port: {port}
  maximumConnections: 1024
  headTimeoutMs: 10000
admin: {{port: {admin}, socket: {root}/run/admin.sock}}
upstreams:
  - {{name: local, address: 127.0.0.1, port: {upstream}}}
routes:
  - {{name: orders, path: /orders, methods: [GET], project: shop, environment: live, permission: orders:read}}
limits:
  - {{name: everyone, scope: global, windows: [{{limit: 5000, seconds: 1}}]}}
decisions: {{maximumBytes: 1048576}}
"""


def pushed_configurations(bench):
    """Row 25: a bad configuration is refused by line and changes nothing; older files and data work with this program."""
    with Tenants(bench) as tenants:
        with tenants.copy() as home:
            whole = len(home.configuration.read_text())
        pushes = [f"push:{name}" for name in INVALID] + [f"half:{part}" for part in range(7, whole, whole // 40)]
        chosen = bench.chosen(pushes)
        answers = _pushed(tenants, chosen)
    older = [f"data:{number}" for number in OLDER] + ["data:later", "configuration:first-release"]
    works = bench.each(older, functools.partial(_of_other_release, bench))
    return (f"{len(chosen)} of {len(pushes)} pushes, {answers} answers under load meanwhile, none wrong; "
            f"{len(works)} of {len(older)} configurations and data of other releases")


def _pushed(tenants, names):
    """The file is replaced again and again while the server works; starting by it is refused, and it goes on."""
    with tenants.copy() as home:
        good = home.configuration.read_text()
        if not home.start():
            raise Broken(f"no start: {home.last_errors()}")
        with Load(home, tenants) as load:
            for name in names:
                kind, what = name.split(":")
                if kind == "push":
                    old, new, has_line = INVALID[what]
                    if old and old not in good:
                        raise Broken(f"case {name}: there is no '{old}' to be changed")
                    text = good.replace(old, new, 1) if old else new
                else:
                    text, has_line = good[:int(what)], False
                home.configuration.write_text(text, errors="surrogateescape")
                _refused(home, name, has_line)
                if home.process.poll() is not None:
                    raise Broken(f"case {name}: the server that worked has ended")
            home.configuration.write_text(good)
        if home.stop() != 0 or not home.start():
            raise Broken("it does not start by the configuration that was put back")
        return load.answers


def _refused(home, name, has_line):
    """`config check` and `serve` say 78 and which line; half a file may be a whole one that says less."""
    check = home.run("config", "check", "--config", str(home.configuration), check=False)
    if check.returncode == 0 and name.startswith("half:"):
        return
    if check.returncode != 78:
        raise Broken(f"case {name}: I10: config check ends with {check.returncode}: {check.stderr}")
    if has_line and not re.search(r"gatehouse\.yaml:\d+", check.stderr + check.stdout):
        raise Broken(f"case {name}: the refusal names no line: {check.stderr}")
    serve = home.run("serve", "--config", str(home.configuration), check=False, timeout=20)
    if serve.returncode != 78:
        raise Broken(f"case {name}: I10: serve ends with {serve.returncode}: {serve.stderr}")


def _of_other_release(bench, name):
    kind, what = name.split(":")
    with Home(bench.binary) as home:
        ledger, ended = whole_day(bench, home)
        if not ended or home.stop() != 0:
            raise Broken("an undisturbed day does not end")
        if kind == "configuration":
            home.configuration.write_text(FIRST_RELEASE.format(
                data=home.data, root=home.root, port=home.port, admin=home.admin_port, upstream=UPSTREAM.port))
            return restart_and_check(home, ledger)
        if what == "later":
            return _later(home)
        make_older(home, int(what))
        # The log's tree and key came with the newest format: proofs of this one are of another log.
        ledger.proofs, ledger.checkpoints = [], []
        restart_and_check(home, ledger)
        if home.stop() != 0 or home.run("fsck", "--config", str(home.configuration), check=False).returncode != 0:
            raise Broken("I9: fsck finds something in a store that was brought forward")


def _later(home):
    """A store of a later format is refused and left alone."""
    make_older(home, 99)
    before = (home.data / "gatehouse.db").read_bytes()
    if home.start() or home.process.returncode != 65:
        raise Broken(f"I10: a later format: {home.process.returncode}")
    if (home.data / "gatehouse.db").read_bytes() != before:
        raise Broken("a store of a later format was changed")


def malformed(bench):
    """Row 24: whatever bytes come, nothing traps, and every input is answered in bounded time and memory."""
    targets = sorted(path.name for path in (FOLDER / "Fuzzing/Corpus").iterdir())
    programs = list(FUZZING.glob("*/release/fuzzing"))
    cases = [f"fuzz:{target}" for target in targets] if programs else []
    cases += [f"file:{number}" for number in range(FILES)]
    with Home(bench.binary) as home:
        outcomes = bench.each(cases, lambda name: (
            _fuzzed(bench, programs[0], name) if name.startswith("fuzz:") else _file(bench, home, name)))
    fuzzed = [one for one in outcomes if one > 1]
    told = f"{len(fuzzed)} of {len(targets)} fuzz targets, {sum(fuzzed)} inputs" if programs else "fuzz targets not built"
    return f"{told}; {len(outcomes) - len(fuzzed)} configuration files"


def _fuzzed(bench, program, name):
    """So many inputs of a target, drawn by the seed from its corpus; how many were run."""
    target = name.split(":")[1]
    # What it finds goes into the first folder, not into the corpus.
    found = tempfile.mkdtemp(prefix="fuzz-")
    run = subprocess.run(
        [program, target, f"-runs={INPUTS}", f"-seed={bench.seed}", "-max_len=20000", "-timeout=10", "-rss_limit_mb=2048",
         "-print_final_stats=1", f"-artifact_prefix={found}/", found, str(FOLDER / "Fuzzing/Corpus" / target)],
        capture_output=True, text=True, errors="replace", cwd=found)
    if run.returncode != 0:
        raise Broken(f"{target} fails: {run.stderr[-600:]}")
    return int(re.search(r"number_of_executed_units: *(\d+)", run.stderr)[1])


def _file(bench, home, name):
    """A configuration with random damage: read or refused, never a trap."""
    draw = random.Random(f"{bench.seed}:{name}")
    content = bytearray(home.configuration.read_bytes())
    for _ in range(draw.randint(1, 12)):
        _damage(content, draw)
    path = home.root / name.replace(":", "-")
    path.write_bytes(content)
    begun = time.monotonic()
    run = subprocess.run(
        [home.binary, "config", "check", "--config", str(path)], capture_output=True, timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY)))
    path.unlink()
    if run.returncode not in (0, 78):
        raise Broken(f"config check ends with {run.returncode}: {run.stderr[-400:]}")
    if time.monotonic() - begun > CHECK_SECONDS * patience():
        raise Broken("it took too long")
    return 1


MARKS = [b"{", b"[", b"- ", b"&a ", b"*a", b"!!x ", b"|\n", b"\0", b"\xff", b"? "]


def _damage(content, draw):
    """One change of the bytes."""
    place = draw.randrange(len(content) + 1)
    piece = bytes(content[place:place + draw.randint(1, 40)])
    kind = draw.randrange(6)
    if kind == 0 and content:
        content[place - 1] ^= 1 << draw.randrange(8)
    elif kind == 1:
        del content[place:place + len(piece)]
    elif kind == 2:
        content[place:place] = piece * draw.choice([1, 2, 500])
    elif kind == 3:
        content[place:place] = draw.choice(MARKS) * draw.choice([1, 3, 3000])
    elif kind == 4:
        content[place:place] = str(draw.choice([-1, 2**63, 2**64, 10**400, "1e999", "0x10", ".nan"])).encode()
    else:
        content[place:place] = draw.randbytes(draw.randint(1, 20))
