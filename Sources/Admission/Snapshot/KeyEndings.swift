package import Keys

/// How many keys a stretch of time ends, or takes a secret from that is still in use.
package struct KeyEndings: Hashable, Sendable {
    /// One key in so many: when more end at once, the clock is doubted.
    private static let share = 20

    /// How many of an environment.
    package struct Part: Hashable, Sendable {
        package let environment: EnvironmentID
        package let live: Int
        package let ending: Int

        package init(_ environment: EnvironmentID, live: Int, ending: Int) {
            self.environment = environment
            self.live = live
            self.ending = ending
        }
    }

    /// Keys that admit when it begins.
    package let live: Int
    /// Those of them that do not when it is over, or not with every secret they had.
    package let ending: Int
    /// The environment that loses the largest share, where that is a mass and there are others; `nil` otherwise.
    package let worst: Part?

    package init(live: Int, ending: Int, worst: Part? = nil) {
        self.live = live
        self.ending = ending
        self.worst = worst
    }

    /// Of all environments.
    package init(_ parts: [Part]) {
        let (live, ending) = parts.reduce((0, 0)) { ($0.0 + $1.live, $0.1 + $1.ending) }
        let masses = parts.filter { Self.isMass(live: $0.live, ending: $0.ending) }
        let worst = masses.max { $0.share < $1.share }
        self.init(live: live, ending: ending, worst: worst.flatMap { $0.live < live ? $0 : nil })
    }

    /// More than a twentieth of the keys, of all or of one environment; one key alone is no mass.
    package var isMass: Bool { self.worst != nil || Self.isMass(live: self.live, ending: self.ending) }

    private static func isMass(live: Int, ending: Int) -> Bool { ending > 1 && ending > live / self.share }
}

extension KeyEndings.Part {
    fileprivate var share: Double { Double(self.ending) / Double(max(self.live, 1)) }
}

extension KeyEndings: CustomStringConvertible {
    package var description: String {
        let all = "\(self.ending) of \(self.live) keys"
        guard let worst else { return all }
        return all + ", among them \(worst.ending) of \(worst.live) of \(worst.environment)"
    }
}
