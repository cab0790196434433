import GRDB
import Storage

/// The tables, step by step. A released step is never edited: a change is a new step.
///
/// `user_version` is the oldest format whose code can open the file, so that a release can be taken back where a step only
/// added tables; which steps were applied stands in `schema_steps` (from the sixth on).
///
/// `content` is the record in canonical encoding, `mac` the code over table, id, revision and content. The other columns
/// repeat what lists look for and must agree with the content.
enum Schema {
    /// The format of a file that all steps were applied to.
    static var newest: Int { self.steps.count }

    /// Brings the file to the newest format, or to an older one, one transaction for each step.
    static func migrate(_ database: Database, to format: Int = Self.newest) throws {
        let applied = try self.applied(to: database)
        for (index, step) in self.steps.prefix(format).enumerated() where index >= applied {
            let reader = self.steps.prefix(index + 1).map(\.oldestReader).max() ?? 0
            try database.inTransaction(.immediate) {
                try database.execute(sql: step.sql)
                try database.execute(sql: "PRAGMA application_id = \(ConnectionSettings.applicationID)")
                try Self.expect(format: reader, database)
                if try database.tableExists("schema_steps") {
                    try database.execute(sql: "INSERT INTO schema_steps (number) VALUES (?)", arguments: [index + 1])
                }
                return .commit
            }
        }
    }

    /// From now on only code of that format or a newer one opens the file.
    static func expect(format: Int, _ database: Database) throws {
        let before = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        try database.execute(sql: "PRAGMA user_version = \(max(before, format))")
    }

    /// How many steps the file has seen.
    private static func applied(to database: Database) throws -> Int {
        guard try database.tableExists("schema_steps") else {
            return try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        }
        return try Int.fetchOne(database, sql: "SELECT MAX(number) FROM schema_steps") ?? 0
    }

    /// A change of the format.
    private struct Step {
        /// The oldest format whose code works with a file that this step was applied to: an earlier one where the step
        /// added what that code does not look at.
        let oldestReader: Int
        let sql: String
    }

    private static let steps: [Step] = [
        .init(oldestReader: 1, sql: Self.firstTables), .init(oldestReader: 2, sql: Self.foreignCredentials),
        .init(oldestReader: 3, sql: Self.exportPositions), .init(oldestReader: 4, sql: Self.sealedKeys),
        .init(oldestReader: 5, sql: Self.rekeyings), .init(oldestReader: 5, sql: Self.auditTree),
        .init(oldestReader: 5, sql: Self.auditLogKeys), .init(oldestReader: 5, sql: Self.detailsInClear),
        .init(oldestReader: 5, sql: Self.positionCodes), .init(oldestReader: 5, sql: Self.leakedPeppers),
        .init(oldestReader: 5, sql: Self.leakReports), .init(oldestReader: 5, sql: Self.policies),
    ]

    private static let firstTables = """
        CREATE TABLE installation (
            id INTEGER PRIMARY KEY CHECK (id = 1), check_value BLOB NOT NULL
        ) STRICT;
        CREATE TABLE root_key_slots (
            number INTEGER PRIMARY KEY, kind TEXT NOT NULL, wrapped BLOB NOT NULL
        ) STRICT;
        CREATE TABLE projects (
            id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, content BLOB NOT NULL,
            mac BLOB NOT NULL
        ) STRICT;
        CREATE TABLE environments (
            id TEXT PRIMARY KEY, project_id TEXT NOT NULL, name TEXT NOT NULL, tag TEXT NOT NULL,
            revision INTEGER NOT NULL, content BLOB NOT NULL, mac BLOB NOT NULL,
            UNIQUE (project_id, name), UNIQUE (project_id, tag)
        ) STRICT;
        CREATE TABLE peppers (
            id TEXT PRIMARY KEY, environment_id TEXT NOT NULL, version INTEGER NOT NULL, revision INTEGER NOT NULL,
            content BLOB NOT NULL, mac BLOB NOT NULL, UNIQUE (environment_id, version)
        ) STRICT;
        CREATE TABLE identities (
            id TEXT PRIMARY KEY, project_id TEXT NOT NULL, name TEXT NOT NULL, revision INTEGER NOT NULL,
            content BLOB NOT NULL, mac BLOB NOT NULL, UNIQUE (project_id, name)
        ) STRICT;
        CREATE TABLE roles (
            id TEXT PRIMARY KEY, project_id TEXT NOT NULL, name TEXT NOT NULL, revision INTEGER NOT NULL,
            content BLOB NOT NULL, mac BLOB NOT NULL, UNIQUE (project_id, name)
        ) STRICT;
        CREATE TABLE operators (
            id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, content BLOB NOT NULL,
            mac BLOB NOT NULL
        ) STRICT;
        CREATE TABLE keys (
            id TEXT PRIMARY KEY, project_id TEXT NOT NULL, environment_id TEXT NOT NULL, owner_id TEXT,
            name TEXT NOT NULL, state INTEGER NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER,
            revokes_at INTEGER, rotation_ends_at INTEGER, revision INTEGER NOT NULL, content BLOB NOT NULL,
            mac BLOB NOT NULL
        ) STRICT;
        CREATE INDEX keys_by_creation ON keys (created_at DESC, id DESC);
        CREATE INDEX keys_by_project ON keys (project_id, created_at DESC, id DESC);
        CREATE INDEX keys_by_owner ON keys (owner_id, created_at DESC, id DESC) WHERE owner_id IS NOT NULL;
        CREATE INDEX keys_by_rotation_end ON keys (rotation_ends_at, id) WHERE rotation_ends_at IS NOT NULL;
        CREATE TABLE key_labels (
            key_id TEXT NOT NULL, kind INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (key_id, kind, value)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX key_labels_by_value ON key_labels (kind, value);
        CREATE TABLE key_usage (
            key_id TEXT NOT NULL, version INTEGER NOT NULL, address TEXT NOT NULL, user_agent TEXT NOT NULL,
            used_at INTEGER NOT NULL, route TEXT NOT NULL, PRIMARY KEY (key_id, version, address, user_agent)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE idempotency (
            id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, revision INTEGER NOT NULL, content BLOB NOT NULL,
            mac BLOB NOT NULL
        ) STRICT;
        CREATE INDEX idempotency_by_age ON idempotency (created_at, id);
        CREATE TABLE maintenance_marks (name TEXT PRIMARY KEY, moment INTEGER NOT NULL) STRICT;
        CREATE TABLE audit_entries (
            sequence INTEGER PRIMARY KEY, timestamp INTEGER NOT NULL, tenant TEXT, actor_id TEXT NOT NULL,
            action TEXT NOT NULL, object_id TEXT NOT NULL, request_id TEXT, leaf BLOB NOT NULL,
            leaf_hash BLOB NOT NULL, mac BLOB NOT NULL
        ) STRICT;
        CREATE INDEX audit_entries_by_object ON audit_entries (object_id, sequence);
        CREATE INDEX audit_entries_by_tenant ON audit_entries (tenant, sequence) WHERE tenant IS NOT NULL;
        CREATE INDEX audit_entries_by_request ON audit_entries (request_id) WHERE request_id IS NOT NULL;
        CREATE TABLE audit_details (
            sequence INTEGER PRIMARY KEY, salt BLOB NOT NULL, details BLOB NOT NULL
        ) STRICT;
        """

    private static let foreignCredentials = """
        CREATE TABLE foreign_credentials (
            id TEXT PRIMARY KEY, environment_id TEXT NOT NULL, source TEXT NOT NULL, foreign_id TEXT NOT NULL,
            found_by TEXT, is_weak INTEGER NOT NULL, revision INTEGER NOT NULL, content BLOB NOT NULL,
            mac BLOB NOT NULL, UNIQUE (environment_id, source, foreign_id)
        ) STRICT;
        CREATE INDEX foreign_credentials_by_index ON foreign_credentials (environment_id, found_by)
            WHERE found_by IS NOT NULL;
        CREATE INDEX foreign_credentials_by_weakness ON foreign_credentials (id) WHERE is_weak;
        """

    private static let exportPositions = """
        CREATE TABLE audit_export_positions (sink TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT;
        """

    /// A position that the code of an earlier format wrote has none.
    private static let positionCodes = "ALTER TABLE audit_export_positions ADD COLUMN mac BLOB"

    /// Leads to the few entries that `doctor` asks for, among all there are. Looks at every entry once.
    private static let leakReports = """
        CREATE INDEX IF NOT EXISTS audit_entries_leak_reports ON audit_entries (sequence)
            WHERE action = 'key.leak_report';
        """

    private static let sealedKeys = """
        ALTER TABLE root_key_slots ADD COLUMN share INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE system_keys (
            purpose TEXT NOT NULL, version INTEGER NOT NULL, envelope BLOB NOT NULL, PRIMARY KEY (purpose, version)
        ) STRICT;
        CREATE TABLE keyring_keys (
            id TEXT PRIMARY KEY, tenant TEXT NOT NULL, is_primary INTEGER NOT NULL, revision INTEGER NOT NULL,
            content BLOB NOT NULL, mac BLOB NOT NULL
        ) STRICT;
        CREATE INDEX keyring_keys_by_tenant ON keyring_keys (tenant);
        CREATE UNIQUE INDEX keyring_keys_primary ON keyring_keys (tenant) WHERE is_primary;
        CREATE TABLE data_keys (
            id TEXT PRIMARY KEY, tenant TEXT NOT NULL, subject TEXT NOT NULL, version INTEGER NOT NULL,
            wrapped_by TEXT NOT NULL, is_erased INTEGER NOT NULL, revision INTEGER NOT NULL, content BLOB NOT NULL,
            mac BLOB NOT NULL, UNIQUE (subject, tenant, version)
        ) STRICT;
        CREATE INDEX data_keys_by_wrapping_key ON data_keys (wrapped_by, id);
        ALTER TABLE audit_details ADD COLUMN data_key TEXT;
        """

    private static let rekeyings = """
        CREATE TABLE rekeyings (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, tenant TEXT NOT NULL, started_at INTEGER NOT NULL,
            is_finished INTEGER NOT NULL, revision INTEGER NOT NULL, content BLOB NOT NULL, mac BLOB NOT NULL
        ) STRICT;
        CREATE INDEX rekeyings_by_start ON rekeyings (started_at DESC, id DESC);
        CREATE UNIQUE INDEX rekeyings_unfinished ON rekeyings (kind, tenant) WHERE NOT is_finished;
        CREATE INDEX audit_details_by_data_key ON audit_details (data_key, sequence) WHERE data_key IS NOT NULL;
        CREATE INDEX data_keys_by_tenant ON data_keys (tenant, id);
        """

    /// The tree over `audit_entries`. A full tile is never changed; `place` is its number times 8 plus its level. What the
    /// code of format 5 appends without tiles is taken into the tree at the next start.
    private static let auditTree = """
        CREATE TABLE schema_steps (number INTEGER PRIMARY KEY) STRICT;
        INSERT INTO schema_steps (number) VALUES (1), (2), (3), (4), (5);
        CREATE TABLE audit_log (
            id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, sealed_key BLOB NOT NULL, mac BLOB NOT NULL
        ) STRICT;
        CREATE TABLE audit_tiles (place INTEGER PRIMARY KEY, hashes BLOB NOT NULL, mac BLOB NOT NULL) STRICT;
        CREATE TABLE audit_checkpoint (
            id INTEGER PRIMARY KEY CHECK (id = 1), size INTEGER NOT NULL, note BLOB NOT NULL, mac BLOB NOT NULL
        ) STRICT;
        """

    /// Every key that the log ever had. The code of format 6 signs with the one in `audit_log`, which is key 1; once there
    /// is another, only newer code opens the file (`logKeysFormat`).
    private static let auditLogKeys = """
        CREATE TABLE audit_log_keys (
            id TEXT PRIMARY KEY, revision INTEGER NOT NULL, content BLOB NOT NULL, mac BLOB NOT NULL
        ) STRICT;
        """

    /// Finds what is still to be sealed, which is nothing in a store that was made with sealed details.
    private static let detailsInClear = """
        CREATE INDEX IF NOT EXISTS audit_details_in_clear ON audit_details (sequence)
            WHERE data_key IS NULL AND details IS NOT NULL;
        """

    /// The format that knows of a second key of the log.
    static let logKeysFormat = 7

    /// Changes no table. Contents that tell of a leaked pepper have a format of their own; once there is one, only newer
    /// code opens the file (`leakedPeppersFormat`).
    private static let leakedPeppers = ""

    /// The format that knows of leaked peppers and of digests in digests.
    static let leakedPeppersFormat = 10

    private static let policies = """
        CREATE TABLE policies (
            id TEXT PRIMARY KEY, environment_id TEXT NOT NULL, name TEXT NOT NULL, revision INTEGER NOT NULL,
            content BLOB NOT NULL, mac BLOB NOT NULL, UNIQUE (environment_id, name)
        ) STRICT;
        """

    /// The format that knows of policies, of roles that are narrowed, and of rights for a time.
    static let policiesFormat = 12

    /// The format that knows of keys that are bound to certificates: these, too, are rows of a format of their own.
    static let boundKeysFormat = 10
}
