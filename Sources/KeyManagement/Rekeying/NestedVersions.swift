import Auditing
import Cryptography
import Keys
import Storage

/// Puts digests that a leaked pepper alone tells under the new one: HMAC of the new pepper over the digest as it is. Nobody
/// need present a token for that, and the leaked pepper with a copy of the store confirms no guess any more.
struct NestedVersions {
    private let act: Act
    private let search: KeysOnPepper
    private let hasher: PepperHasher

    init(_ rekeying: Rekeying, in act: Act) throws {
        self.act = act
        self.search = try KeysOnPepper(rekeying)
        let new = self.search.new
        guard let pepper = try act.reader.peppers(of: self.search.environment).first(where: { $0.version == new })
        else { throw StorageError(.damaged, "the pepper \(new) of \(self.search.environment) is missing") }
        self.hasher = try act.tools.keyring.hasher(for: pepper)
    }

    /// Stores what has to change of the keys, and says how many that were.
    func nest(_ keys: [KeyRecord]) throws -> UInt64 {
        var changed: UInt64 = 0
        for before in keys {
            var key = before
            var numbers: [String] = []
            for (index, version) in before.versions.enumerated() where self.search.isAlone(version, at: self.act.now) {
                key.versions[index] = try self.nested(version, of: before.id)
                try self.nestImported(version, of: before.id)
                numbers.append("\(version.number)")
            }
            guard !numbers.isEmpty else { continue }
            let words = "version \(numbers.joined(separator: ", ")) nested under pepper \(self.search.new)"
            _ = try self.act.save(key, replacing: before, .keyRehash, reason: words)
            changed += 1
        }
        return changed
    }

    /// What an imported token is told by is not the digest of its version: its proof goes the same way.
    private func nestImported(_ version: KeyVersion, of id: KeyID) throws {
        let found = try self.act.reader.foreignCredentials(.ofKey(id), after: nil, limit: 1).first
        guard var credential = found, credential.versionNumber == version.number else { return }
        credential.proof = credential.proof.replacingDigest(self.hasher.nested)
        credential.outerPeppers.append(self.search.new)
        credential.revision = credential.revision &+ 1
        try self.act.transaction.update(credential)
    }

    private func nested(_ version: KeyVersion, of id: KeyID) throws(ManagementError) -> KeyVersion {
        guard version.outerPeppers.count < KeyVersion.mostOuterPeppers else {
            throw .init(
                .invalid, "\(id) lies under \(KeyVersion.mostOuterPeppers + 1) peppers, which is the most.",
                fix: "Rotate or revoke the key: gatehouse keys rotate \(id)")
        }
        return version.told(
            by: self.hasher.nested(version.digest), under: version.pepperVersion,
            outerPeppers: version.outerPeppers + [self.search.new])
    }
}
