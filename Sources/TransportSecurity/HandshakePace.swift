/// How many handshakes a listener begins: asked before anything is spent on one (the generic cell rate algorithm).
///
/// The most expensive thing that a stranger can have done is a handshake. Shares of an address do not help against many
/// addresses; this does, and leaves those alone who are through.
package struct HandshakePace: Sendable {
    /// What became of asking for one.
    package enum Verdict: Equatable, Sendable {
        case begins
        /// They come too fast.
        case tooFast
        /// As many as may be are under way.
        case tooMany
    }

    /// How far ahead of its pace a listener may be, in nanoseconds: a second's worth may come at once.
    private static let leeway: UInt64 = 1_000_000_000

    /// Nanoseconds from one to the next; 0 for no pace.
    private var interval: UInt64
    private var mostUnderWay: Int
    /// When the listener is back at its pace.
    private var dueAt: UInt64 = 0
    package private(set) var underWay = 0

    /// `perSecond` 0 asks for no pace.
    package init(perSecond: Int, mostUnderWay: Int) {
        self.interval = Self.interval(perSecond)
        self.mostUnderWay = max(mostUnderWay, 1)
    }

    /// Goes on at another pace, with those that are under way.
    package mutating func change(perSecond: Int, mostUnderWay: Int) {
        self.interval = Self.interval(perSecond)
        self.mostUnderWay = max(mostUnderWay, 1)
    }

    private static func interval(_ perSecond: Int) -> UInt64 {
        perSecond > 0 ? max(1, Self.leeway / UInt64(perSecond)) : 0
    }

    /// Each one that begins has to end. `now` is monotonic, in nanoseconds.
    package mutating func begin(at now: UInt64) -> Verdict {
        guard self.underWay < self.mostUnderWay else { return .tooMany }
        let due = max(self.dueAt, now) &+ self.interval
        guard due &- now <= Self.leeway else { return .tooFast }
        self.dueAt = due
        self.underWay += 1
        return .begins
    }

    /// The client is through, or gone.
    package mutating func end() { self.underWay = max(0, self.underWay - 1) }
}
