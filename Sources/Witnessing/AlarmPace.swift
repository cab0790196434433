import Keys

/// How often an alarm is told: anybody can provoke one again and again, and a log that fills a disk helps nobody.
struct AlarmPace: Hashable, Sendable {
    /// What an alarm is about: one that strangers can provoke holds back no other.
    struct Subject: Hashable, Sendable {
        let origin: String
        /// Two signed checkpoints prove it, rather than that a proof is wrong.
        let isProven: Bool
    }

    /// Seconds between two.
    static let pause: Int64 = 60

    private var last: WallTime?
    private var omitted = 0

    /// Returns how many were left out since the last one that was told; `nil` when this one is to be left out, too.
    mutating func tell(at now: WallTime) -> Int? {
        if let last, now >= last, now < last.adding(seconds: Self.pause) {
            self.omitted += 1
            return nil
        }
        defer { (self.last, self.omitted) = (now, 0) }
        return self.omitted
    }
}
