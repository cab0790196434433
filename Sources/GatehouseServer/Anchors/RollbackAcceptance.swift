package import Auditing
import Glibc
import Synchronization

/// That two operators accept an older copy of the data: which one, and the keys that prove who they are.
package final class RollbackAcceptance: Sendable {
    /// As the refused start named it.
    package let name: RollbackName
    private let tokens: Mutex<[[UInt8]]>

    /// `tokens`: Operator keys, secrets.
    package init(name: RollbackName, tokens: consuming [[UInt8]]) {
        self.name = name
        self.tokens = .init(tokens)
    }

    deinit { self.wipe() }

    /// Lends the keys, the first time; afterwards, and whatever comes of it, they are wiped and there are none.
    func use<Result>(_ body: ([[UInt8]]) async throws -> Result) async throws -> Result {
        var lent = self.take()
        defer { Self.wipe(&lent) }
        return try await body(lent)
    }

    /// Forgets the keys unused.
    func wipe() {
        var unused = self.take()
        Self.wipe(&unused)
    }

    private func take() -> [[UInt8]] {
        self.tokens.withLock { tokens in
            defer { tokens = [] }
            return tokens
        }
    }

    /// Overwrites them where they lie, as far as nobody else refers to that memory.
    private static func wipe(_ tokens: inout [[UInt8]]) {
        for index in tokens.indices {
            tokens[index].withUnsafeMutableBytes { bytes in
                if let address = bytes.baseAddress { explicit_bzero(address, bytes.count) }
            }
        }
    }
}
