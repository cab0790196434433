/// What a limiter knows of its own error, and of its room. It errs in one direction only: it may refuse what an exact count
/// would have let pass; it never lets pass what that would have refused.
package struct LimiterUsage: Sendable, Equatable {
    /// Slots that have ever been taken.
    package internal(set) var slots: UInt64 = 0
    /// How often somebody was counted in a slot together with others, because their part of the table was full.
    package internal(set) var overflows: UInt64 = 0
    /// Refusals that the oldest cell of a sliding window alone brought about. It counts whole, though a part of it lies
    /// outside the window already: so many refusals at the most came too early.
    package internal(set) var oldestCellRefusals: UInt64 = 0
    /// Refusals of a slot that several share: so many at the most were for what others had spent.
    package internal(set) var sharedRefusals: UInt64 = 0
    /// Refusals because there was no slot to count in, not even a shared one.
    package internal(set) var roomRefusals: UInt64 = 0
    /// Requests that were counted as spent for subjects without a written count, because processes before had been killed.
    package internal(set) var charged: UInt64 = 0

    package init() {}

    /// The sums of two parts of a table.
    static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.slots &+= right.slots
        sum.overflows &+= right.overflows
        sum.oldestCellRefusals &+= right.oldestCellRefusals
        sum.sharedRefusals &+= right.sharedRefusals
        sum.roomRefusals &+= right.roomRefusals
        sum.charged &+= right.charged
        return sum
    }

    mutating func note(_ basis: RefusalBasis?) {
        switch basis {
        case .exact, nil: break
        case .oldestCell: self.oldestCellRefusals &+= 1
        case .shared: self.sharedRefusals &+= 1
        case .noPlace: self.roomRefusals &+= 1
        }
    }
}

/// What a window's refusal rests on.
enum RefusalBasis: UInt8 {
    /// An exact count would have refused as well.
    case exact
    case oldestCell, shared, noPlace

    /// What the refusal of a limit rests on: one window that refuses rightly is enough.
    func and(_ other: Self?) -> Self { other == nil || self == .exact ? self : other == .exact ? .exact : self }
}

extension LimiterCells {
    /// What the refusal of a window rests on.
    func basis(_ reading: LimitReading, _ cost: UInt32, at place: Int) -> RefusalBasis {
        guard reading.cause == .window else { return .exact }
        guard !self.isShared(place) else { return .shared }
        return self.slots[place].isRefusedByOldestCell(cost) ? .oldestCell : .exact
    }

    /// A limit has refused. What only asks, or is weighed in the shadow, has been refused nothing.
    mutating func noteRefusal(of demand: Demand, by basis: RefusalBasis?) {
        guard demand.pointee.cost > 0, !demand.pointee.isShadow else { return }
        self.usage.note(basis)
    }
}
