import Keys

/// Empties the rings: masks, writes segments, gathers usage and lines. All under the log's lock; what others must hear of
/// is collected and told afterwards.
struct DecisionDrain: Sendable {
    /// What is to be done once the lock is let go.
    struct Outcome: Sendable {
        var firstUses: [VersionUsage] = []
        var usages: [VersionUsage] = []
        var lines: [UInt8] = []
    }

    /// Bytes of lines that wait for whoever reads them; further lines are dropped and counted.
    private static let mostLineBytes = 8 << 20
    /// Kinds of decisions counted one by one.
    private static let mostCounts = 4096

    private(set) var folder: SegmentFolder
    /// Records that could not be written to a segment or a line.
    private(set) var lost: UInt64 = 0
    private(set) var counts: [DecisionCount: UInt64] = [:]
    /// Decisions of the same kind in a row, not in `counts` yet: most are like the one before.
    private var run: (of: DecisionRecord?, count: UInt64) = (nil, 0)
    private var usage: UsageBatch
    private var records: [DecisionRecord] = []
    private var pending = Outcome()
    private let wantsLines: Bool

    init(folder: SegmentFolder, usage: UsageBatch, wantsLines: Bool) {
        self.folder = folder
        self.usage = usage
        self.wantsLines = wantsLines
    }

    /// Takes what the rings hold.
    mutating func drain(_ rings: [DecisionRing], at now: WallTime) {
        for ring in rings {
            ring.exchange(&self.records)
            guard !self.records.isEmpty else { continue }
            for index in self.records.indices { self.records[index] = self.records[index].masked() }
            self.lost += UInt64(self.folder.append(self.records, now: now.milliseconds))
            for record in self.records { self.note(record) }
            self.endRun()
        }
        self.folder.enforceBounds(now: now.milliseconds)
    }

    /// Hands over everything that has to be told.
    mutating func takeOutcome(at now: MonotonicNanoseconds, isLast: Bool) -> Outcome {
        var outcome = Outcome()
        swap(&outcome, &self.pending)
        outcome.usages = self.usage.due(at: now, isLast: isLast)
        return outcome
    }

    func hasSeenFirstUse(of key: KeyID, version: UInt32) -> Bool {
        self.usage.hasSeenFirstUse(of: key, version: version)
    }

    mutating func linesLost(_ count: UInt64) { self.lost += count }

    private mutating func note(_ record: DecisionRecord) {
        if let first = self.usage.note(record), self.pending.firstUses.count < 4096 {
            self.pending.firstUses.append(first)
        }
        self.count(record)
        guard self.wantsLines else { return }
        if self.pending.lines.count < Self.mostLineBytes {
            self.pending.lines += AccessLogLine(record).bytes
        } else {
            self.lost += 1
        }
    }

    private mutating func count(_ record: DecisionRecord) {
        if let first = self.run.of, first.reason == record.reason, first.surface == record.surface,
            first.environment == record.environment
        {
            self.run.count &+= 1
        } else {
            self.endRun()
            self.run = (record, 1)
        }
    }

    private mutating func endRun() {
        guard let first = self.run.of else { return }
        let kind = DecisionCount(first)
        if self.counts[kind] != nil || self.counts.count < Self.mostCounts {
            self.counts[kind, default: 0] &+= self.run.count
        }
        self.run = (nil, 0)
    }
}
