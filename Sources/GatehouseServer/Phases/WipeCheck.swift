/// Knows what holds keys, without holding it: tells when the last of it is gone, and with it what it wiped at its end.
struct WipeCheck: Sendable {
    private struct Watched: Sendable {
        weak let object: (any AnyObject & Sendable)?
    }

    private let watched: [Watched]

    init(_ holders: [any AnyObject & Sendable]) {
        self.watched = holders.map { Watched(object: $0) }
    }

    private init(_ watched: [Watched]) { self.watched = watched }

    /// The same with more to watch.
    func and(_ holders: [any AnyObject & Sendable]) -> Self {
        .init(self.watched + Self(holders).watched)
    }

    /// Whether nothing of it is left.
    var isWiped: Bool { self.watched.allSatisfy { $0.object == nil } }

    /// Waits until nothing is left: threads and tasks that end let go of what they hold a moment later.
    ///
    /// - Returns: whether that came about in time.
    func waited(atMost limit: Duration, pause: Duration = .milliseconds(5)) async -> Bool {
        let clock = ContinuousClock()
        let end = clock.now + limit
        while !self.isWiped {
            guard clock.now < end else { return false }
            try? await clock.sleep(for: pause)
        }
        return true
    }
}
