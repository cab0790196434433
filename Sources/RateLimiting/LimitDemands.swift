/// All limits of one request, in place: nothing is allocated.
package struct LimitDemands: Sendable, BitwiseCopyable {
    /// Eight each of the key, the route and the gateway, sixteen of policies, and the credits.
    package static let most = 48

    private var demands: InlineArray<48, LimitDemand>
    package private(set) var count = 0
    /// Bit i: limit i is weighed in the shadow, and would have refused.
    package internal(set) var shadowed: UInt64 = 0
    /// Whether one of them counts requests under way, which somebody has to give back.
    package private(set) var holdsConcurrency = false

    package init() {
        self.demands = .init(repeating: .init())
    }

    /// Forgets the request before.
    package mutating func removeAll() {
        self.count = 0
        self.shadowed = 0
        self.holdsConcurrency = false
    }

    /// Adds a limit.
    ///
    /// - Returns: `false` when there is no room; the caller must then refuse, for a limit left out is a limit broken.
    package mutating func append(_ demand: LimitDemand) -> Bool {
        guard self.count < Self.most else { return false }
        self.demands[self.count] = demand
        self.count += 1
        if demand.rule.window(0).isConcurrency { self.holdsConcurrency = true }
        return true
    }

    /// How a limit stood when it was weighed; `nil` before that.
    package mutating func reading(_ index: Int) -> LimitReading? {
        self.withDemands { index < $0.count ? $0[index].reading : nil }
    }

    /// Whether a limit is weighed in the shadow: it never refuses.
    package mutating func isShadow(_ index: Int) -> Bool {
        self.withDemands { index < $0.count && $0[index].isShadow }
    }

    /// What was spent of a limit, to be given back or added to later; `nil` where nothing was.
    package mutating func receipt(_ index: Int, at now: UInt64) -> LimitReceipt? {
        self.withDemands { index < $0.count ? LimitReceipt($0[index], at: now) : nil }
    }

    /// Lends the demands where they lie: reading an element of an inline array through a value copies the whole array.
    mutating func withDemands<Result>(_ body: (UnsafeMutableBufferPointer<LimitDemand>) -> Result) -> Result {
        let count = self.count
        var span = self.demands.mutableSpan
        return span.withUnsafeMutableBufferPointer { body(.init(rebasing: $0[..<count])) }
    }
}
