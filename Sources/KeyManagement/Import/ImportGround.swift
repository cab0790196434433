import Cryptography
import Keys
import Storage

/// What the store says about the keys of an order before the slow part of the work: what was imported before, and whose
/// tokens share a bucket.
struct ImportGround: Sendable {
    let pepperVersion: UInt32
    let maker: ForeignProofMaker
    /// For each key of the order what was imported under its name.
    let known: [ForeignCredential?]
    /// For each key the proofs in the bucket its token would lie in.
    let neighbours: [[ForeignCredential]]
}

/// Asks for the ground of an order.
struct ImportGroundQuery: ManagementQuery {
    let order: ImportOrder

    func answer(in inquiry: Inquiry) throws -> ImportGround {
        let environment = try inquiry.reader.existing(self.order.environmentID)
        try environment.requireForeignTokens()
        guard let pepper = try inquiry.reader.peppers(of: environment.id).last else {
            throw ManagementError(.internal, "the environment \(environment.id) has no pepper")
        }
        let maker = ForeignProofMaker(
            hasher: try inquiry.tools.keyring.hasher(for: pepper), randomBytes: inquiry.tools.randomBytes)
        let known = try self.order.keys.map { key in
            try inquiry.reader.foreignCredential(key.foreignID, from: self.order.source, in: environment.id)
        }
        let neighbours = try self.order.keys.map { key throws(StorageError) -> [ForeignCredential] in
            guard !(key.strength ?? self.order.strength).isStrong,
                let material = ForeignProofMaker.material(of: key.credential)
            else { return [] }
            return try inquiry.reader.foreignCredentials(
                .under(.bucket(maker.bucket(of: material)), environment.id), after: nil,
                limit: PreparedKey.mostInBucket + 1)
        }
        return .init(pepperVersion: pepper.version, maker: maker, known: known, neighbours: neighbours)
    }
}

extension StoreReading {
    /// What was imported from a source under a name.
    func foreignCredential(
        _ name: String, from source: ImportSource, in environment: EnvironmentID
    ) throws(StorageError) -> ForeignCredential? {
        try self.foreignCredentials(.named(name, source, environment), after: nil, limit: 1).first
    }
}

extension Environment {
    /// Refuses where keys could be imported but never presented.
    func requireForeignTokens() throws(ManagementError) {
        guard self.admitsForeignTokens else {
            throw .invalid(
                "/environment_id", "must name an environment that admits foreign tokens",
                fix: "gatehouse environments update \(self.name) --foreign-tokens admit")
        }
    }
}
