"""Brings a stopped store back to what an earlier release wrote, so that a start has to bring it forward."""

from .vault import Vault

#: Formats that there were: before foreign keys, before sinks, before sealed keys, before rotations, before the tree.
OLDER = [1, 2, 3, 4, 5]
TABLES = ["projects", "environments", "peppers", "identities", "roles", "policies", "operators", "keys", "idempotency",
          "foreign_credentials"]
#: How each step is taken back, newest first.
BACK = {
    12: ["DROP TABLE policies"],
    11: ["DROP INDEX audit_entries_leak_reports"],
    10: [],
    9: ["ALTER TABLE audit_export_positions DROP COLUMN mac"],
    8: ["DROP INDEX audit_details_in_clear"],
    7: ["DROP TABLE audit_log_keys"],
    6: ["DROP TABLE audit_tiles", "DROP TABLE audit_checkpoint", "DROP TABLE audit_log", "DROP TABLE schema_steps"],
    5: ["DROP TABLE rekeyings", "DROP INDEX audit_details_by_data_key", "DROP INDEX data_keys_by_tenant"],
    4: ["DROP TABLE system_keys", "DROP TABLE data_keys", "DROP TABLE keyring_keys", "DELETE FROM audit_details",
        "ALTER TABLE audit_details DROP COLUMN data_key", "ALTER TABLE root_key_slots DROP COLUMN share"],
    3: ["DROP TABLE audit_export_positions"],
    2: ["DROP TABLE foreign_credentials"],
}


def make_older(home, number):
    """`number` is the format; one that is beyond all there are is only written down."""
    with Vault(home) as vault:
        if number in OLDER:
            if number < 4:
                _derive_codes(vault)
            for step in range(max(BACK), number, -1):
                for statement in BACK[step]:
                    vault.do(statement)
        vault.do(f"PRAGMA user_version = {number}")


def _derive_codes(vault):
    """Codes were made with a key that came from the root key."""
    vault.system["row-mac"] = vault.subkey("row-mac")
    for table in TABLES:
        for name, revision, content in vault.all(f"SELECT id, revision, content FROM {table}"):
            vault.do(f"UPDATE {table} SET mac = ? WHERE id = ?", vault.code(table, name, content, revision), name)
    for sequence, leaf in vault.all("SELECT sequence, leaf FROM audit_entries"):
        vault.do("UPDATE audit_entries SET mac = ? WHERE sequence = ?", vault.code("audit_entries", sequence, leaf),
                 sequence)
