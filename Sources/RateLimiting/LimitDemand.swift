/// One limit a request must spend.
@usableFromInline
package struct LimitDemand: Sendable, BitwiseCopyable {
    package let rule: LimitRule
    package let subject: LimitSubject
    /// How much of the limit the request takes; 0 asks without spending.
    package let cost: UInt32
    /// Counts, and says when it would refuse, but never does.
    package let isShadow: Bool
    /// The period that the request falls into, where the limit has periods.
    package let period: LimitPeriod
    /// Where the limit's counts lie; set when the table weighs it.
    var hash = SubjectHash.none
    /// How the tightest window of the limit stood when the table weighed it.
    package internal(set) var reading: LimitReading?

    package init(
        rule: LimitRule, subject: LimitSubject, cost: UInt32 = 1, isShadow: Bool = false, period: LimitPeriod = .none
    ) {
        self.rule = rule
        self.subject = subject
        self.cost = cost
        self.isShadow = isShadow
        self.period = period
    }

    /// Fills the places of a list that are not taken.
    init() {
        self.init(rule: .init(), subject: .everybody, cost: 0)
    }
}
