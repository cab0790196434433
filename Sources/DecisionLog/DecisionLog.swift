import Dispatch
package import Keys
import Synchronization

/// Remembers every decision: from a ring per event loop to append-only files that survive a kill, from there to `why`,
/// the access log and the last use of keys.
///
/// Nothing here holds up a request: a full ring drops its record and counts it. The files are bounded in bytes and age.
package final class DecisionLog: Sendable {
    /// Most records of one listing.
    package static let mostRecent = 1000
    /// Milliseconds from one draining to the next: few while records come, so that each takes but a moment of a core that
    /// requests may be waiting for; more when there was nothing to do.
    private static let pauses = 4...32

    private let rings: [DecisionRing]
    private let drained: Mutex<DecisionDrain>
    private let output: AccessLogOutput
    private let sinks: DecisionSinks
    private let clocks: DecisionClocks
    private let wake = WakeUp()
    private let isStopping = Atomic<Bool>(false)
    /// Its one block is the draining loop: a thread of its own, because files block.
    private let drainQueue = DispatchQueue(label: "gatehouse.decision-log")
    private let searchQueue = DispatchQueue(label: "gatehouse.decision-search")
    /// What was gathered by searches; used on their queue alone.
    private let shelf = Mutex(DigestShelf())

    /// Opens the folder, cutting what a killed process left unfinished. `producers` is the number of event loops.
    package init(
        _ configuration: DecisionLogConfiguration, producers: Int, sinks: DecisionSinks, clocks: DecisionClocks
    ) throws(DecisionLogError) {
        let output = try AccessLogOutput(configuration.accessLog)
        let folder = try SegmentFolder(configuration, now: clocks.wall().milliseconds)
        let usage = UsageBatch(intervalSeconds: configuration.usageIntervalSeconds, now: clocks.monotonic())
        let wake = self.wake
        self.rings = (0..<max(producers, 1)).map { _ in .init(capacity: configuration.ringCapacity, wake: wake) }
        let frames = FrameBuffer(capacity: configuration.ringCapacity)
        self.drained = .init(.init(folder: folder, usage: usage, frames: frames, wantsLines: output.isWanted))
        self.output = output
        self.sinks = sinks
        self.clocks = clocks
    }

    deinit {
        self.drained.withLock { $0.folder.close() }
        self.output.close()
    }

    /// The ring of one event loop.
    package func ring(_ producer: Int) -> DecisionRing { self.rings[producer % self.rings.count] }

    /// Records lost: rings that were full, files that could not be written.
    package var dropped: UInt64 {
        self.rings.reduce(self.drained.withLock(\.lost)) { $0 &+ $1.dropped }
    }

    /// Bytes of all segments.
    package var bytes: UInt64 { self.drained.withLock { $0.folder.bytes } }

    // MARK: Draining

    /// Begins to empty the rings, until `shutDown()`.
    package func start() {
        self.drainQueue.async { [self] in
            var pause = Self.pauses.upperBound
            while !self.isStopping.load(ordering: .acquiring) {
                pause = self.drain() ? Self.pauses.lowerBound : min(pause * 2, Self.pauses.upperBound)
                self.wake.wait(milliseconds: pause)
            }
        }
    }

    /// Ends the draining and returns when everything handed over before is written and told.
    package func shutDown() async {
        self.isStopping.store(true, ordering: .releasing)
        self.wake.signal()
        await withCheckedContinuation { continuation in
            self.drainQueue.async { [self] in
                self.drain(isLast: true)
                continuation.resume()
            }
        }
    }

    /// Empties the rings once, writes, and tells the sinks.
    ///
    /// - Returns: whether the rings held anything.
    @discardableResult
    package func drain(isLast: Bool = false) -> Bool {
        let (hadRecords, outcome) = self.drained.withLock { state in
            let hadRecords = state.drain(self.rings, at: self.clocks.wall())
            return (hadRecords, state.takeOutcome(at: self.clocks.monotonic(), isLast: isLast))
        }
        for usage in outcome.firstUses { self.sinks.firstUse(usage) }
        if !outcome.usages.isEmpty { self.sinks.usage(outcome.usages) }
        if !outcome.abuses.isEmpty { self.sinks.abuse(outcome.abuses) }
        if let moment = outcome.allUsesUntil { self.sinks.toldAll(moment) }
        if !self.output.write(outcome.lines) {
            let lines = outcome.lines.count { $0 == 0x0a }
            self.drained.withLock { $0.linesLost(UInt64(lines)) }
        }
        return hadRecords
    }

    // MARK: Use of keys

    /// Whether a request with that version was recorded lately for which it was new; also when nobody was told yet.
    package func hasSeenFirstUse(of key: KeyID, version: UInt32) -> Bool {
        self.drained.withLock { state in
            state.drain(self.rings, at: self.clocks.wall())
            return state.hasSeenFirstUse(of: key, version: version)
        }
    }

    /// Requests admitted with any of the keys since that moment; `nil` when the log does not reach back so far.
    package func admitted(with keys: Set<KeyID>, since start: WallTime) async -> UInt64? {
        let isComplete = self.drained.withLock(\.folder.isComplete)
        return await self.search { SegmentSearch.admitted(with: keys, since: start, in: $0, isComplete: isComplete) }
    }

    /// What rules in shadow would have refused since that moment: one policy, or all policies and limits.
    package func shadowed(since start: WallTime, by policy: PolicyID?) async -> ShadowReport {
        let isWhole = self.drained.withLock(\.folder.isComplete)
        return await self.search { [self] paths in
            self.shelf.withLock {
                SegmentSearch.shadowed(since: start, by: policy, in: paths, isWhole: isWhole, with: &$0)
            }
        }
    }

    /// The routes that keys were admitted on, in the newest quarter of a gigabyte.
    package func routes(of keys: Set<KeyID>) async -> ObservedRoutes {
        await self.search { [self] paths in
            self.shelf.withLock {
                SegmentSearch.routes(of: keys, in: paths, mostBytes: Self.mostReviewedBytes, with: &$0)
            }
        }
    }

    /// Bytes of segments that are looked through for what keys do.
    private static let mostReviewedBytes = 268_435_456

    // MARK: Look-up

    /// What was decided about a request; `nil` when it is unknown or no longer kept.
    package func record(for id: RequestID) async -> DecisionRecord? {
        await self.search { SegmentSearch.record(for: id, in: $0) }
    }

    /// The newest decisions that match, newest first; at most `mostRecent`.
    package func recent(_ filter: DecisionFilter = .init(), limit: Int) async -> [DecisionRecord] {
        let limit = min(max(limit, 0), Self.mostRecent)
        return await self.search { SegmentSearch.recent(filter, limit: limit, in: $0) }
    }

    /// Reads files on a thread that may block, after everything handed over so far has been written.
    private func search<Found: Sendable>(_ find: @escaping @Sendable ([String]) -> Found) async -> Found {
        await withCheckedContinuation { continuation in
            self.searchQueue.async { [self] in
                let paths = self.drained.withLock { state in
                    state.drain(self.rings, at: self.clocks.wall())
                    return state.folder.paths
                }
                continuation.resume(returning: find(paths))
            }
        }
    }
}
