import Cryptography
import Keys
import Storage

/// Asks for the ground of an order.
struct ImportGroundQuery: ManagementQuery {
    let order: ImportOrder

    func answer(in inquiry: Inquiry) throws -> ImportGround {
        let environment = try inquiry.reader.existing(self.order.environmentID)
        try environment.requireForeignTokens()
        var hashers: [UInt32: PepperHasher] = [:]
        let peppers = try inquiry.reader.peppers(of: environment.id).filter { !$0.isDestroyed }
        for pepper in peppers { hashers[pepper.version] = try inquiry.tools.keyring.hasher(for: pepper) }
        guard let newest = peppers.last?.version, let hasher = hashers[newest] else {
            throw ManagementError(.internal, "the environment \(environment.id) has no pepper")
        }
        let maker = ForeignProofMaker(hasher: hasher, randomBytes: inquiry.tools.randomBytes)
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
        return .init(
            pepperVersion: newest, maker: maker, hashers: hashers, known: known, neighbours: neighbours)
    }
}
