import Cryptography
import GRDB
import Keys
import Storage

/// A record with a table of its own.
protocol StoredObject: CanonicalCodable, Sendable {
    static var table: String { get }
    /// Columns between `id` and `revision`.
    static var columns: [String] { get }
    /// What stands in them, in the same order.
    var columnValues: [DatabaseValue] { get }
    /// The primary key.
    var rowID: String { get }
    var revision: UInt64 { get }
    /// How the record is spoken of in an error.
    var words: String { get }
}

extension StoredObject {
    /// The columns of every query, in the order `RowReader` reads them.
    static var selection: String {
        (["id"] + self.columns + ["revision", "content", "mac"]).joined(separator: ", ")
    }
}

extension ObjectID {
    /// The primary key: the sixteen characters.
    var rowID: String { String(decoding: self.characters, as: Unicode.ASCII.self) }
}

extension Project: StoredObject {
    static var table: String { "projects" }
    static var columns: [String] { ["name"] }
    var columnValues: [DatabaseValue] { [self.name.databaseValue] }
    var rowID: String { self.id.rowID }
    var words: String { "project \(self.name)" }
}

extension Environment: StoredObject {
    static var table: String { "environments" }
    static var columns: [String] { ["project_id", "name", "tag"] }
    var columnValues: [DatabaseValue] {
        [self.projectID.rowID.databaseValue, self.name.databaseValue, self.tag.databaseValue]
    }
    var rowID: String { self.id.rowID }
    var words: String { "environment \(self.name) or its tag \(self.tag)" }
}

extension SealedPepper: StoredObject {
    static var table: String { "peppers" }
    static var columns: [String] { ["environment_id", "version"] }
    var columnValues: [DatabaseValue] { [self.environmentID.rowID.databaseValue, Int64(self.version).databaseValue] }
    var rowID: String { "\(self.environmentID.rowID)/\(self.version)" }
    /// A pepper never changes.
    var revision: UInt64 { 1 }
    var words: String { "pepper \(self.version) of \(self.environmentID)" }
}

extension Identity: StoredObject {
    static var table: String { "identities" }
    static var columns: [String] { ["project_id", "name"] }
    var columnValues: [DatabaseValue] { [self.projectID.rowID.databaseValue, self.name.databaseValue] }
    var rowID: String { self.id.rowID }
    var words: String { "identity \(self.name)" }
}

extension Role: StoredObject {
    static var table: String { "roles" }
    static var columns: [String] { ["project_id", "name"] }
    var columnValues: [DatabaseValue] { [self.projectID.rowID.databaseValue, self.name.databaseValue] }
    var rowID: String { self.id.rowID }
    var words: String { "role \(self.name)" }
}

extension Policy: StoredObject {
    static var table: String { "policies" }
    static var columns: [String] { ["environment_id", "name"] }
    var columnValues: [DatabaseValue] { [self.environmentID.rowID.databaseValue, self.name.databaseValue] }
    var rowID: String { self.id.rowID }
    var words: String { "policy \(self.name)" }
}

extension Operator: StoredObject {
    static var table: String { "operators" }
    static var columns: [String] { ["name"] }
    var columnValues: [DatabaseValue] { [self.name.databaseValue] }
    var rowID: String { self.id.rowID }
    var words: String { "operator \(self.name)" }
}

extension KeyRecord: StoredObject {
    static var table: String { "keys" }
    static var columns: [String] {
        [
            "project_id", "environment_id", "owner_id", "name", "state", "created_at", "expires_at", "revokes_at",
            "rotation_ends_at",
        ]
    }
    var columnValues: [DatabaseValue] {
        [
            self.projectID.rowID.databaseValue, self.environmentID.rowID.databaseValue,
            self.ownerID?.rowID.databaseValue ?? .null, self.name.databaseValue,
            Int64(self.state.code).databaseValue, self.createdAt.milliseconds.databaseValue,
            self.expiry.date?.milliseconds.databaseValue ?? .null, self.revokesAt?.milliseconds.databaseValue ?? .null,
            self.rotationEnd?.milliseconds.databaseValue ?? .null,
        ]
    }
    var rowID: String { self.id.rowID }
    var words: String { "\(self.id)" }

    /// When a rotation that was not cancelled ends by itself.
    var rotationEnd: WallTime? { self.rotation.flatMap { $0.cancelledAt == nil ? $0.endsAt : nil } }
}

extension ForeignCredential: StoredObject {
    static var table: String { "foreign_credentials" }
    static var columns: [String] { ["environment_id", "source", "foreign_id", "found_by", "is_weak"] }
    var columnValues: [DatabaseValue] {
        [
            self.environmentID.rowID.databaseValue, self.source.rawValue.databaseValue,
            self.foreignID.databaseValue, self.proof.index?.columnText.databaseValue ?? .null,
            self.isWeak.databaseValue,
        ]
    }
    var rowID: String { self.keyID.rowID }
    var words: String { "the foreign key of \(self.keyID)" }
}

extension ForeignIndex {
    /// As it stands in its column.
    var columnText: String {
        switch self {
        case .digest(let digest): digest.hexadecimal
        case .bucket(let bucket): "bucket \(bucket)"
        }
    }
}

extension IdempotencyRecord: StoredObject {
    static var table: String { "idempotency" }
    static var columns: [String] { ["created_at"] }
    var columnValues: [DatabaseValue] { [self.createdAt.milliseconds.databaseValue] }
    var rowID: String { self.scope.rowID }
    /// Put anew, never counted up.
    var revision: UInt64 { 1 }
    var words: String { "idempotency record" }
}

extension IdempotencyScope {
    /// The primary key: a hash, because the parts may be long.
    var rowID: String {
        var encoder = CanonicalEncoder()
        encoder.append(self.actor)
        encoder.append(self.operation)
        encoder.append(self.key)
        return SHA256Hash.digest(of: encoder.bytes.span).hexadecimal
    }
}
