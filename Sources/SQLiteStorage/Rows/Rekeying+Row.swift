import GRDB
import Keys
import Storage

extension Rekeying: StoredObject {
    static var table: String { "rekeyings" }
    static var columns: [String] { ["kind", "tenant", "started_at", "is_finished"] }
    var columnValues: [DatabaseValue] {
        [
            self.kind.rawValue.databaseValue, self.tenant.databaseValue, self.startedAt.milliseconds.databaseValue,
            (self.phase == .finished).databaseValue,
        ]
    }
    var rowID: String { self.id.rowID }
    var words: String { "the rotation \(self.id), or another one of \(self.tenant)," }
}
