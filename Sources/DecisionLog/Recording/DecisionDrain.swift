import Admission
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

    private(set) var folder: SegmentFolder
    /// Records that could not be written to a segment or a line.
    private(set) var lost: UInt64 = 0
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
            for index in self.records.indices { self.records[index].mask() }
            self.lost += UInt64(self.folder.append(self.records, now: now.milliseconds))
            // By index: a record is a thousand bytes, and the loop's variable would be a copy.
            for index in self.records.indices { self.note(self.records[index]) }
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
        guard self.wantsLines else { return }
        if self.pending.lines.count < Self.mostLineBytes {
            self.pending.lines += AccessLogLine(record).bytes
        } else {
            self.lost += 1
        }
    }
}
