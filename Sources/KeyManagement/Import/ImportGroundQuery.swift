import Admission
import Cryptography
import Keys
import Storage

/// Asks for the ground of an order.
struct ImportGroundQuery: ManagementQuery {
    /// Most proofs that are looked at in a bucket: those of every pepper and hash.
    private static let mostLookedAt =
        (PreparedKey.mostInBucket + 1) * EnvironmentEntry.mostPeppers * ForeignHash.allCases.count

    let order: ImportOrder

    func answer(in inquiry: Inquiry) throws -> ImportGround {
        let environment = try inquiry.reader.existing(self.order.environmentID)
        try environment.requireForeignTokens()
        let hashers = try Self.hashers(of: environment.id, inquiry.reader, inquiry.tools)
        guard let newest = hashers.last else {
            throw ManagementError(.internal, "the environment \(environment.id) has no pepper")
        }
        let known = try self.order.keys.map { key in
            try inquiry.reader.foreignCredential(key.foreignID, from: self.order.source, in: environment.id)
        }
        let neighbours = try self.order.keys.map { key in
            try Self.neighbours(of: key, in: environment.id, hashers, inquiry.reader)
        }
        return .init(
            pepperVersion: newest.version,
            maker: .init(hasher: newest.hasher, randomBytes: inquiry.tools.randomBytes), hashers: hashers,
            known: known, neighbours: neighbours)
    }

    /// What makes digests under the environment's live peppers, oldest first.
    static func hashers(
        of environment: EnvironmentID, _ reader: any StoreReading, _ tools: Tools
    ) throws -> [(version: UInt32, hasher: PepperHasher)] {
        try reader.peppers(of: environment).filter { !$0.isDestroyed }.map { pepper in
            (version: pepper.version, hasher: try tools.keyring.hasher(for: pepper))
        }
    }

    /// The proofs that are tried when the key's token is presented: those in its bucket under each pepper.
    static func neighbours(
        of key: ImportedKey, in environment: EnvironmentID, _ hashers: [(version: UInt32, hasher: PepperHasher)],
        _ reader: any StoreReading
    ) throws -> [ForeignCredential] {
        var found: [ForeignCredential] = []
        for material in ForeignProofMaker.materials(of: key.credential) {
            for (version, hasher) in hashers {
                let bucket = material.hash.bucket(material.digest.span, by: hasher)
                found += try reader.foreignCredentials(
                    .under(.bucket(bucket), environment), after: nil, limit: Self.mostLookedAt
                ).filter { $0.pepperVersion == version && $0.proof.isHardened(material.hash) }
            }
        }
        return found
    }
}

extension ForeignProof {
    /// Whether only a slow hash tells it, made of that hash of a token.
    fileprivate func isHardened(_ hash: ForeignHash) -> Bool {
        if case .hardened(hash, _) = self { true } else { false }
    }
}
