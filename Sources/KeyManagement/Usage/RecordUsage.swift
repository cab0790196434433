package import Keys
import Storage

/// Writes down who used which version last. Not a change of the keys: no entry, no revision, no publication. Uses of keys
/// that are not there are passed over.
package struct RecordUsage: ManagementOperation {
    /// Most uses in one act: few enough that a change of a key never waits long behind it.
    package static let most = 256

    package static var requiredLevel: Operator.Level { .admin }

    let uses: [VersionUsage]

    /// What is beyond `most` is left for the next act.
    package init(_ uses: [VersionUsage]) { self.uses = Array(uses.prefix(Self.most)) }

    package func perform(in act: Act) throws {
        for use in self.uses { try act.transaction.record(use) }
    }
}
