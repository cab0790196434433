package import Keys

/// A key that data is sealed with.
package final class DataKey: Sendable {
    /// Bytes of one.
    package static let length = 32

    package let id: DataKeyID
    package let tenant: String
    private let key: SecretBytes

    init(id: DataKeyID, tenant: String, key: consuming SecretBytes) {
        self.id = id
        self.tenant = tenant
        self.key = key
    }

    /// Seals a record; it opens only as exactly that record, under this key.
    package func seal(
        _ plaintext: borrowing SecretBytes, as record: RecordName, randomBytes: RandomBytes
    ) throws(CryptographyError) -> [UInt8] {
        try Envelope.seal(plaintext, under: self.key, context: self.context(record), randomBytes: randomBytes)
    }

    /// Opens a record of that name.
    package func open(_ envelope: [UInt8], as record: RecordName) throws(CryptographyError) -> SecretBytes {
        try Envelope.open(envelope, under: self.key, context: self.context(record))
    }

    func withKey<Result: ~Copyable, Failure: Error>(
        _ body: (borrowing SecretBytes) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(self.key)
    }

    private func context(_ record: RecordName) -> AssociatedContext {
        .init(
            tenant: self.tenant, objectType: record.objectType, objectID: record.objectID,
            objectVersion: record.objectVersion, purpose: record.purpose, keyID: self.id.description)
    }
}
