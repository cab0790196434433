/// What a look at the machine or at an upstream has found.
package enum CapacityLoad: Sendable, Hashable {
    case busy
    /// Neither: nothing moves.
    case between
    case calm

    /// Whether a number is above a mark, or so much below it that what is at the mark does not go up and down.
    package init(_ load: UInt64, mark: UInt64, calmBelow: UInt64) {
        self = load > mark ? .busy : load < calmBelow ? .calm : .between
    }

    /// Of two looks: busy where one is, calm where both are.
    package func and(_ other: Self) -> Self {
        switch (self, other) {
        case (.busy, _), (_, .busy): .busy
        case (.calm, .calm): .calm
        default: .between
        }
    }
}

/// How much of its limits a node gives out, by how busy it is: less of the lowest priority first, step by step, and all of it
/// again only when it has been calm for a while. Fed once a second.
package struct CapacityGovernor: Sendable {
    /// So many busy seconds lower the next step; so many calm ones raise one.
    static let busySeconds = 3
    static let calmSeconds = 5
    /// One step, in percent of the limit.
    static let step: UInt8 = 10
    /// What is left of each priority at the least.
    static let least: (low: UInt8, normal: UInt8, high: UInt8) = (10, 20, 50)

    private var busy = 0
    private var calm = 0
    package private(set) var factors = CapacityFactors.whole

    package init() {}

    /// How the last second was.
    package mutating func note(_ load: CapacityLoad) {
        switch load {
        case .busy: (self.busy, self.calm) = (self.busy + 1, 0)
        case .between: (self.busy, self.calm) = (0, 0)
        case .calm: (self.busy, self.calm) = (0, self.calm + 1)
        }
        if self.busy >= Self.busySeconds {
            self.busy = Self.busySeconds - 1
            self.lower()
        } else if self.calm >= Self.calmSeconds {
            self.calm = Self.calmSeconds - 1
            self.raise()
        }
    }

    private mutating func lower() {
        if self.factors.low > Self.least.low {
            self.factors.low -= Self.step
        } else if self.factors.normal > Self.least.normal {
            self.factors.normal -= Self.step
        } else if self.factors.high > Self.least.high {
            self.factors.high -= Self.step
        }
    }

    private mutating func raise() {
        if self.factors.high < 100 {
            self.factors.high += Self.step
        } else if self.factors.normal < 100 {
            self.factors.normal += Self.step
        } else if self.factors.low < 100 {
            self.factors.low += Self.step
        }
    }
}
