import Keys
import Polling
import Synchronization

/// Names whose addresses the test says; who is asked for anything else knows nothing.
final class NameTable: Sendable {
    private let names = Mutex<[String: [String]]>([:])
    private let asked = Counter()

    init(_ names: [String: [String]]) { self.names.withLock { $0 = names } }

    /// Look-ups so far.
    var count: Int { self.asked.value }

    func set(_ name: String, _ addresses: [String]) { self.names.withLock { $0[name] = addresses } }

    var lookup: NameLookup {
        NameLookup { name in
            self.asked.add()
            return self.names.withLock { $0[name] ?? [] }.compactMap { IPAddress($0) }
        }
    }
}
