import Auditing
package import Keys
import Storage

/// Writes down that requests of keys were refused because of a ban, for those of them whose limits are raised by trust: their clean
/// days begin anew. What is known already, concerns no such key, or names nothing, is passed over. Done by the server itself, as
/// the decision log is drained.
package struct NoteAbuse: ManagementOperation {
    /// Most keys in one act.
    package static let most = 256

    package static var requiredLevel: Operator.Level { .admin }

    let abuses: [(key: KeyID, at: WallTime)]

    /// What is beyond `most` is left for the next act.
    package init(_ abuses: [(key: KeyID, at: WallTime)]) { self.abuses = Array(abuses.prefix(Self.most)) }

    /// The keys that changed.
    package func perform(in act: Act) throws -> [KeyID] {
        var changed: [KeyID] = []
        for abuse in self.abuses {
            guard let key = try act.transaction.key(abuse.key),
                try act.loseTrust(of: key, at: min(abuse.at, act.now), reason: "a request was refused because of a ban")
            else { continue }
            changed.append(abuse.key)
        }
        return changed
    }
}

extension Act {
    /// Something was held against a key.
    ///
    /// - Returns: whether the key has changed by that.
    func loseTrust(of key: KeyRecord, at moment: WallTime, reason: String) throws -> Bool {
        var changed = key
        guard changed.loseTrust(at: moment) else { return false }
        _ = try self.save(changed, replacing: key, .keyUpdate, reason: "trust begins anew: \(reason)")
        return true
    }
}
