/// What a request has spent of one limit: so that it can be given back when the request ends, or corrected when its true
/// cost is known.
@usableFromInline
package struct LimitReceipt: Sendable, BitwiseCopyable {
    /// With the hash, what the ledger names a count by.
    let identity: UInt64
    let subject: LimitSubject
    let hash: SubjectHash
    let windowCount: UInt8
    package let isConcurrency: Bool
    package let cost: UInt32
    let spentAt: UInt64
    let period: UInt64

    /// `nil` for a limit of which nothing was spent.
    init?(_ demand: LimitDemand, at now: UInt64) {
        guard let reading = demand.reading, reading.isAdmitted, demand.cost > 0 else { return nil }
        self.identity = demand.rule.identity
        self.subject = demand.subject
        self.hash = demand.hash
        self.windowCount = demand.rule.windowCount
        self.isConcurrency = demand.rule.window(0).isConcurrency
        self.cost = demand.cost
        self.spentAt = now
        self.period = demand.period.number
    }
}
