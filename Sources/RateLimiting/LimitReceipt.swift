/// What a request has spent of one limit: so that it can be given back when the request ends, or corrected when its true
/// cost is known.
@usableFromInline
package struct LimitReceipt: Sendable, BitwiseCopyable {
    let hash: SubjectHash
    let stamp: UInt32
    let windowCount: UInt8
    package let isConcurrency: Bool
    package let cost: UInt32
    let spentAt: UInt64
    let period: UInt64

    /// Nothing.
    package static let none = Self()

    private init() {
        self.hash = .none
        self.stamp = 0
        self.windowCount = 0
        self.isConcurrency = false
        self.cost = 0
        self.spentAt = 0
        self.period = 0
    }

    /// `nil` for a limit of which nothing was spent.
    init?(_ demand: LimitDemand, at now: UInt64) {
        guard let reading = demand.reading, reading.isAdmitted, demand.cost > 0 else { return nil }
        self.hash = demand.hash
        self.stamp = demand.rule.stamp
        self.windowCount = demand.rule.windowCount
        self.isConcurrency = demand.rule.window(0).isConcurrency
        self.cost = demand.cost
        self.spentAt = now
        self.period = demand.period.number
    }
}
