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
