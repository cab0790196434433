package import Keys
import Synchronization

/// Counts the open connections of each address, so that no single one takes all that a listener has.
package final class ConnectionShares: Sendable {
    private let most: Int
    private let open = Mutex<[IPAddress: Int]>([:])

    /// - Parameter most: Connections of one address at the same time.
    package init(most: Int) { self.most = most }

    /// Counts a connection in; `false` when its address has its share already. Each one counted in leaves once.
    package func enter(_ address: IPAddress) -> Bool {
        self.open.withLock { open in
            let count = open[address.budgetSubject, default: 0]
            guard count < self.most else { return false }
            open[address.budgetSubject] = count + 1
            return true
        }
    }

    package func leave(_ address: IPAddress) {
        self.open.withLock { open in
            guard let count = open[address.budgetSubject] else { return }
            open[address.budgetSubject] = count > 1 ? count - 1 : nil
        }
    }
}
