import Keys

/// What a key is called and said to be, for verifiers that ask: nothing is ever decided by it.
package final class KeyProfile: Sendable {
    package let name: String
    package let metadata: [String: String]

    init?(_ record: KeyRecord) {
        guard !record.name.isEmpty || !record.metadata.isEmpty else { return nil }
        self.name = record.name
        self.metadata = record.metadata
    }
}
