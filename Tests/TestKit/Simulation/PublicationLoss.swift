import Storage
import Synchronization

/// Loses one publication in eight, when it is on.
final class PublicationLoss: Sendable {
    private let isOn: Bool
    private let count = Mutex(0)

    init(isOn: Bool) { self.isOn = isOn }

    func filter(_ changes: [StoreChange]) -> [StoreChange] {
        guard self.isOn else { return changes }
        let number = self.count.withLock { count in
            count += 1
            return count
        }
        return number.isMultiple(of: 8) ? [] : changes
    }
}
