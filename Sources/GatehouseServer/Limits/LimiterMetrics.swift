import RateLimiting
import Telemetry

/// Writes what the limiter knows of its own error and of its room, and how its ledger stands.
struct LimiterMetrics {
    let usage: LimiterUsage
    let slotCount: Int
    let ledger: LimitLedger.Counters
    /// How long ago all that quotas count was on the disk, in nanoseconds.
    let ledgerAge: UInt64

    init(_ limiter: LimiterTable, _ ledger: LimitLedger) {
        self.usage = limiter.usage
        self.slotCount = limiter.slotCount
        self.ledger = ledger.standing
        self.ledgerAge = ledger.age
    }

    private static let slots = Metric(
        "gatehouse.limiter.slots", .gauge, .count("slot"),
        "Slots for counts of limits: those that have ever been taken, and those there are.", labels: ["kind"])
    private static let shared = Metric(
        "gatehouse.limiter.shared", .counter, .count("request"),
        "Times somebody was counted together with others, because their part of the limiter was full.")
    private static let early = Metric(
        "gatehouse.limiter.early_refusals", .counter, .count("refusal"),
        "Refusals of limits that an exact count may not have made, by what they rest on: so many at the most.",
        labels: ["cause"])
    private static let charged = Metric(
        "gatehouse.limiter.ledger.charged", .counter, .count("request"),
        "Requests counted as spent since the start that may never have been: what servers that were killed had not "
            + "written down.")
    private static let killed = Metric(
        "gatehouse.limiter.ledger.killed", .gauge, .count("server"),
        "Servers before this one that were killed and whose reserve is still charged to quotas.")
    private static let age = Metric(
        "gatehouse.limiter.ledger.age", .gauge, .seconds, "Time since all that quotas count was last on the disk.")
    private static let failing = Metric(
        "gatehouse.limiter.ledger.failing", .gauge, .count("ledger"),
        "1 while what quotas count cannot be written down.")
    private static let failures = Metric(
        "gatehouse.limiter.ledger.failures", .counter, .count("writing"), "Writings of quotas that came to nothing.")
    private static let writings = Metric(
        "gatehouse.limiter.ledger.writings", .counter, .count("count"), "Counts of quotas that were written down.")
    private static let unplaced = Metric(
        "gatehouse.limiter.ledger.unplaced", .gauge, .count("count"),
        "Counts of quotas that found no room in the limiter at the start, and begin anew.")

    func write(to text: inout PrometheusText) {
        text.write(Self.slots, [(["all"], UInt64(clamping: self.slotCount)), (["taken"], self.usage.slots)])
        text.write(Self.shared, self.usage.overflows)
        text.write(
            Self.early,
            [
                (["no_room"], self.usage.roomRefusals), (["oldest_cell"], self.usage.oldestCellRefusals),
                (["shared"], self.usage.sharedRefusals),
            ])
        text.write(Self.charged, self.usage.charged &+ self.ledger.charged)
        text.write(Self.killed, self.ledger.killed)
        text.write(Self.age, nanoseconds: [([], self.ledgerAge)])
        text.write(Self.failing, self.ledger.isFailing ? 1 : 0)
        text.write(Self.failures, self.ledger.failures)
        text.write(Self.writings, self.ledger.writings)
        text.write(Self.unplaced, self.ledger.unplaced)
    }
}
