import Glibc
import Metering
import RateLimiting

/// Measures what the limits of a request cost it, and exits with 1 where a bar is missed: nanoseconds and allocations of one
/// check, filling the list of demands included, over subjects in an order drawn before.
///
/// `GATEHOUSE_BENCH=1 swift run -c release measure-limits`; see `Meter` for allocations.
@main
struct LimitMeter {
    private static let checks = 1_000_000
    /// The most that one limit may cost, in nanoseconds, where its counts lie in a cache.
    private static let bar = 100.0
    private var random = MeterRandom()
    private let table: LimiterTable

    static func main() {
        var meter = Self()
        exit(meter.run() ? 0 : 1)
    }

    private init() {
        var generator = SystemRandomNumberGenerator()
        // What a server has that says nothing else.
        self.table = LimiterTable(capacity: 1 << 20, generator: &generator)
    }

    private mutating func run() -> Bool {
        let window = Self.rule("window", .slidingWindow(limit: 1 << 30, seconds: 60))
        let bucket = Self.rule("bucket", .tokenBucket(limit: 1 << 30, seconds: 1, burst: 1 << 30))
        let strict = Self.rule("strict", .slidingWindow(limit: 1, seconds: LimitWindow.longestSeconds))
        let six = (0..<6).map { Self.rule("six-\($0)", .slidingWindow(limit: 1 << 30, seconds: $0 % 2 == 0 ? 1 : 60)) }
        let (few, many) = (self.subjects(1_000), self.subjects(1_000_000))
        let singles = [
            self.measure("sliding window of 1,000 subjects", [window], few),
            self.measure("token bucket of 1,000 subjects", [bucket], few),
            self.measure("window that refuses 1,000 subjects", [strict], few),
        ]
        _ = self.measure("6 limits of 3 scopes of 1,000 subjects", six, few)
        _ = self.measure("sliding window of 1,000,000 subjects", [window], many)
        return singles.allSatisfy { $0 < Self.bar }
    }

    /// Of several rules the first two count for everybody, the next two for one of 64 groups, the others for the subject.
    private func measure(_ name: String, _ rules: [LimitRule], _ subjects: [LimitSubject]) -> Double {
        var demands = LimitDemands()
        var now: UInt64 = 1 << 50
        let round = {
            now += 1_000_000_000
            var admitted = 0
            for subject in subjects {
                demands.removeAll()
                for index in rules.indices {
                    let scope = rules.count == 1 ? 2 : index / 2
                    let who: LimitSubject =
                        scope == 0 ? .everybody : scope == 1 ? .init(high: 0, low: subject.low % 64) : subject
                    guard demands.append(LimitDemand(rule: rules[index], subject: who)) else { return 0 }
                }
                if case .admitted = self.table.spend(&demands, at: now) { admitted &+= 1 }
            }
            return admitted
        }
        // Every subject has its place before anything is measured.
        _ = round()
        return Meter.measure(name, each: "checks", of: subjects.count, round)
    }

    private static func rule(_ name: String, _ window: LimitWindow) -> LimitRule {
        LimitRule(identity: LimitRule.identity(name), windows: [window])
    }

    private mutating func subjects(_ count: Int) -> [LimitSubject] {
        let subjects = (0..<count).map { _ in LimitSubject(high: self.random.next(), low: self.random.next()) }
        return (0..<Self.checks).map { _ in subjects[Int(self.random.next() % UInt64(count))] }
    }
}
