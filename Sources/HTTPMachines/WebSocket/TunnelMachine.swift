/// What becomes of two connections that pass everything on to each other: which side has ended, and when it is too long.
///
/// Pure: it is told what happened and answers with what to do. Times are nanoseconds of the monotonic clock.
package struct TunnelMachine: Sendable {
    package enum Side: Sendable {
        case client, upstream
    }

    /// After a side has sent its last byte.
    package enum EndAction: Equatable, Sendable {
        /// Tell the other side, once what came before is out.
        case passOn
        /// Both have ended: close.
        case close
        case doNothing
    }

    /// Why the time is over.
    package enum Limit: Equatable, Sendable {
        /// Nothing has passed in either direction for too long.
        case idle
        /// It has been open for as long as it may be.
        case age
    }

    /// With one side ended the other may be silent for no longer: its last words are all that is waited for.
    package static let halfOpenTimeout: UInt64 = 10_000_000_000

    private let idleTimeout: UInt64
    private let endsAt: UInt64
    private var movedAt: UInt64
    private var ended: Side?
    private var isOver = false

    package init(idleTimeout: UInt64, maximumAge: UInt64, now: UInt64) {
        self.idleTimeout = idleTimeout
        self.endsAt = now.addingClamped(maximumAge)
        self.movedAt = now
    }

    /// The side that has ended first; `nil` while both are open.
    package var endedFirst: Side? { self.ended }

    /// Bytes have come from one side.
    package mutating func moved(at now: UInt64) { self.movedAt = now }

    /// A side has sent its last byte.
    package mutating func ended(_ side: Side) -> EndAction {
        guard !self.isOver, self.ended != side else { return .doNothing }
        guard self.ended == nil else {
            self.isOver = true
            return .close
        }
        self.ended = side
        return .passOn
    }

    /// Which time is over; `nil` when none is.
    package func limitPassed(at now: UInt64) -> Limit? {
        let patience = self.ended == nil ? self.idleTimeout : min(self.idleTimeout, Self.halfOpenTimeout)
        if now >= self.endsAt { return .age }
        return now >= self.movedAt.addingClamped(patience) ? .idle : nil
    }
}
