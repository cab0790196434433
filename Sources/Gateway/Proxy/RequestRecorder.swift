import Keys

/// Where a loop's requests are recorded: metrics and decision log. Never blocks and never fails a request.
final class RequestRecorder {
    private(set) var invariantCount: UInt64 = 0

    init() {}

    /// A request is over, however it ended.
    func finish(_ record: RequestRecord, at now: MonotonicNanoseconds) {}

    /// A machine met an event that cannot happen.
    func countInvariant() { self.invariantCount &+= 1 }

    /// The loop ends.
    func end() {}
}
