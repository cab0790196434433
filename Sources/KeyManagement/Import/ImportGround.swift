import Cryptography
import Keys
import Storage

/// What the store says about the keys of an order before the slow part of the work: what was imported before, and whose
/// tokens share a bucket. Holds as long as no newer pepper has come: proofs are made under the newest one.
struct ImportGround: Sendable {
    let pepperVersion: UInt32
    let maker: ForeignProofMaker
    /// What makes digests under the environment's live peppers, oldest first.
    let hashers: [(version: UInt32, hasher: PepperHasher)]
    /// For each key of the order what was imported under its name.
    let known: [ForeignCredential?]
    /// For each key the proofs that only a slow hash can tell from one of its token, under whichever pepper.
    let neighbours: [[ForeignCredential]]
}

extension ImportGround {
    /// Whether a credential, under whichever peppers, is of the token that all this is material of; `nil` when the two
    /// cannot be compared.
    func isOf(
        _ materials: [ForeignProofMaker.Material], _ credential: ForeignCredential
    ) throws(CryptographyError) -> Bool? {
        guard let hasher = self.hasher(credential.pepperVersion), let outer = self.outer(of: credential) else {
            return nil
        }
        return try ForeignProofMaker(hasher: hasher, outer: outer, randomBytes: self.maker.randomBytes)
            .isOf(materials, credential.proof)
    }

    /// Whether the peppers are there without which nobody's token is told by the credential. It may need none.
    func canTell(_ credential: ForeignCredential) -> Bool {
        credential.proof == .reissue
            || self.hasher(credential.pepperVersion) != nil && self.outer(of: credential) != nil
    }

    /// Every digest that a token may be found by already, in the order of its material.
    func digests(of materials: [ForeignProofMaker.Material]) -> [Digest256] {
        let hashers = self.hashers.map(\.hasher)
        return materials.flatMap { ForeignProofMaker.digests(of: $0, under: hashers) }
    }

    private func hasher(_ version: UInt32) -> PepperHasher? {
        self.hashers.first { $0.version == version }?.hasher
    }

    /// What puts digests around that of a credential; `nil` when one of their peppers is gone.
    private func outer(of credential: ForeignCredential) -> [PepperHasher]? {
        let outer = credential.outerPeppers.compactMap(self.hasher)
        return outer.count == credential.outerPeppers.count ? outer : nil
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
