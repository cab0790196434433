package import Admission
import Auditing
import Cryptography
package import Keys
import Storage

/// Replaces what other systems kept of tokens by our own digests, once the tokens have been presented. What is known
/// already, or names nothing, is passed over. Done by the server itself.
package struct UpgradeForeignCredentials: ManagementOperation {
    /// Most in one act.
    package static let most = 1000

    package static var requiredLevel: Operator.Level { .admin }

    let upgrades: [ForeignUpgrade]

    /// What is beyond `most` is left for the next act.
    package init(_ upgrades: [ForeignUpgrade]) { self.upgrades = Array(upgrades.prefix(Self.most)) }

    /// The keys that are told by a digest of ours from now on.
    package func perform(in act: Act) throws -> [KeyID] {
        var changed: [KeyID] = []
        for upgrade in self.upgrades {
            let found = try act.reader.foreignCredentials(.ofKey(upgrade.keyID), after: nil, limit: 1).first
            guard var credential = found, case .wrapped = credential.proof,
                credential.pepperVersion == upgrade.pepperVersion,
                let key = try act.reader.key(upgrade.keyID)
            else { continue }
            let outer = try act.hashers(around: credential)
            credential.proof = .keyed(PepperHasher.nest(upgrade.digest, in: outer))
            credential.revision = credential.revision &+ 1
            try act.transaction.update(credential)
            try act.record(.keyImportUpgrade, .init(key), before: .init(key))
            changed.append(upgrade.keyID)
        }
        return changed
    }
}

extension Act {
    /// What puts digests around the proof of a credential whose pepper has leaked.
    fileprivate func hashers(around credential: ForeignCredential) throws -> [PepperHasher] {
        guard !credential.outerPeppers.isEmpty else { return [] }
        let peppers = try self.reader.peppers(of: credential.environmentID)
        return try credential.outerPeppers.map { version in
            guard let pepper = peppers.first(where: { $0.version == version }), !pepper.isDestroyed else {
                throw StorageError(.damaged, "the pepper \(version) of \(credential.environmentID) is missing")
            }
            return try self.tools.keyring.hasher(for: pepper)
        }
    }
}
