/// How many keys a stretch of time ends.
package struct KeyEndings: Hashable, Sendable {
    /// One key in so many: when more end at once, the clock is doubted.
    private static let share = 20

    /// Keys that admit when it begins.
    package let live: Int
    /// Those of them that do not when it is over.
    package let ending: Int

    package init(live: Int, ending: Int) {
        self.live = live
        self.ending = ending
    }

    /// More than a twentieth of the keys; one key alone is no mass.
    package var isMass: Bool { self.ending > 1 && self.ending > self.live / Self.share }
}
