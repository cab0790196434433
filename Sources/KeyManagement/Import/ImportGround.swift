import Cryptography
import Keys
import Storage

/// What the store says about the keys of an order before the slow part of the work: what was imported before, and whose
/// tokens share a bucket.
struct ImportGround: Sendable {
    let pepperVersion: UInt32
    let maker: ForeignProofMaker
    /// What makes digests under the environment's live peppers.
    let hashers: [UInt32: PepperHasher]
    /// For each key of the order what was imported under its name.
    let known: [ForeignCredential?]
    /// For each key the proofs in the bucket its token would lie in.
    let neighbours: [[ForeignCredential]]
}

extension ImportGround {
    /// Whether a credential, under whichever peppers, is of this token; `nil` when the two cannot be compared.
    func isOf(
        _ material: ForeignProofMaker.Material?, _ credential: ForeignCredential
    ) throws(CryptographyError) -> Bool? {
        let outer = credential.outerPeppers.compactMap { self.hashers[$0] }
        guard let hasher = self.hashers[credential.pepperVersion], outer.count == credential.outerPeppers.count else {
            return nil
        }
        return try ForeignProofMaker(hasher: hasher, outer: outer, randomBytes: self.maker.randomBytes)
            .isOf(material, credential.proof)
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
