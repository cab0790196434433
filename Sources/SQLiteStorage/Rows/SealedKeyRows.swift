import Cryptography
import GRDB
import Keys
import Storage

extension KeyringKey: StoredObject {
    static var table: String { "keyring_keys" }
    static var columns: [String] { ["tenant", "is_primary"] }
    var columnValues: [DatabaseValue] { [self.tenant.databaseValue, (self.state == .primary).databaseValue] }
    var rowID: String { self.id.rowID }
    var words: String { "the keyring key \(self.id), or a primary key of \(self.tenant)," }
}

extension SealedDataKey: StoredObject {
    static var table: String { "data_keys" }
    static var columns: [String] { ["tenant", "subject", "version", "wrapped_by", "is_erased"] }
    var columnValues: [DatabaseValue] {
        [
            self.tenant.databaseValue, self.subject.databaseValue, Int64(self.version).databaseValue,
            self.wrappedBy.rowID.databaseValue, (self.erasedAt != nil).databaseValue,
        ]
    }
    var rowID: String { self.id.rowID }
    var words: String { "the data key \(self.version) of \(self.subject)" }
}
