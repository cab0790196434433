import Auditing
package import Keys
import Storage

/// Writes down first uses; for the new version of a pending rotation this starts the overlap. What is known already, or
/// names nothing, is passed over. Done by the server itself, as the decision log is drained.
package struct NoteFirstUses: ManagementOperation {
    /// Most uses in one act.
    package static let most = 1000

    package static var requiredLevel: Operator.Level { .admin }

    let uses: [FirstUse]

    /// What is beyond `most` is left for the next act.
    package init(_ uses: [FirstUse]) { self.uses = Array(uses.prefix(Self.most)) }

    /// The keys that changed.
    package func perform(in act: Act) throws -> [KeyID] {
        var changed: [KeyID] = []
        for use in self.uses {
            guard let before = try act.transaction.key(use.keyID) else { continue }
            var key = before
            guard key.versionUsed(use.versionNumber, at: min(use.at, act.now)) else { continue }
            let saved = try act.save(
                key, replacing: before, .keyVersionFirstUse, reason: "version \(use.versionNumber)")
            try self.noteEnd(of: saved, before.rotation, in: act)
            changed.append(use.keyID)
        }
        return changed
    }

    /// A use that is noted late may end a rotation at a moment that maintenance has passed already.
    private func noteEnd(of key: KeyRecord, _ before: Rotation?, in act: Act) throws {
        guard let rotation = key.rotation, rotation != before, let mark = try act.transaction.moment(.rotationsNoted),
            rotation.endsAt <= mark
        else { return }
        try act.record(.keyRotationFinish, .init(key), reason: rotation.id.description)
    }
}
