import Keys
import Storage

/// What comes next in a replacement, and what each step that was taken makes of it. Decides; does nothing.
extension Rekeying {
    enum Step: Hashable, Sendable {
        /// Take the new key into use.
        case promote
        /// Move the next batch.
        case move
        /// Count the next batch.
        case count
        /// Destroy the old key, or the next batch of old keys.
        case destroy
        /// Nothing before that moment.
        case wait(until: WallTime)
        case nothing
    }

    /// How far a batch has come.
    struct Batch: Hashable, Sendable {
        /// How many things it moved, counted or destroyed.
        var count: UInt64
        /// How many of those counted lie under the old key only within what lies under the new one.
        var nested: UInt64 = 0
        /// Whether others know the new key as well, so that nothing is safer under it.
        var isNewLeaked = false
        /// What was to be destroyed is in use once more.
        var isInUse = false
        /// The key that comes next: the new one has leaked while there was no room for another.
        var successor: String?
        /// Where the next one goes on; `nil` when there is no more.
        var cursor: String?
    }

    /// The step to take at that moment.
    func nextStep(at now: WallTime) -> Step {
        if let dueAt, dueAt > now { return .wait(until: dueAt) }
        switch self.phase {
        case .prepared: return .promote
        case .moving: return .move
        case .counting: return .count
        case .retiring: return .destroy
        case .finished: return .nothing
        }
    }

    /// Begins to move, once both keys were in use for as long as they are to be.
    mutating func promoted(at now: WallTime) {
        self.enter(.moving, at: now)
        self.dueAt = self.overlapSeconds == 0 ? nil : now.adding(seconds: Int64(self.overlapSeconds))
    }

    mutating func moved(_ batch: Batch, at now: WallTime) {
        self.moved &+= batch.count
        guard let cursor = batch.cursor else { return self.enter(.counting, at: now) }
        self.cursor = cursor
        self.changedAt = now
    }

    /// Goes on counting, or, at the end of the pass: retires the old key if nothing is under it, and moves what is there
    /// otherwise, no sooner than `pause` seconds from now.
    mutating func counted(_ batch: Batch, pause: UInt32, at now: WallTime) {
        let isFirst = self.cursor.isEmpty
        self.remaining = (isFirst ? 0 : self.remaining) &+ batch.count
        let nested = isFirst ? 0 : self.leak?.nested ?? 0
        self.leak?.nested = nested &+ batch.nested
        if let cursor = batch.cursor {
            self.cursor = cursor
            self.changedAt = now
            return
        }
        let remaining = self.remaining
        // What was true of an earlier pass is not believed of this one.
        let isContained = self.leak?.nested == remaining && !batch.isNewLeaked
        let nestedAt = isContained ? self.leak?.nestedAt ?? now : nil
        self.leak?.nestedAt = nestedAt
        self.enter(remaining == 0 ? .retiring : .moving, at: now)
        self.remaining = remaining
        // A grace keeps old keys at hand; where the new one has leaked as well it would only keep everybody told.
        let grace = batch.isNewLeaked ? 0 : self.keptSeconds
        let wait = remaining == 0 ? grace : pause
        self.dueAt = wait == 0 ? nil : now.adding(seconds: Int64(wait))
    }

    /// Begins to move once more, all of it: the old key, or one that was to come, is known to others.
    mutating func leaked(at now: WallTime) {
        self.leak = .init(toldAt: self.leak?.toldAt ?? now)
        self.enter(self.phase == .prepared ? .prepared : .moving, at: now)
    }

    /// Begins the next pass now. A grace is never cut short.
    mutating func hurry() { if self.phase == .moving { self.dueAt = nil } }

    /// Goes on destroying; what is in use once more is moved first, and counted again. With a successor it all begins
    /// anew: what lies under the new key moves on.
    mutating func destroyed(_ batch: Batch, at now: WallTime) {
        guard !batch.isInUse else {
            self.leak?.nestedAt = nil
            return self.enter(.moving, at: now)
        }
        if let successor = batch.successor {
            self.newKey = successor
            return self.leaked(at: now)
        }
        guard let cursor = batch.cursor else { return self.enter(.finished, at: now) }
        self.cursor = cursor
        self.changedAt = now
    }

    /// Time was taken back to that moment. What was waited for is waited for as long as it was to be, and no longer.
    mutating func takenBack(to moment: WallTime) {
        let (since, until) = (self.changedAt.milliseconds, self.dueAt?.milliseconds)
        self.changedAt = moment
        self.dueAt = until.map { .init(milliseconds: moment.milliseconds &+ max(0, $0 &- since)) }
    }

    private mutating func enter(_ phase: RekeyingPhase, at now: WallTime) {
        self.phase = phase
        self.cursor = ""
        self.dueAt = nil
        self.changedAt = now
    }
}
