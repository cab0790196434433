/// The slots of one shard: open addressing over a fixed array. The shard's lock is held around every call.
///
/// A slot is given to another subject only when nothing counts in it any more. When a subject finds no slot near its
/// place, it shares one of a few overflow slots with others of the same numbers; and when it later gets a slot of its
/// own, that one begins with what the shared one counted. Both can only refuse early.
struct LimiterCells: Sendable {
    /// Slots a search looks at before it gives up.
    static let reach = 32
    private static let overflowSlots = 16

    /// Whose the slots are; `none` ends a search. A slot once taken stays taken, so that no search breaks off early.
    var keys: [SubjectHash]
    var slots: [LimiterSlot]
    let mask: Int
    /// What the shard knows of its own error.
    var usage = LimiterUsage()

    /// Whether windows that are to be kept are.
    var isLedgered = false
    var history = LedgerHistory()
    var list = LedgerList()
    /// Whether there has ever been something that nobody could be told to write: a count that may not be on the disk.
    var hasMissed = false
    /// Whether somebody waits for the next writing, or soon will.
    var isPressing = false

    /// - Parameter count: a power of two, at least `reach`.
    init(count: Int) {
        self.mask = count - 1
        self.keys = .init(repeating: .none, count: count + Self.overflowSlots)
        self.slots = .init(repeating: .unused, count: count + Self.overflowSlots)
    }

    /// A demand where it lies: it is as long as three cache lines, too long to be copied from call to call.
    typealias Demand = UnsafePointer<LimitDemand>

    /// Weighs one limit, and spends each of its windows that has room.
    mutating func spend(_ demand: Demand, at now: UInt64) -> WeighedLimit {
        let (count, hash) = (Int(demand.pointee.rule.windowCount), demand.pointee.hash)
        var weighed = WeighedLimit(cost: demand.pointee.cost)
        for index in 0..<count { self.prefetch(hash.window(index)) }
        if !demand.pointee.rule.penalty.isNone, let wait = self.ban(hash, at: now) {
            weighed.note(Self.banned(demand.pointee.rule.window(0), wait))
            return weighed
        }
        // One window, as most limits have, is looked for once.
        if count == 1, let place = self.knownPlace(demand, 0) {
            let reading = self.spend(demand, 0, at: place, now)
            if !reading.isAdmitted { self.noteRefusal(of: demand, by: self.basis(reading, weighed.cost, at: place)) }
            return WeighedLimit(reading, at: place, cost: weighed.cost)
        }
        var isKnown = true
        for index in 0..<count where isKnown { isKnown = self.knownPlace(demand, index) != nil }
        if !isKnown { self.carryOver(to: demand.pointee.rule, hash, demand.pointee.period, at: now) }
        var basis: RefusalBasis?
        for index in 0..<count {
            // Looked for one by one: a slot that was claimed but not spent could be given away to the next window.
            if let place = self.place(of: hash.window(index)) ?? self.claim(demand, index, at: now) {
                let reading = self.spend(demand, index, at: place, now)
                weighed.note(reading)
                if reading.isAdmitted {
                    weighed.took(place)
                } else {
                    basis = self.basis(reading, weighed.cost, at: place).and(basis)
                }
            } else {
                weighed.note(Self.noRoom(demand.pointee.rule.window(index)))
                basis = RefusalBasis.noPlace.and(basis)
            }
        }
        if basis != nil { self.noteRefusal(of: demand, by: basis) }
        return weighed
    }

    private mutating func spend(_ demand: Demand, _ index: Int, at place: Int, _ now: UInt64) -> LimitReading {
        guard self.isLedgered, self.slots[place].window.isLedgered else {
            return self.slots[place].spend(demand.pointee.cost, in: demand.pointee.period, at: now)
        }
        return self.spendKept(demand, index, at: place, now)
    }
}
