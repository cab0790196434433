import Admission
import Keys

/// Empties the rings: masks, writes segments, gathers usage and lines. All under the log's lock; what others must hear of
/// is collected and told afterwards.
struct DecisionDrain: Sendable {
    /// What is to be done once the lock is let go.
    struct Outcome: Sendable {
        var firstUses: [VersionUsage] = []
        var usages: [VersionUsage] = []
        /// Keys of which requests were refused because of a ban.
        var abuses: [KeyID: WallTime] = [:]
        var lines: [UInt8] = []
        /// Every use before this moment is told with it or was told before; `nil` where that cannot be said.
        var allUsesUntil: WallTime?
    }

    /// Bytes of lines that wait for whoever reads them; further lines are dropped and counted.
    private static let mostLineBytes = 8 << 20

    private(set) var folder: SegmentFolder
    /// Records that could not be written to a segment or a line.
    private(set) var lost: UInt64 = 0
    private var usage: UsageBatch
    private var frames: FrameBuffer
    private var pending = Outcome()
    private let wantsLines: Bool
    /// What the rings had dropped when they were looked at last, and whether a use may have been among what they have dropped
    /// since uses were told.
    private var dropped: UInt64 = 0
    private var hasGap = false
    private var drainedAt = WallTime.distantPast

    /// `frames` is as large as those of the rings; `wantsLines` says whether the access log is written.
    init(folder: SegmentFolder, usage: UsageBatch, frames: FrameBuffer, wantsLines: Bool) {
        self.frames = frames
        self.folder = folder
        self.usage = usage
        self.wantsLines = wantsLines
    }

    /// Takes what the rings hold.
    ///
    /// - Returns: whether that was anything.
    @discardableResult
    mutating func drain(_ rings: [DecisionRing], at now: WallTime) -> Bool {
        var hadRecords = false
        var frames = FrameBuffer()
        swap(&frames, &self.frames)
        for ring in rings {
            ring.exchange(&frames)
            guard frames.count > 0 else { continue }
            hadRecords = true
            frames.forEach { record in
                record.mask()
                self.note(record)
            }
            self.lost += UInt64(self.folder.append(frames, now: now.milliseconds))
            if self.wantsLines { self.noteLines(frames) }
        }
        swap(&frames, &self.frames)
        let dropped = rings.reduce(0) { $0 &+ $1.dropped }
        if dropped != self.dropped { self.hasGap = true }
        self.dropped = dropped
        self.drainedAt = now
        self.folder.enforceBounds(now: now.milliseconds)
        return hadRecords
    }

    /// Hands over everything that has to be told.
    mutating func takeOutcome(at now: MonotonicNanoseconds, isLast: Bool) -> Outcome {
        var outcome = Outcome()
        swap(&outcome, &self.pending)
        guard self.usage.isDue(at: now, isLast: isLast) else { return outcome }
        if !self.hasGap, !self.usage.isShort { outcome.allUsesUntil = self.drainedAt }
        self.hasGap = false
        outcome.usages = self.usage.due(at: now, isLast: isLast)
        return outcome
    }

    func hasSeenFirstUse(of key: KeyID, version: UInt32) -> Bool {
        self.usage.hasSeenFirstUse(of: key, version: version)
    }

    mutating func linesLost(_ count: UInt64) { self.lost += count }

    /// Most keys that are told of at a time; those beyond are when they are refused again.
    private static let mostAbuses = 4_096

    private mutating func note(_ record: EncodedRecord) {
        if record.reason == .abnormalUsage, let key = record.keyID,
            self.pending.abuses.count < Self.mostAbuses || self.pending.abuses[key] != nil
        {
            self.pending.abuses[key] = record.at
        }
        if let first = self.usage.note(record), self.pending.firstUses.count < 4096 {
            self.pending.firstUses.append(first)
        }
    }

    private mutating func noteLines(_ frames: FrameBuffer) {
        let bytes = frames.withBytes { Array($0) }
        for payload in SegmentPayloads(of: bytes, from: 0) {
            guard self.pending.lines.count < Self.mostLineBytes, let record = RecordEncoding.read(bytes[payload]) else {
                self.lost += 1
                continue
            }
            self.pending.lines += AccessLogLine(record).bytes
        }
    }
}
