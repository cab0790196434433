import GRDB
import Storage

extension LogKey: StoredObject {
    static var table: String { "audit_log_keys" }
    static var columns: [String] { [] }
    var columnValues: [DatabaseValue] { [] }
    var rowID: String { "\(self.number)" }
    var words: String { "the key \(self.number) of the audit log" }
}
