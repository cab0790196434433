/// A limit as the hot path wants it: up to four windows that hold together, in one flat value.
@usableFromInline
package struct LimitRule: Sendable, BitwiseCopyable {
    package static let mostWindows = 4

    /// Which limit this is, whatever its numbers: counts are found by it, so that they outlive a change of numbers.
    package let identity: UInt64
    /// Different for different numbers: a slot with another stamp was counted under other numbers. The lowest bit says that they
    /// are a part or a multiple of the limit's own, for a time.
    let stamp: UInt32
    package let windowCount: UInt8
    package let penalty: LimitPenalty
    private let windows: InlineArray<4, LimitWindow>

    /// - Parameters:
    ///   - identity: see `identity(_:owner:)`.
    ///   - windows: 1 to 4; any beyond are a programmer's error, because validation comes first.
    ///   - penalty: what becomes of those who go on over it.
    package init(identity: UInt64, windows: [LimitWindow], penalty: LimitPenalty = .none) {
        precondition((1...Self.mostWindows).contains(windows.count), "a limit has one to four windows")
        // The longest first, so that a window keeps its place when a shorter one joins it.
        let ordered = windows.sorted { ($0.seconds, $0.limit) > ($1.seconds, $1.limit) }
        self.init(
            identity, UInt8(ordered.count), .init { ordered[min($0, ordered.count - 1)] }, penalty)
    }

    /// No limit: fills places that are not taken.
    init() {
        self.identity = 0
        self.stamp = 0
        self.windowCount = 0
        self.penalty = .none
        self.windows = .init(repeating: .slidingWindow(limit: 1, seconds: 1))
    }

    /// In a stamp: see `stamp`.
    static let scaledBit: UInt32 = 1

    private init(
        _ identity: UInt64, _ count: UInt8, _ windows: InlineArray<4, LimitWindow>, _ penalty: LimitPenalty,
        isScaled: Bool = false
    ) {
        self.identity = identity
        self.windowCount = count
        self.windows = windows
        self.penalty = penalty
        var stamp = IdentityHash()
        for index in 0..<Int(count) {
            let words = windows[index].words
            stamp.mix(UInt64(words.0) << 32 | UInt64(words.1))
            stamp.mix(UInt64(words.2))
        }
        let mixed = UInt32(truncatingIfNeeded: stamp.value ^ (stamp.value >> 32))
        self.stamp = mixed & ~Self.scaledBit | (isScaled ? Self.scaledBit : 0)
    }

    /// The windows, longest first.
    package func window(_ index: Int) -> LimitWindow { self.windows[index] }

    /// The same limit with so many percent of its numbers.
    package func scaled(percent: UInt32) -> Self {
        var windows = self.windows
        for index in 0..<Int(self.windowCount) { windows[index] = windows[index].scaled(percent: percent) }
        return .init(self.identity, self.windowCount, windows, self.penalty, isScaled: true)
    }

    /// The identity of the limit of that name: of a key, an identity or a route when `owner` is its id, of the whole
    /// gateway when it is (0, 0).
    package static func identity(_ name: String, owner: (UInt64, UInt64) = (0, 0)) -> UInt64 {
        var hash = IdentityHash()
        for byte in name.utf8 { hash.mix(UInt64(byte)) }
        hash.mix(owner.0)
        hash.mix(owner.1)
        return hash.value
    }
}

/// A plain mixing hash for identities that operators choose; what clients choose goes through `SubjectHash`.
private struct IdentityHash {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func mix(_ word: UInt64) {
        let product = (self.value ^ word).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
        self.value = (product.high ^ product.low) &+ 0xd1b5_4a32_d192_ed03
    }
}
