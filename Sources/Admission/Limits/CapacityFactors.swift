package import Keys

/// How much of its limits the node gives out, in percent, for each priority: less when it is short of capacity.
package struct CapacityFactors: Sendable, Hashable {
    package var low: UInt8
    package var normal: UInt8
    package var high: UInt8

    package init(low: UInt8, normal: UInt8, high: UInt8) {
        self.low = low
        self.normal = normal
        self.high = high
    }

    package static let whole = Self(low: 100, normal: 100, high: 100)

    package var isWhole: Bool { self.low >= 100 && self.normal >= 100 && self.high >= 100 }

    package func percent(of priority: LimitTerms.Priority) -> UInt32 {
        switch priority {
        case .low: UInt32(self.low)
        case .normal: UInt32(self.normal)
        case .high: UInt32(self.high)
        }
    }

    /// Of each priority the lesser part.
    package func least(_ other: Self) -> Self {
        .init(
            low: min(self.low, other.low), normal: min(self.normal, other.normal), high: min(self.high, other.high))
    }

    /// All three in one word, so that they are read together.
    package var word: UInt32 { UInt32(self.low) | UInt32(self.normal) << 8 | UInt32(self.high) << 16 }

    package init(word: UInt32) {
        self.low = UInt8(truncatingIfNeeded: word)
        self.normal = UInt8(truncatingIfNeeded: word >> 8)
        self.high = UInt8(truncatingIfNeeded: word >> 16)
    }
}
