import Auditing
import Cryptography
import Keys
import Storage

/// Replaces the key that signs the audit log. The old key signs a note that names the new one; from then on both sign every
/// checkpoint, for one period; then the new one signs alone, and the old one is destroyed.
enum LogKeyRekeying: RekeyingWork {
    /// Seconds in which both keys sign unless it is said otherwise: 30 days.
    static let usualOverlap: UInt32 = 30 * 86_400

    static let pause: UInt32 = 60

    /// Makes the new key and the note. The note is in the entry of it, so that whoever has the log has the note.
    static func start(_ tenant: String, in act: Act) throws -> (old: String, new: String) {
        guard tenant == KeyringKey.installation else {
            throw ManagementError(.invalid, "The audit log is that of the installation: it has one key for all.")
        }
        guard let head = try act.reader.auditHead(),
            let old = try act.reader.logKeys().last(where: { $0.state == .signing })
        else {
            throw ManagementError(.invalid, "The audit log has no entry yet: its key has signed nothing.")
        }
        let new = try LogKey.draw(
            after: old, origin: head.origin, at: act.now, under: act.tools.keyring.keys.systemKeys,
            randomBytes: act.tools.randomBytes)
        try act.transaction.insert(new)
        try act.record(.logKeyCreate, .init(new), reason: new.succession)
        return ("\(old.number)", "\(new.number)")
    }

    /// From the checkpoint of this very transaction on, both sign: the entry sees to it that there is one.
    static func promote(_ rekeying: Rekeying, in act: Act) throws {
        let before = try self.key(rekeying.newKey, in: act)
        let after = before.become(.signing, at: act.now)
        try act.transaction.update(after)
        try act.record(.logKeyActivate, .init(after), before: .init(before))
    }

    /// Nothing lies under a signing key: the time goes by.
    static func move(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch { .init(count: 0, cursor: nil) }

    /// What would not stand without the old key: a head of the log that the new one has not signed, or a key that no
    /// valid note names.
    static func count(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch {
        let new = try self.key(rekeying.newKey, in: act)
        guard let note = try act.reader.auditCheckpoint(), let head = try act.reader.auditHead() else {
            return .init(count: 1, cursor: nil)
        }
        let isSigned = (try? note.verified(by: [new.verifierKey(named: head.origin)])) != nil
        let isNamed = try self.isNamed(new, after: self.key(rekeying.oldKey, in: act))
        return .init(count: (isSigned ? 0 : 1) + (isNamed ? 0 : 1), cursor: nil)
    }

    static func retire(_ rekeying: Rekeying, in act: Act) throws {
        try self.change(rekeying.oldKey, to: .retired, in: act)
    }

    static func destroy(_ rekeying: Rekeying, in act: Act) throws -> Rekeying.Batch {
        let left = try self.count(rekeying, in: act)
        guard left.count == 0 else {
            throw ManagementError(.internal, "the log key \(rekeying.oldKey) is still needed: it is not destroyed")
        }
        try self.change(rekeying.oldKey, to: .destroyed, in: act)
        return .init(count: 1, cursor: nil)
    }

    private static func isNamed(_ new: LogKey, after old: LogKey) -> Bool {
        guard let note = try? SignedNote(Array(new.succession.utf8)), let succession = try? KeySuccession(note) else {
            return false
        }
        return succession.old.key == old.verifyingKey && succession.new.key == new.verifyingKey
    }

    private static func key(_ number: String, in act: Act) throws -> LogKey {
        guard let number = UInt32(number), let key = try act.reader.logKeys().first(where: { $0.number == number })
        else { throw StorageError(.damaged, "the key \(number) of the audit log is missing") }
        return key
    }

    private static func change(_ number: String, to state: LogKeyState, in act: Act) throws {
        try act.transaction.update(self.key(number, in: act).become(state, at: act.now))
    }
}
