/// Who a limit is counted for: the words of a key's or identity's id, of an address, or (0, 0) for everybody.
@usableFromInline
package struct LimitSubject: Hashable, Sendable, BitwiseCopyable {
    @usableFromInline package let high: UInt64
    @usableFromInline package let low: UInt64

    @inlinable
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// One count for everybody.
    @inlinable
    package static var everybody: Self { .init(high: 0, low: 0) }
}

/// One limit a request must spend.
@usableFromInline
package struct LimitDemand: Sendable, BitwiseCopyable {
    package let rule: LimitRule
    package let subject: LimitSubject
    /// How much of the limit the request takes; 0 asks without spending.
    package let cost: UInt32
    /// Where the limit's counts lie; set when the table weighs it.
    var hash = SubjectHash.none
    /// How the tightest window of the limit stood when the table weighed it.
    package internal(set) var reading: LimitReading?

    package init(rule: LimitRule, subject: LimitSubject, cost: UInt32 = 1) {
        self.rule = rule
        self.subject = subject
        self.cost = cost
    }

    /// Fills the places of a list that are not taken.
    fileprivate init() {
        self.init(rule: .init(), subject: .everybody, cost: 0)
    }
}

/// All limits of one request, in place: nothing is allocated.
package struct LimitDemands: Sendable, BitwiseCopyable {
    /// Eight each of the key, the route and the gateway.
    package static let most = 24

    private var demands: InlineArray<24, LimitDemand>
    package private(set) var count = 0

    package init() {
        self.demands = .init(repeating: .init())
    }

    /// Forgets the request before.
    package mutating func removeAll() { self.count = 0 }

    /// Adds a limit.
    ///
    /// - Returns: `false` when there is no room; the caller must then refuse, for a limit left out is a limit broken.
    package mutating func append(_ demand: LimitDemand) -> Bool {
        guard self.count < Self.most else { return false }
        self.demands[self.count] = demand
        self.count += 1
        return true
    }

    /// How a limit stood when it was weighed; `nil` before that.
    package mutating func reading(_ index: Int) -> LimitReading? {
        self.withDemands { index < $0.count ? $0[index].reading : nil }
    }

    /// Lends the demands where they lie: reading an element of an inline array through a value copies the whole array.
    mutating func withDemands<Result>(_ body: (UnsafeMutableBufferPointer<LimitDemand>) -> Result) -> Result {
        let count = self.count
        var span = self.demands.mutableSpan
        return span.withUnsafeMutableBufferPointer { body(.init(rebasing: $0[..<count])) }
    }
}
