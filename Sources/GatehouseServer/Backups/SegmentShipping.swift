import Backups
import ConfigurationReading
import Cryptography
import KeyManagement
import Keys
import Logging
import NIOPosix
import SQLiteStorage
import ServiceLifecycle
import Storage
import Synchronization

/// Ships what is committed to another folder, a segment at a time, so that the store can be put back as it was at any
/// moment. Each start begins a chain with a backup of its own, and so does whatever breaks a chain.
final class SegmentShipping: Service {
    /// A chain as it goes on.
    private struct Chain {
        let name: String
        let begunAt: MonotonicNanoseconds
        let baseLength: UInt64
        let checkValue: Digest256
        var number: UInt64 = 0
        var previous = BackupSegment.Place.beginning
        var length: UInt64 = 0
    }

    /// More segments begin a new chain, and so does more than so many times its backup.
    private static let mostSegments: UInt64 = 16_384
    private static let mostGrowth: UInt64 = 4
    private static let leastGrowth: UInt64 = 256 << 20
    /// Between attempts to begin a chain.
    private static let retry: MonotonicNanoseconds = 5_000_000_000

    let standing: SegmentStanding
    private let settings: BackupSettings
    private let segments: SegmentSettings
    private let store: SQLiteStore
    private let maker: BackupMaker
    private let time: TimeSource
    private let logger: Logger
    private let folder: SegmentFolder
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let chain = Mutex<Chain?>(nil)

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
        self.standing = .init(monotonic: time.monotonic)
    }

    /// To be called once, before anything else.
    func start() { self.thread.start() }

    func run() async throws {
        self.start()
        await cancelWhenGracefulShutdown {
            var nextBeginning: MonotonicNanoseconds = 0
            while !Task.isCancelled {
                if self.needsChain, self.time.monotonic() >= nextBeginning {
                    nextBeginning = self.time.monotonic() &+ Self.retry
                    await self.begin()
                }
                await self.ship()
                await self.time.sleep(self.segments.everyMs)
            }
        }
    }

    /// Ships what was written last. Called once nothing writes any more.
    func finish() async {
        await self.ship()
        try? await self.thread.shutdownGracefully()
    }

    /// Whether there is no chain, or it has to give way to a new one.
    private var needsChain: Bool {
        guard let chain = self.chain.withLock({ $0 }) else { return true }
        let age = self.time.monotonic() &- chain.begunAt
        return chain.number >= Self.mostSegments || age / 1_000_000_000 >= UInt64(clamping: self.settings.everySeconds)
            || chain.length > max(chain.baseLength &* Self.mostGrowth, Self.leastGrowth)
            || chain.checkValue != self.store.rootKey.checkValue
    }

    /// Begins a chain. The one before goes on until the new one's backup is written.
    func begin() async {
        let name = SecureRandom.system(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        do {
            try await self.onThread { [folder] _ in try folder.prepare() }
            let backup = try await self.maker.prepare(
                beginning: .init(name: name, wallTime: self.time.wallTime))
            try await self.onThread { [folder] stop in try folder.write(backup, chain: name, stop) }
            await self.ship()
            let next = Chain(
                name: name, begunAt: self.time.monotonic(), baseLength: backup.copy.file.length,
                checkValue: backup.copy.head.checkValue)
            let old = self.chain.withLock { chain in
                let old = chain
                chain = next
                return old
            }
            if let old { self.store.endShipping(old.name) }
            try await self.onThread { [folder, keep = self.settings.keep] _ in try folder.removeOldest(keeping: keep) }
            self.standing.began()
            self.logger.info("a chain of segments begins", metadata: ["chain": "\(name)"])
        } catch {
            if self.chain.withLock({ $0?.name }) != name { self.store.endShipping(name) }
            // Somebody makes a backup: it is done again in a moment.
            if (error as? StorageError)?.code == .overloaded || error is CancellationError { return }
            self.report(error)
        }
    }

    /// Ships what waits, as one segment. What cannot be shipped goes on waiting, up to a bound.
    func ship() async {
        guard var chain = self.chain.withLock({ $0 }) else { return }
        do {
            let commits = try self.store.waitingCommits(of: chain.name)
            guard let last = commits.last else { return self.standing.isCurrent() }
            let place = BackupSegment.Place(chain: chain.name, number: chain.number + 1, previous: chain.previous)
            let rootKey = self.store.rootKey
            let (length, digest) = try await self.onThread { [folder] _ in
                let file = try BackupSegment.seal(
                    commits.flatMap(\.bytes), at: place, rootKey: rootKey, randomBytes: SecureRandom.system)
                try folder.write(file, chain: place.chain, number: place.number)
                return (file.count, SHA256Hash.digest(of: file.span))
            }
            self.store.shipped(chain.name, through: last.number)
            chain.number += 1
            chain.previous = digest
            chain.length += UInt64(length)
            self.chain.withLock { [chain] in $0 = chain }
            self.standing.isCurrent()
        } catch {
            self.report(error)
            guard error is StorageError else { return }
            self.store.endShipping(chain.name)
            self.chain.withLock { $0 = nil }
        }
    }

    private func report(_ error: any Error) {
        let reason = StartFailure(error).message
        guard self.standing.failed(reason) else { return }
        self.logger.error("segments are not shipped", metadata: ["reason": "\(reason)"])
    }

    private func onThread<Value: Sendable>(
        _ work: @escaping @Sendable (StopMark) throws -> Value
    ) async throws -> Value {
        let stop = StopMark()
        return try await withTaskCancellationHandler {
            try await self.thread.runIfActive { try work(stop) }
        } onCancel: {
            stop.set()
        }
    }
}
