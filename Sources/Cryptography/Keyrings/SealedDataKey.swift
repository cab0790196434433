package import Keys

/// A data key as it is stored: wrapped by a key of its tenant's keyring.
package struct SealedDataKey: Hashable, Sendable {
    package let id: DataKeyID
    package let tenant: String
    /// Whom or what the data is about; erasing all data keys of a subject erases the data.
    package let subject: String
    /// 1, 2, … of the subject; what is sealed anew uses the highest.
    package let version: UInt32
    package internal(set) var wrappedBy: KeyringKeyID
    /// Empty once erased.
    package internal(set) var envelope: [UInt8]
    package let createdAt: WallTime
    package private(set) var erasedAt: WallTime?
    package var revision: UInt64

    /// As the store has it.
    package init(
        id: DataKeyID, tenant: String, subject: String, version: UInt32, wrappedBy: KeyringKeyID, envelope: [UInt8],
        createdAt: WallTime, erasedAt: WallTime?, revision: UInt64
    ) {
        self.id = id
        self.tenant = tenant
        self.subject = subject
        self.version = version
        self.wrappedBy = wrappedBy
        self.envelope = envelope
        self.createdAt = createdAt
        self.erasedAt = erasedAt
        self.revision = revision
    }

    /// Forgets the key: what it has sealed cannot be read any more. Its name stays, so that this is not taken for loss.
    package mutating func erase(at now: WallTime) {
        self.envelope = []
        self.erasedAt = self.erasedAt ?? now
    }
}
