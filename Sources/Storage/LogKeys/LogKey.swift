package import Auditing
package import Cryptography
package import Keys

/// A key that signs the heads of the audit log, as it is stored: the public half, and the secret one sealed.
package struct LogKey: Hashable, Sendable {
    /// From 1, in the order in which they follow one another.
    package let number: UInt32
    package private(set) var state: LogKeyState
    package let verifyingKey: Ed25519VerifyingKey
    /// The sealed seed; empty once it is destroyed.
    package private(set) var envelope: [UInt8]
    /// The note that names it, signed by the key before and by itself (`KeySuccession`); empty for the first.
    package let succession: String
    package let createdAt: WallTime
    package private(set) var changedAt: WallTime
    package private(set) var revision: UInt64

    package init(
        number: UInt32, state: LogKeyState, verifyingKey: Ed25519VerifyingKey, envelope: [UInt8],
        succession: String = "", createdAt: WallTime, changedAt: WallTime, revision: UInt64 = 1
    ) {
        self.number = number
        self.state = state
        self.verifyingKey = verifyingKey
        self.envelope = envelope
        self.succession = succession
        self.createdAt = createdAt
        self.changedAt = changedAt
        self.revision = revision
    }

    /// Its public half under the log's name.
    package func verifierKey(named origin: String) throws(StorageError) -> NoteVerifierKey {
        do {
            return try NoteVerifierKey(name: origin, key: self.verifyingKey)
        } catch {
            throw .init(.unexpected, "the audit log cannot have that name: \(error.message)")
        }
    }

    /// The same key in another state, one revision later. A destroyed one has lost its secret half.
    package func become(_ state: LogKeyState, at now: WallTime) -> Self {
        var key = self
        key.state = state
        key.changedAt = now
        key.revision &+= 1
        if state == .destroyed { key.envelope = [] }
        return key
    }
}
