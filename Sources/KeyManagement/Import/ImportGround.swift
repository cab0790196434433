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
