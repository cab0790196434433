import Keys

/// The ids that owners of keys have elsewhere, for verifiers that ask: nothing is ever decided by them.
///
/// In shards, so that a change copies one of them and not the whole.
struct OwnerDirectory: Sendable {
    private static let shardCount = 256

    private var shards: [[IdentityID: String]] = []

    subscript(id: IdentityID) -> String? {
        self.shards.isEmpty ? nil : self.shards[Self.shard(of: id)][id]
    }

    mutating func set(_ identity: Identity) {
        if self.shards.isEmpty {
            guard identity.externalID != nil else { return }
            self.shards = .init(repeating: [:], count: Self.shardCount)
        }
        self.shards[Self.shard(of: identity.id)][identity.id] = identity.externalID
    }

    private static func shard(of id: IdentityID) -> Int {
        Int(truncatingIfNeeded: ((id.low ^ (id.high << 7)) &* 0x9e37_79b9_7f4a_7c15) >> 56)
    }
}
