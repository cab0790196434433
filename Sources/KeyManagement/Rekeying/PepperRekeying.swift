import Admission
import Auditing
import Cryptography
import Keys
import Storage

/// Replaces the pepper of an environment. Only whoever presents a token brings its secret, so each key moves by itself at
/// its next good use (`RehashVersions`); here it is counted what is left, until nothing is.
enum PepperRekeying: RekeyingWork {
    /// Keys looked at in one transaction.
    static var batch: Int { 500 }
    /// An hour: a pass reads every key of the environment.
    static var pause: UInt32 { 3600 }

    /// Makes the new pepper. Keys issued from now on use it.
    static func start(_ environment: EnvironmentID, in act: Act) throws -> (old: String, new: String) {
        let live = try act.reader.peppers(of: environment).filter { !$0.isDestroyed }
        guard let newest = live.last else {
            throw StorageError(.damaged, "the environment \(environment) has no pepper")
        }
        // Keys tell their peppers apart by the last two bits of the number.
        let oldest = live.first?.version ?? newest.version
        guard newest.version &- oldest < UInt32(EnvironmentEntry.mostPeppers) - 1 else {
            throw ManagementError(
                .invalid, "\(environment) has \(live.count) peppers whose keys are alive, which is the most.",
                fix: "Finish the rotations that are under way: gatehouse rotation list")
        }
        let version = newest.version &+ 1
        let pepper = try act.tools.keyring.peppers.draw(
            version: version, for: environment, at: act.now, under: act.rootKey())
        try act.transaction.insert(pepper)
        try act.record(.pepperCreate, .init(pepper))
        return ("\(newest.version)", "\(version)")
    }

    /// Keys move by themselves.
    static func move(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch { .init(count: 0, cursor: nil) }

    static func count(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch {
        let page = try KeysOnPepper(rekeying).page(
            after: rekeying.cursor, limit: self.batch, in: act.reader, at: act.now)
        return .init(count: UInt64(page.keys.count), cursor: page.cursor)
    }

    /// Counts once more, a batch at a time, and destroys the pepper at the end of it.
    static func destroy(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch {
        let left = try self.count(rekeying, in: act)
        guard left.count == 0 else {
            throw ManagementError(.internal, "keys are told by the old pepper again: it is not destroyed")
        }
        if let cursor = left.cursor { return .init(count: 0, cursor: cursor) }
        guard let environment = EnvironmentID(rekeying.tenant), let version = UInt32(rekeying.oldKey) else {
            throw StorageError(.damaged, "the rotation \(rekeying.id) names no pepper")
        }
        try act.transaction.destroyPepper(version, of: environment)
        return .init(count: 1, cursor: nil)
    }
}
