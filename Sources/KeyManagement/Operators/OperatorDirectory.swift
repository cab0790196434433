import Keys
package import Storage
import Synchronization

/// The operators as they stand, in memory: signing in reads no store. Fed by the store's publish hook.
package final class OperatorDirectory: Sendable {
    private let operators: Mutex<[OperatorID: Operator]>

    package init() { self.operators = .init([:]) }

    /// Takes in everybody. Called once, before anything is served.
    package func load(_ store: any StoreReading) throws(StorageError) {
        var all: [OperatorID: Operator] = [:]
        var last: OperatorID?
        repeat {
            let page = try store.operators(after: last, limit: 1000)
            for entry in page { all[entry.id] = entry }
            last = page.last?.id
        } while last != nil
        let loaded = all
        self.operators.withLock { $0 = loaded }
    }

    /// Takes in the changes of one commit.
    package func publish(_ changes: [StoreChange]) {
        self.operators.withLock { operators in
            for case .operator(let changed) in changes { operators[changed.id] = changed }
        }
    }

    func find(_ id: OperatorID) -> Operator? { self.operators.withLock { $0[id] } }
}
