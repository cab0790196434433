import HTTPMachines
import Keys

/// Where a request has been tried, and how long it may still take. Times are nanoseconds of the monotonic clock.
struct RequestTries {
    /// Retries on other endpoints.
    private(set) var retries = 0
    /// The endpoint that the request was sent to again, because an idle connection had been closed there.
    private var rejoined: Int?
    private(set) var endpoints = TriedEndpoints()
    /// It waits in the queue of a pool.
    var isWaiting = false
    private var exchangeEnd = MonotonicNanoseconds.max
    private var tryEnd = MonotonicNanoseconds.max
    private var tryTimeout: UInt64 = .max

    /// A request begins whose head was complete at `start`.
    mutating func begin(at start: MonotonicNanoseconds, _ forwarding: RouteForwarding) {
        self = RequestTries()
        self.exchangeEnd = Self.sum(start, forwarding.timeout)
        self.tryTimeout = forwarding.tryTimeout
    }

    /// A try begins at that endpoint.
    mutating func tries(_ slot: Int, at now: MonotonicNanoseconds) {
        self.endpoints.insert(slot)
        self.tryEnd = Self.sum(now, self.tryTimeout)
    }

    /// The try that has failed is followed by one at another endpoint.
    mutating func countRetry() { self.retries += 1 }

    /// Whether the request may be sent again to the same endpoint: once.
    func mayRejoin(_ slot: Int) -> Bool { self.rejoined != slot }

    mutating func rejoins(_ slot: Int) { self.rejoined = slot }

    /// The head of the response is there: what follows has other bounds.
    mutating func answered() {
        self.exchangeEnd = .max
        self.tryEnd = .max
    }

    /// Whether there have been tries before the one at hand.
    var isAgain: Bool { self.retries > 0 || self.rejoined != nil }

    /// Whether the time for one try is over, and not that for all.
    func isTryOver(at now: MonotonicNanoseconds) -> Bool { now >= self.tryEnd && now < self.exchangeEnd }

    /// Whether the time of the exchange, or of its last try, is over.
    func isOver(at now: MonotonicNanoseconds) -> Bool { now >= self.tryEnd || now >= self.exchangeEnd }

    /// Whether there is no time for another try.
    func isExchangeOver(at now: MonotonicNanoseconds) -> Bool { now >= self.exchangeEnd }

    /// The time given, or when the request has to be answered by, whichever is earlier.
    func earlier(_ time: MonotonicNanoseconds) -> MonotonicNanoseconds {
        min(time, self.tryEnd, self.exchangeEnd)
    }

    private static func sum(_ time: MonotonicNanoseconds, _ more: UInt64) -> MonotonicNanoseconds {
        let (sum, isEndless) = time.addingReportingOverflow(more)
        return isEndless ? .max : sum
    }
}
