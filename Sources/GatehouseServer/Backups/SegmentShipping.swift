import Backups
import ConfigurationReading
import Cryptography
import KeyManagement
import Keys
import Logging
import SQLiteStorage
import ServiceLifecycle
import Storage
import Synchronization

/// Ships what is committed to another folder, a segment at a time, so that the store can be put back as it was at any
/// moment. Each start begins a chain with a backup of its own, and so does whatever breaks a chain.
final class SegmentShipping: Service {
    /// A chain as it goes on.
    private struct Chain {
        let base: SegmentNames.Base
        let begunAt: MonotonicNanoseconds
        let baseLength: UInt64
        let checkValue: Digest256
        var number: UInt64 = 0
        var previous = BackupSegment.Place.beginning
        var length: UInt64 = 0

        var name: String { self.base.chain }
    }

    /// More segments begin a new chain, and so does more than so many times its backup.
    private static let mostSegments: UInt64 = 16_384
    private static let mostGrowth: UInt64 = 4
    private static let leastGrowth: UInt64 = 256 << 20
    /// Between attempts to begin a chain, each of which copies the store: twice as long after each that failed.
    private static let retry: ClosedRange<MonotonicNanoseconds> = 5_000_000_000...300_000_000_000

    /// Milliseconds between attempts to ship, where they fail, and for one of them.
    private static let failurePause = 2000
    private static let patience = 5000

    let standing: SegmentStanding
    private let settings: BackupSettings
    private let segments: SegmentSettings
    private let store: SQLiteStore
    private let maker: BackupMaker
    private let time: TimeSource
    private let logger: Logger
    private let folder: SegmentFolder
    /// One writes the backup that a chain begins with, the other ships meanwhile.
    private let beginning = FolderWork("chain")
    private let shipping = FolderWork("segments")
    private let state = Mutex(State())

    private struct State {
        var chain: Chain?
        /// The one to go over to: its backup is written.
        var next: Chain?
        var isBeginning = false
        /// When the next may be begun, and how long after that one that fails now.
        var nextBeginning: MonotonicNanoseconds = 0
        var retry = SegmentShipping.retry.lowerBound
    }

    init(
        _ settings: BackupSettings, _ segments: SegmentSettings, store: SQLiteStore, time: TimeSource = .system,
        logger: Logger
    ) {
        self.settings = settings
        self.segments = segments
        self.store = store
        self.maker = .init(store: store, time: time, randomBytes: SecureRandom.system)
        self.time = time
        self.logger = logger
        self.folder = .init(path: segments.folder)
        self.standing = .init(
            monotonic: time.monotonic, unshippedAnswers: { store.shippingGate.unshippedAnswers })
        if segments.answersWaitMs > 0 { store.shippingGate.begin() }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { tasks in
                tasks.addTask { await self.letOverdueGo() }
                while !Task.isCancelled {
                    if self.claimsBeginning() { tasks.addTask { await self.begin() } }
                    await self.ship()
                    let isFailing = self.standing.report.failure != nil
                    await self.time.sleep(
                        isFailing ? max(self.segments.everyMs, Self.failurePause) : self.segments.everyMs)
                }
            }
        }
        // What is committed from here on is shipped at the very end.
        self.store.shippingGate.letGo()
    }

    /// Ships what was written last. Called once nothing writes any more.
    func finish() async {
        await self.ship()
        self.store.shippingGate.letGo()
    }

    /// Whether a chain is to be begun now: there is none, or it has to give way. Nobody else begins it then.
    private func claimsBeginning() -> Bool {
        let now = self.time.monotonic()
        return self.state.withLock { state in
            guard !state.isBeginning, state.next == nil, now >= state.nextBeginning else { return false }
            state.isBeginning = state.chain.map { self.isOld($0, now) } ?? true
            return state.isBeginning
        }
    }

    private func isOld(_ chain: Chain, _ now: MonotonicNanoseconds) -> Bool {
        chain.number >= Self.mostSegments
            || (now &- chain.begunAt) / 1_000_000_000 >= UInt64(clamping: self.settings.everySeconds)
            || chain.length > max(chain.baseLength &* Self.mostGrowth, Self.leastGrowth)
    }

    /// Begins a chain, which the next `ship` goes over to. The one before goes on until then.
    func begin() async {
        defer { self.state.withLock { $0.isBeginning = false } }
        let name = SecureRandom.system(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        do {
            try await self.beginning.run { [folder] _ in try folder.prepare() }
            let backup = try await self.maker.prepare(
                beginning: .init(name: name, wallTime: self.time.wallTime))
            let base = SegmentNames.Base(chain: name, at: backup.createdAt)
            try await self.beginning.run { [folder] stop in try folder.write(backup, as: base, stop) }
            let next = Chain(
                base: base, begunAt: self.time.monotonic(), baseLength: backup.copy.file.length,
                checkValue: backup.copy.head.checkValue)
            self.state.withLock { ($0.next, $0.retry) = (next, Self.retry.lowerBound) }
        } catch {
            self.store.endShipping(name)
            let now = self.time.monotonic()
            // Somebody makes a backup: this is no failure.
            let isBusy = (error as? ManagementError)?.code == .overloaded || error is CancellationError
            self.state.withLock { state in
                state.nextBeginning = now &+ state.retry
                if !isBusy { state.retry = min(state.retry * 2, Self.retry.upperBound) }
            }
            if !isBusy { self.report(error) }
        }
    }

    /// Ships what waits, as one segment, and goes over to a chain that has begun. What cannot be shipped goes on waiting, up
    /// to a bound. Not to be called twice at a time.
    func ship() async {
        if let chain = self.state.withLock({ $0.chain }) { _ = await self.ship(chain) }
        guard let next = self.state.withLock({ $0.next }) else { return }
        do {
            _ = try self.store.waitingCommits(of: next.name)
        } catch {
            // Too much came while its backup was written. The one before goes on.
            self.store.endShipping(next.name)
            self.state.withLock { $0.next = nil }
            return self.report(error)
        }
        let old = self.state.withLock { state in
            defer { (state.chain, state.next) = (next, nil) }
            return state.chain
        }
        if let old { self.store.endShipping(old.name) }
        self.store.shipped(next.name, through: 0)
        self.holdAnswers()
        self.logger.info("a chain of segments begins", metadata: ["chain": "\(next.name)"])
        if await self.ship(next) { await self.removeOldest(besides: next) }
    }

    /// Chains are kept for as long as the backups beside them would be.
    private func removeOldest(besides chain: Chain) async {
        let kept = self.settings.everySeconds.multipliedReportingOverflow(by: Int64(self.settings.keep)).partialValue
        let oldest = self.time.wallTime().adding(seconds: -kept)
        do {
            try await self.shipping.run(atMostMs: Self.patience) { [folder, keep = self.settings.keep] _ in
                try folder.removeOldest(before: oldest, keeping: keep, current: chain.name)
            }
        } catch {
            self.report(error)
        }
    }

    /// - Returns: whether everything is shipped that waited.
    private func ship(_ chain: Chain) async -> Bool {
        let began = self.time.monotonic()
        do {
            let commits = try self.store.waitingCommits(of: chain.name)
            // A root key that was replaced is in the commits, and they are not under the chain's any more.
            let rootKey = self.store.rootKey
            let committed = try? await self.store.committedCheckValue()
            guard [rootKey.checkValue, committed ?? rootKey.checkValue].allSatisfy({ $0 == chain.checkValue }) else {
                self.end(chain)
                return false
            }
            let next = try await self.shipped(commits, of: chain, rootKey)
            self.isCurrent(since: began)
            guard let last = commits.last else { return true }
            self.state.withLock { $0.chain = next }
            self.holdAnswers()
            self.store.shipped(chain.name, through: last.number)
            return true
        } catch is CancellationError {
            // The process ends or is sealed: what waits is shipped at the very end.
            return false
        } catch {
            self.report(error)
            self.didNotWait(self.store.shippingGate.letGo())
            if error is StorageError { self.end(chain) }
            return false
        }
    }

    /// The chain with one segment more, unless there is nothing to ship. Sealed before anything waits for the folder: what
    /// hangs there holds no key.
    private func shipped(_ commits: [PageCommit], of chain: Chain, _ rootKey: RootKey) async throws -> Chain {
        var next = chain
        var file: [UInt8]?
        if !commits.isEmpty {
            next.number += 1
            let place = BackupSegment.Place(chain: chain.name, number: next.number, previous: chain.previous)
            let sealed = try await self.shipping.run(atMostMs: Self.patience) { _ in
                try BackupSegment.seal(
                    commits.flatMap(\.bytes), at: place, rootKey: rootKey, randomBytes: SecureRandom.system)
            }
            next.previous = SHA256Hash.digest(of: sealed.span)
            next.length += UInt64(sealed.count)
            file = sealed
        }
        try await self.shipping.run(atMostMs: Self.patience) { [folder, file, number = next.number] _ in
            guard try folder.holds(chain.base, through: chain.number) else {
                throw StorageError(.stale, "the beginning of the chain or its last segment is gone; another begins")
            }
            if let file { try folder.write(file, chain: chain.name, number: number) }
        }
        return next
    }

    /// What follows cannot be in this chain: its root key is no more, or something of it is missing.
    private func end(_ chain: Chain) {
        self.store.endShipping(chain.name)
        self.state.withLock { $0.chain = nil }
    }

    private func holdAnswers() {
        if self.segments.answersWaitMs > 0 { self.store.shippingGate.hold() }
    }

    /// A folder that hangs holds nobody up for longer than was asked for.
    private func letOverdueGo() async {
        guard self.segments.answersWaitMs > 0 else { return }
        while !Task.isCancelled {
            await self.time.sleep(max(self.segments.answersWaitMs / 2, 1))
            self.didNotWait(self.store.shippingGate.turn())
        }
    }

    private func didNotWait(_ count: Int) {
        guard count > 0 else { return }
        self.logger.error("answers went out before what they tell of was shipped", metadata: ["answers": "\(count)"])
    }

    private func isCurrent(since time: MonotonicNanoseconds) {
        if self.standing.isCurrent(since: time) { self.logger.notice("segments are shipped again") }
    }

    private func report(_ error: any Error) {
        let reason = StartFailure(error).message
        guard self.standing.failed(reason) else { return }
        self.logger.error("segments are not shipped", metadata: ["reason": "\(reason)"])
    }
}
