package import Admission
import Auditing
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
            credential.proof = .keyed(upgrade.digest)
            credential.revision = credential.revision &+ 1
            try act.transaction.update(credential)
            try act.record(.keyImportUpgrade, .init(key), before: .init(key))
            changed.append(upgrade.keyID)
        }
        return changed
    }
}
