package import Admission
import Auditing
package import Keys
import Storage

/// Puts digests under the newest pepper in the place of older ones, once the tokens have been presented. What was changed
/// since, or names nothing, is passed over. Done by the server itself.
package struct RehashVersions: ManagementOperation {
    /// Most in one act.
    package static let most = 256

    package static var requiredLevel: Operator.Level { .admin }

    let rehashes: [VersionRehash]

    /// What is beyond `most` is left for the next act.
    package init(_ rehashes: [VersionRehash]) { self.rehashes = Array(rehashes.prefix(Self.most)) }

    /// The keys that changed.
    package func perform(in act: Act) throws -> [KeyID] {
        var changed: [KeyID] = []
        for rehash in self.rehashes {
            guard let before = try act.transaction.key(rehash.keyID),
                let index = before.versions.firstIndex(where: { $0.number == rehash.versionNumber }),
                // Another secret may have taken the place of the one presented.
                before.versions[index].digest.equalsInConstantTime(rehash.replaced),
                try act.reader.peppers(of: before.environmentID).last?.version == rehash.pepperVersion
            else { continue }
            var key = before
            key.versions[index] = before.versions[index].told(by: rehash.digest, under: rehash.pepperVersion)
            _ = try act.save(key, replacing: before, .keyRehash, reason: "version \(rehash.versionNumber)")
            changed.append(rehash.keyID)
        }
        return changed
    }
}
