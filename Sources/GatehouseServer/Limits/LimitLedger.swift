import Dispatch
import DurableFiles
import Glibc
import Keys
import Logging
import RateLimiting
import Synchronization
import Timekeeping

/// Keeps what quotas count over the end of the process: writes down what has changed, once a second or when somebody waits.
///
/// Quotas are windows of an hour and more, those of the calendar, and credits. Requests are admitted from memory, ahead of
/// the writing by no more than a reserve (`LedgerReserve`); whoever starts after a kill counts the reserve as spent.
final class LimitLedger: Sendable {
    /// From one writing to the next when nobody waits.
    private static let pause = DispatchTimeInterval.seconds(1)
    /// Even when somebody waits: a disk is not synced more often than that.
    private static let rest: UInt32 = 2_000
    /// Until a disk that has just failed is tried again.
    private static let restAfterFailure: UInt32 = 100_000

    private let limiter: LimiterTable
    private let logger: Logger
    private let file: Mutex<LedgerFile>
    private let wake = DispatchSemaphore(value: 0)
    private let isClosing = Atomic(false)
    private let ended = DispatchSemaphore(value: 0)
    private let queue = DispatchQueue(label: "gatehouse.limit-ledger")
    /// Writings that came to nothing. Only the queue touches it.
    private let failed = Mutex<[LedgerWriting]>([])
    private let counters = Mutex(Counters())

    /// What it has done.
    struct Counters: Sendable {
        /// Counts that were written down.
        var writings: UInt64 = 0
        /// Times that came to nothing.
        var failures: UInt64 = 0
        /// Whether the last time did.
        var isFailing = false
        /// When all that had changed was on the disk last, in monotonic nanoseconds.
        var wholeAt: UInt64 = 0
        /// Counts that found no room in the limiter at the start.
        var unplaced: UInt64 = 0
        /// Processes before this one that were killed and still weigh on somebody's quota.
        var killed: UInt64 = 0
        /// What was counted as spent for them at the start, over all counts that had been written down.
        var charged: UInt64 = 0
    }

    /// Takes in what was written down before, and says that it begins. Nothing is spent before that is on the disk.
    init(folder: String, limiter: LimiterTable, logger: Logger) throws(FileFailure) {
        self.limiter = limiter
        self.logger = logger
        var file = try LedgerFile(dataFolder: folder)
        var replay = try file.replay()
        if replay.damaged > 0 {
            try file.keepDamaged()
            logger.error(
                "what quotas have counted was damaged: some may begin anew, all are charged as for a kill",
                metadata: ["records": "\(replay.damaged)", "kept": "limits/ledger.damaged"])
        }
        let start = replay.start(wall: Self.wall, monotonic: Self.monotonic)
        try file.restart(with: start.records + [.begin(wall: Self.wall)])
        self.file = Mutex(file)
        limiter.openLedger(start.history) { [wake] in wake.signal() }
        var unplaced: UInt64 = 0
        for count in start.counts where !limiter.restore(count, at: Self.monotonic) { unplaced += 1 }
        self.counters.withLock { counters in
            counters.unplaced = unplaced
            counters.killed = start.history.total
            counters.charged = start.charged
            counters.wholeAt = Self.monotonic
        }
        if unplaced > 0 {
            logger.error(
                "quotas have no room in the limiter and begin anew: raise limiter.capacity",
                metadata: ["count": "\(unplaced)"])
        }
        self.queue.async { self.run() }
    }

    var standing: Counters { self.counters.withLock { $0 } }

    /// How long ago all that quotas count was on the disk, in nanoseconds.
    var age: UInt64 {
        let (now, whole) = (Self.monotonic, self.standing.wholeAt)
        return now - min(now, whole)
    }

    /// Writes down all there is, and that there is no more. To be called once nobody spends any more.
    func close() {
        guard !self.isClosing.exchange(true, ordering: .sequentiallyConsistent) else { return }
        self.wake.signal()
        self.ended.wait()
    }

    private func run() {
        while !self.isClosing.load(ordering: .sequentiallyConsistent) {
            _ = self.wake.wait(timeout: .now() + Self.pause)
            usleep(self.write() ? Self.rest : Self.restAfterFailure)
        }
        let isWritten = self.write()
        // Otherwise the next process counts the reserve as spent.
        if isWritten, self.limiter.isLedgerWhole {
            try? self.file.withLock { (file) throws(FileFailure) in
                try file.append([.finish(wall: Self.wall)])
            }
        }
        self.file.withLock { $0.close() }
        self.ended.signal()
    }

    /// - Returns: whether all that had changed is on the disk.
    private func write() -> Bool {
        let earlier = self.failed.withLock { $0 }
        let writings = LedgerWriting.merged(earlier, self.limiter.takeLedger())
        guard !writings.isEmpty else {
            self.counters.withLock { $0.wholeAt = Self.monotonic }
            return true
        }
        let (wall, monotonic) = (Self.wall, Self.monotonic)
        let records = writings.map { LedgerRecord.count($0.count, wall: wall, monotonic: monotonic) }
        do {
            try self.file.withLock { (file) throws(FileFailure) in
                if !earlier.isEmpty || file.appended > LedgerFile.mostAppended { try Self.renew(&file) }
                try file.append(records)
            }
        } catch {
            self.failed.withLock { $0 = writings }
            let isNews = self.counters.withLock { counters in
                defer { counters.isFailing = true }
                counters.failures &+= 1
                return !counters.isFailing
            }
            // Once, not ten times a second: the metric says for how long.
            if isNews { self.logger.error("quotas cannot be written down", metadata: ["reason": "\(error)"]) }
            return false
        }
        self.failed.withLock { $0 = [] }
        self.limiter.wrote(writings)
        let isMended = self.counters.withLock { counters in
            defer { counters.isFailing = false }
            counters.writings &+= UInt64(writings.count)
            counters.wholeAt = monotonic
            return counters.isFailing
        }
        if isMended { self.logger.notice("quotas are written down again") }
        return true
    }

    /// Writes the file anew with what still counts. This process has not ended, so nothing is charged for it.
    private static func renew(_ file: inout LedgerFile) throws(FileFailure) {
        var replay = try file.replay()
        replay.add(.finish(wall: Self.wall))
        let start = replay.start(wall: Self.wall, monotonic: Self.monotonic)
        try file.restart(with: start.records + [.begin(wall: Self.wall)])
    }

    private static var wall: Int64 { SystemClock.shared.now().milliseconds }

    private static var monotonic: UInt64 { SystemClock.shared.monotonic() }
}
