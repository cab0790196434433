/// Bans of those who go on over a limit.
extension LimiterCells {
    static func banned(_ window: LimitWindow, _ wait: UInt64) -> LimitReading {
        var reading = LimitReading(window: window, isAdmitted: false, used: window.capacity, waitNanoseconds: wait)
        reading.cause = .penalty
        return reading
    }

    /// How long whoever asks is banned from the limit; `nil` when they are not.
    func ban(_ hash: SubjectHash, at now: UInt64) -> UInt64? {
        guard let place = self.place(of: hash.ban) else { return nil }
        let wait = self.slots[place].penalty.wait(at: now)
        return wait > 0 ? wait : nil
    }

    /// A limit with a penalty has refused.
    mutating func noteRefusal(of demand: Demand, at now: UInt64) {
        let penalty = demand.pointee.rule.penalty
        guard !penalty.isNone, demand.pointee.cost > 0 else { return }
        let key = demand.pointee.hash.ban
        // Without a place there is no ban: the limit itself still holds.
        guard let place = self.place(of: key) ?? self.freePlace(for: key, at: now) else { return }
        var state = self.keys[place] == key ? self.slots[place].penalty : PenaltyState()
        state.refuse(by: penalty, at: now)
        self.take(place, for: key)
        self.slots[place] = .init(state, longest: penalty.maximumSeconds)
    }
}
