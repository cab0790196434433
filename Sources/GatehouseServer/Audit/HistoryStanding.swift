import Storage
import Synchronization

/// What the check of the audit history has found since the start.
final class HistoryStanding: Sendable {
    private let found = Mutex<StorageError?>(nil)

    /// Why the history is not what it was; `nil` as long as nothing was found.
    var fault: StorageError? { self.found.withLock { $0 } }

    func report(_ fault: StorageError) { self.found.withLock { $0 = $0 ?? fault } }
}
