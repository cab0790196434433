import DecisionLog
import KeyManagement
import Keys
import Logging
import Synchronization

/// Carries what the decision log learnt about the use of keys to the control plane: first uses at once, last uses in
/// batches. What is learnt while a delivery is under way goes with the next one, so that ten thousand new keys cost ten
/// transactions.
struct UsageFeed: Sendable {
    /// What the decision log calls.
    let sinks: DecisionSinks
    private let waiting: WaitingUsage
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation
    private let logger: Logger

    init(logger: Logger) {
        let (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let waiting = WaitingUsage()
        self.waiting = waiting
        self.wakes = wakes
        self.waker = waker
        self.sinks = DecisionSinks(
            usage: { batch in
                waiting.add(batch)
                waker.yield()
            },
            firstUse: { usage in
                waiting.add(first: usage)
                waker.yield()
            })
        self.logger = logger
    }

    /// Delivers until `finish` is called and nothing waits any more.
    func run(for control: ControlPlane) async {
        for await _ in self.wakes { await self.deliver(to: control) }
        await self.deliver(to: control)
    }

    /// Whether the first use of a version has not reached the control plane yet.
    func holdsFirstUse(of key: KeyID, version: UInt32) -> Bool { self.waiting.holdsFirstUse(of: key, version: version) }

    /// Ends the feed: what waits is still delivered.
    func finish() { self.waker.finish() }

    private func deliver(to control: ControlPlane) async {
        let (first, last) = self.waiting.take()
        defer { self.waiting.delivered() }
        do {
            let firstUses = first.map { FirstUse(keyID: $0.keyID, versionNumber: $0.versionNumber, at: $0.at) }
            for start in stride(from: 0, to: firstUses.count, by: NoteFirstUses.most) {
                let part = Array(firstUses[start..<min(start + NoteFirstUses.most, firstUses.count)])
                _ = try await control.perform(NoteFirstUses(part), by: .system)
            }
            let usages = first + last
            for start in stride(from: 0, to: usages.count, by: RecordUsage.most) {
                let part = Array(usages[start..<min(start + RecordUsage.most, usages.count)])
                _ = try await control.perform(RecordUsage(part), by: .system)
            }
        } catch {
            self.logger.warning("use of keys was not recorded", metadata: ["error": "\(error)"])
        }
    }
}

/// What the control plane has not been told yet. A first use is noted once, however often it is reported meanwhile.
private final class WaitingUsage: Sendable {
    /// Most that waits of either kind; what is beyond is dropped and learnt again at the next use.
    private static let most = 65_536

    private struct Version: Hashable {
        let keyID: KeyID
        let number: UInt32
    }

    private struct State {
        var first: [Version: VersionUsage] = [:]
        /// First uses on their way.
        var delivering: Set<Version> = []
        var last: [VersionUsage] = []
    }

    private let state = Mutex(State())

    func add(first usage: VersionUsage) {
        let version = Version(keyID: usage.keyID, number: usage.versionNumber)
        self.state.withLock { state in
            guard state.first.count < Self.most, state.first[version] == nil else { return }
            state.first[version] = usage
        }
    }

    func add(_ batch: [VersionUsage]) {
        self.state.withLock { $0.last += batch.prefix(Self.most - min($0.last.count, Self.most)) }
    }

    func take() -> (first: [VersionUsage], last: [VersionUsage]) {
        self.state.withLock { state in
            let taken = (Array(state.first.values), state.last)
            state = State(delivering: Set(state.first.keys))
            return taken
        }
    }

    /// What was taken last has arrived, or never will.
    func delivered() { self.state.withLock { $0.delivering = [] } }

    func holdsFirstUse(of key: KeyID, version: UInt32) -> Bool {
        let version = Version(keyID: key, number: version)
        return self.state.withLock { $0.first[version] != nil || $0.delivering.contains(version) }
    }
}
