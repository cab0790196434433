import Cryptography
import Storage

extension Act {
    /// Erases the keys that the audit log's details about a person are sealed under.
    ///
    /// - Returns: how many there were.
    func eraseKeys(ofDetailsAbout person: String) throws -> Int {
        let live = try self.reader.dataKeys(of: person, in: nil).filter { $0.erasedAt == nil }
        for key in live {
            var erased = key
            erased.erase(at: self.now)
            erased.revision = key.revision &+ 1
            try self.transaction.update(erased)
        }
        return live.count
    }
}
