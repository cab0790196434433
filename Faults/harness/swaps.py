"""Row 13: every ciphertext is put in the place of others, as it is and as another suite."""

import functools
import re

from .faults import Broken
from .home import Refused
from .tenants import PATHS, Tenants, details
from .vault import Vault

#: Tables with an envelope in a column, and its row's name; nothing but the envelope itself guards them.
BARE = {"root_key_slots": ("number", "wrapped"), "system_keys": ("purpose", "envelope"),
        "audit_details": ("sequence", "details")}
#: Tables with an envelope in a record that has a code over it.
CODED = ["keyring_keys", "data_keys", "peppers"]
SUITES = [0, 2, 255]
ENVELOPE = 113


def swapped_ciphertexts(bench):
    """Row 13: no ciphertext opens as another row's, tenant's, version's or purpose's, or as of another suite."""
    with Tenants(bench) as tenants:
        with Vault(tenants.home) as vault:
            places = _places(vault)
        cases = []
        for name in places:
            table = name.split("/")[0]
            near = [other for other in places if other != name and other.split("/")[0] == table]
            far = [next(other for other in places if other.split("/")[0] == kind)
                   for kind in [*BARE, *CODED, "audit_log"] if kind != table]
            cases += [f"{name}<{other}" for other in near + far]
            cases += [f"{name}=suite-{suite}" for suite in SUITES]
        # Whoever holds the database alone cannot make a code that fits.
        cases += [f"{case}:without-code" for case in cases if case.split("/")[0] in CODED]
        outcomes = bench.each(cases, functools.partial(_case, tenants))
    return (f"{len(outcomes)} of {len(cases)} swaps refused: {outcomes.count('start')} at the start, "
            f"{outcomes.count('use')} when used; every one named by fsck")


def _places(vault):
    """Every ciphertext by table and row."""
    found = {}
    for table, (name, column) in BARE.items():
        found |= {f"{table}/{row[0]}": bytes(row[1]) for row in vault.all(f"SELECT {name}, {column} FROM {table}")}
    for table in CODED:
        for name, content in vault.all(f"SELECT id, content FROM {table}"):
            place = content.find(bytes([ENVELOPE, 1]))
            if place >= 0:
                found[f"{table}/{name}"] = content[place + 1:place + 1 + ENVELOPE]
    found["audit_log/1"] = vault.one("SELECT sealed_key FROM audit_log")[0]
    return found


def _put(vault, name, envelope, with_code):
    table, _, row = name.partition("/")
    if table in BARE:
        return vault.do(f"UPDATE {table} SET {BARE[table][1]} = ? WHERE {BARE[table][0]} = ?", envelope, row)
    if table == "audit_log":
        origin = vault.one("SELECT name FROM audit_log")[0]
        return vault.do("UPDATE audit_log SET sealed_key = ?, mac = ?", envelope,
                        vault.code("audit_log", origin, envelope))
    content, revision = vault.one(f"SELECT content, revision FROM {table} WHERE id = ?", row)
    place = content.find(bytes([ENVELOPE, 1]))
    length = bytes([len(envelope) & 0x7F | 0x80, len(envelope) >> 7]) if len(envelope) > 127 else bytes([len(envelope)])
    content = content[:place] + length + envelope + content[place + 1 + ENVELOPE:]
    vault.do(f"UPDATE {table} SET content = ? WHERE id = ?", content, row)
    if with_code:
        vault.do(f"UPDATE {table} SET mac = ? WHERE id = ?", vault.code(table, row, content, revision), row)
    return 1


def _case(tenants, case):
    name, with_code = case.removesuffix(":without-code"), not case.endswith(":without-code")
    with tenants.copy() as home:
        with Vault(home) as vault:
            places = _places(vault)
            if "<" in name:
                name, other = name.split("<")
                envelope = places[other]
            else:
                name, suite = name.split("=suite-")
                envelope = bytes([int(suite)]) + places[name][1:]
            if _put(vault, name, envelope, with_code) != 1:
                raise Broken("nothing was put in place")
        _examined(home, name)
        return _used(home, tenants)


def _examined(home, name):
    """`fsck` says that something is wrong, and where."""
    run = home.run("fsck", "--config", str(home.configuration), "--json", check=False)
    if run.returncode not in (3, 65, 66):
        raise Broken(f"I10: fsck ends with {run.returncode}: {run.stdout}{run.stderr}")
    # Details are part of their entry, and the log's key is that of its checkpoint.
    table, row = name.split("/")[:2]
    wanted = {table, row, {"audit_details": "audit_entries", "audit_log": "audit_checkpoint"}.get(table)}
    if run.returncode == 3 and not wanted & set(re.findall(r"[\w-]+", run.stdout)):
        raise Broken(f"fsck does not name {name}: {run.stdout}")


def _used(home, tenants):
    """The start is refused, or what the ciphertext is needed for, and a line of the log tells of it."""
    if not home.start():
        if home.process.returncode not in (65, 66):
            raise Broken(f"I10: it ends with {home.process.returncode}: {home.last_errors()}")
        if not home.last_errors():
            raise Broken("nothing is said about the refusal")
        return "start"
    refused = False
    for tenant, tokens in tenants.tokens.items():
        statuses = {home.knock(token, PATHS[tenant]) for token in tokens}
        if statuses - {200, 401, 503}:
            raise Broken(f"the gateway says {statuses}")
        refused |= statuses != {200}
    try:
        details(home)
    except Refused as refusal:
        if refusal.status < 500:
            raise Broken(f"a swapped ciphertext answers {refusal}") from refusal
        refused = True
    # A pepper that no key is told by yet is left out, with a line about it.
    if not refused and '"not published"' not in home.errors.read_text():
        raise Broken("it was opened")
    if not re.search(r'"severity":"(error|critical)"', home.errors.read_text()):
        raise Broken("no line of the log tells of it")
    return "use"
