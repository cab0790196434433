package import Keys

/// The replacement of a key that stored things lie under by another one, on the way: operators know it as the rotation of
/// the root key, of a keyring, of data keys, of a pepper or of the log key. It is stored, so that it goes on after a crash
/// where it was.
package struct Rekeying: Hashable, Sendable {
    package let id: RekeyingID
    package let kind: RekeyingKind
    /// Whose key it is: `installation`, or the id of an environment or project.
    package let tenant: String
    package var phase: RekeyingPhase
    /// What names the key that goes: an id, or the number of a version.
    package let oldKey: String
    /// What names the key that comes. Of a pepper: a later one, when the one that was to come has leaked meanwhile.
    package var newKey: String
    /// The last thing that the pass of this phase has dealt with; empty at its beginning.
    package var cursor: String
    /// Things that lie under the new key because of this.
    package var moved: UInt64
    /// Things under the old key, as far as the pass has counted; once it is over, all of them.
    package var remaining: UInt64
    package let startedAt: WallTime
    package var changedAt: WallTime
    /// When the next step may be taken, if not at once.
    package var dueAt: WallTime?
    /// How long the old key is kept, disabled, before it is destroyed; of the log's key: how long both sign before that.
    package let graceSeconds: UInt32
    package let startedBy: String
    package var revision: UInt64
    /// Of a pepper that has leaked.
    package var leak: PepperLeak?

    package init(
        id: RekeyingID, kind: RekeyingKind, tenant: String, phase: RekeyingPhase, oldKey: String, newKey: String,
        cursor: String = "", moved: UInt64 = 0, remaining: UInt64 = 0, startedAt: WallTime, changedAt: WallTime,
        dueAt: WallTime? = nil, graceSeconds: UInt32, startedBy: String, revision: UInt64 = 1,
        leak: PepperLeak? = nil
    ) {
        self.id = id
        self.kind = kind
        self.tenant = tenant
        self.phase = phase
        self.oldKey = oldKey
        self.newKey = newKey
        self.cursor = cursor
        self.moved = moved
        self.remaining = remaining
        self.startedAt = startedAt
        self.changedAt = changedAt
        self.dueAt = dueAt
        self.graceSeconds = graceSeconds
        self.startedBy = startedBy
        self.revision = revision
        self.leak = leak
    }

    /// How long both keys are in use, in seconds: the log's keys both sign, others do nothing of the kind.
    package var overlapSeconds: UInt32 { self.kind == .logKey ? self.graceSeconds : 0 }

    /// How long the old key is kept after its last use, in seconds.
    package var keptSeconds: UInt32 { self.kind == .logKey ? 0 : self.graceSeconds }
}
