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
    /// Calm is so much below busy, so that a node at the mark does not go up and down.
    static let distance: UInt32 = 15

    /// From when on it is busy, in percent.
    private let mark: UInt32
    private var busy = 0
    private var calm = 0
    package private(set) var factors = CapacityFactors.whole

    package init(mark: UInt32) { self.mark = min(max(mark, 20), 100) }

    /// How busy the node was in the last second, in percent.
    package mutating func note(_ load: UInt32) {
        if load > self.mark {
            (self.busy, self.calm) = (self.busy + 1, 0)
        } else if load + Self.distance < self.mark {
            (self.busy, self.calm) = (0, self.calm + 1)
        } else {
            (self.busy, self.calm) = (0, 0)
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
