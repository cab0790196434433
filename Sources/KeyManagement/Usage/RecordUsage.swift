package import Keys
import Storage

/// Writes down who used which version last. Not a change of the keys: no entry, no revision, no publication.
package struct RecordUsage: ManagementOperation {
    /// Most uses in one act.
    package static let most = 1000

    package static var requiredLevel: Operator.Level { .admin }

    let uses: [VersionUsage]

    /// What is beyond `most` is left for the next act.
    package init(_ uses: [VersionUsage]) { self.uses = Array(uses.prefix(Self.most)) }

    package func perform(in act: Act) throws {
        for use in self.uses {
            guard try act.transaction.key(use.keyID) != nil else { continue }
            try act.transaction.record(use)
        }
    }
}
