"""Writes docs/reliability.md: every fault that Gatehouse must survive, and how it last went."""

import json

HEAD = """\
# Reliability

What is done to Gatehouse before anyone trusts it, and how it last went. `make faults` does all of it on real processes and
writes this page; `make test` does a share of every row, drawn by a seed. The invariants I1 to I10 and what is modelled are
in [durability.md](durability.md).

<!-- not run: it takes forty minutes -->
```console
$ make faults
…
```

A failure names its row, its seed and its case; `Faults/run --row 2 --seed 1 --case 484` does that one again.

| row | fault | what must come of it | last result | cases | seconds |
| --- | --- | --- | --- | --- | --- |
"""

FOOT = """
Last run: {moment}, {seed}, on {processors} processors, Linux {kernel}.
"""

#: What is done and what must come of it.
TABLE = {
    1: ("SIGKILL before every call that changes a file, from the first start to the end of a day",
        "starts again by itself within 5 s; nothing acknowledged is lost, nothing half done"),
    2: ("loss of power after every call; what was not synced is lost in combinations, whole or by sectors",
        "the same"),
    3: ("SIGKILL in the middle of every write", "the same; the older valid state is used"),
    4: ("EIO at each fsync and fdatasync, once and for ever",
        "exit 74, clean restart, never a later false success"),
    5: ("EIO or a short read at each read of the database", "a clear error, never a wrong answer"),
    6: ("a full disk", "507 for what needs space, requests go on, revoking works, recovery by itself"),
    7: ("a flipped bit in the database at rest", "refused before use, or without effect"),
    8: ("the published audit log deleted, renamed, cut, edited, replaced, made read-only, linked elsewhere; the same to "
        "the database and its log while they are open",
        "noticed within 1 s, logged, counted, written anew; the store's own files: exit 74, and all is there once they are"),
    9: ("history rewritten by who holds the database and the log's key: entries edited, dropped, inserted, exchanged, cut "
        "off, forked; codes, tree and signature made to fit, one after the other; another key",
        "refused at start, named by `audit verify`; a full re-sign by who remembers: witness, anchor file, older copy"),
    11: ("an older database, write-ahead log or folder put back, or the log of changes taken away",
         "exit 76 where an anchor file or a witness knows more; goes on with two admins alone, on record; without an "
         "anchor `doctor` says so. A witness is asked at the start; one that is away is a warning"),
    12: ("a second process on the same data folder", "refused at once with 75"),
    13: ("each ciphertext put in the place of every other of its table and of one of each other table, with a code that "
         "fits and without; the suite changed",
         "none opens: refused at the start or when used, told in the log, named by `fsck`"),
    15: ("root key, keyring, data keys, pepper (also a leaked one) and log key replaced under load, SIGKILL before calls "
         "that change a file, fifty of each kind, drawn by the seed",
         "readable at every moment, resumed by itself, destroyed after the proof that nothing is left. Calls are numbered "
         "under load: a case done again kills at the same number, perhaps another call"),
    18: ("keys revoked, suspended and rotated while requests, streams and uploads with them are under way",
         "nothing that begins after the answer is admitted; streams and uploads cut within 2 s. What a replaced token "
         "has begun may end"),
    19: ("the clock back an hour and ten years, ahead a day and ten years, a minute or less either way, standing still, a "
         "second twice, daylight saving; starts ahead of what was written last, again and again; a clock that was wrong, "
         "confirmed, put right and confirmed again",
         "nothing that ended comes back, nothing else ends, limits go on; a jump is an alarm; a start that would end many keys "
         "waits for somebody to look, and restarts add nothing up; what was taken back stays so"),
    24: ("malformed input: every fuzz target with a fixed seed, and damaged configuration files",
         "no trap, bounded time and memory. Without `scripts/fuzz` run before, files alone"),
    25: ("configurations pushed under load: invalid, half written, put back; configuration and data of earlier releases, "
         "data of a later one", "78 and the line; what works goes on; each format is brought forward, a later one left alone. "
         "There is no earlier program to run on new data yet"),
    27: ("backups under load, damaged, and restored to an empty host", "the whole day through another slot; else refused"),
    29: ("sealing under load, a core asked for, every file searched for planted secrets, keys, peppers, passphrase",
         "nowhere, raw, in hexadecimal or base64; no core; none in memory once sealed"),
}


def write(path, results, environment):
    """The page, from the results by row."""
    lines = []
    for number in sorted(TABLE):
        fault, required = TABLE[number]
        result = results.get(str(number))
        told = ("not run", "", "") if result is None else (
            f"held {result.get('moment', '')}" if result["held"] else f"**{_line(result['outcome'])}**",
            result["outcome"] if result["held"] else "", f"{result['seconds']:.0f}")
        lines.append(f"| {number} | {fault} | {required} | {told[0]} | {told[1]} | {told[2]} |\n")
    path.write_text(HEAD + "".join(lines) + FOOT.format(**environment))


def _line(text):
    """What fits into a cell."""
    return text.splitlines()[0][:200].replace("|", "/")


def keep(path, number, result):
    """Adds the result of a row to those kept."""
    results = json.loads(path.read_text()) if path.exists() else {}
    results[str(number)] = result
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(results, indent=1))
    return results
