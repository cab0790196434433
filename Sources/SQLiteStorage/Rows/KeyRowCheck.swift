import Cryptography
import Dispatch
import Keys
import Storage
import Synchronization

/// Some rows on their way through `KeyRowReader` on another thread, while the one that took them from SQLite goes on.
final class KeyRowCheck: Sendable {
    private let outcome = Mutex<Result<[KeyRecord], StorageError>>(.success([]))
    private let done = DispatchSemaphore(value: 0)

    private init() {}

    /// Starts to check and read the rows.
    static func start(_ rows: KeyRows, _ authenticator: RowAuthenticator) -> KeyRowCheck {
        let check = KeyRowCheck()
        DispatchQueue.global().async {
            var reader = KeyRowReader(authenticator)
            let outcome = Result { () throws(StorageError) in try reader.keys(in: rows) }
            check.outcome.withLock { $0 = outcome }
            check.done.signal()
        }
        return check
    }

    /// Waits for the keys. Asked once.
    func keys() throws(StorageError) -> [KeyRecord] {
        self.done.wait()
        var outcome: Result<[KeyRecord], StorageError> = .success([])
        self.outcome.withLock { swap(&$0, &outcome) }
        return try outcome.get()
    }
}
