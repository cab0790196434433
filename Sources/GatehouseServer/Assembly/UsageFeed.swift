import DecisionLog
import KeyManagement
import Keys
import Logging
import Synchronization

/// Carries what the decision log learnt about the use of keys to the control plane: first uses at once, last uses in
/// batches. What is learnt while a delivery is under way goes with the next one, so that ten thousand new keys cost ten
/// transactions. Last uses are in no hurry: they take a twentieth of a core, so that neither requests nor changes of keys
/// notice the minute in which a hundred thousand keys were used.
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
            },
            toldAll: { moment in
                waiting.toldAll(until: moment)
                waker.yield()
            },
            abuse: { abuses in
                if waiting.add(abuses) { waker.yield() }
            })
        self.logger = logger
    }

    /// Delivers until `finish` is called and nothing waits any more.
    func run(for control: ControlPlane) async {
        for await _ in self.wakes {
            while await self.deliver(to: control) {}
        }
        while await self.deliver(to: control) {}
    }

    /// Whether the first use of a version has not reached the control plane yet.
    func holdsFirstUse(of key: KeyID, version: UInt32) -> Bool { self.waiting.holdsFirstUse(of: key, version: version) }

    /// Ends the feed: what waits is still delivered, in haste.
    func finish() {
        self.waiting.hurry()
        self.waker.finish()
    }

    /// Delivers all first uses that wait and some last ones, and then rests, unless in a hurry.
    ///
    /// - Returns: whether last uses are left.
    private func deliver(to control: ControlPlane) async -> Bool {
        let (first, last, allUntil) = self.waiting.take(last: RecordUsage.most)
        let clock = ContinuousClock()
        let began = clock.now
        await self.deliver(first, last, allUntil, to: control)
        self.waiting.delivered()
        await self.deliver(self.waiting.takeAbuses(), to: control)
        guard self.waiting.holdsLastUses else { return false }
        if !self.waiting.isHurried {
            try? await clock.sleep(for: min((clock.now - began) * Self.restFactor, Self.longestRest))
        }
        return true
    }

    /// `allUntil`: with these, all uses before that moment are in the store.
    private func deliver(
        _ first: [VersionUsage], _ last: [VersionUsage], _ allUntil: WallTime?, to control: ControlPlane
    ) async {
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
            if let allUntil { try await control.allUsesAreStored(until: allUntil) }
        } catch {
            self.logger.warning("use of keys was not recorded", metadata: ["error": "\(error)"])
        }
    }

    /// What could not be delivered is learnt again with the next request that is refused so.
    private func deliver(_ abuses: [KeyID: WallTime], to control: ControlPlane) async {
        let all = abuses.map { (key: $0.key, at: $0.value) }
        for start in stride(from: 0, to: all.count, by: NoteAbuse.most) {
            let part = Array(all[start..<min(start + NoteAbuse.most, all.count)])
            do {
                _ = try await control.perform(NoteAbuse(part), by: .system)
                self.waiting.noted(part)
            } catch {
                self.logger.warning("bans of keys were not recorded", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Rest after a delivery, as a multiple of what it took.
    private static let restFactor = 19
    /// First uses may have to wait as long.
    private static let longestRest = Duration.milliseconds(250)
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
        /// Requests that were refused because of a ban.
        var abuses: [KeyID: WallTime] = [:]
        /// Keys of which the control plane knows, with the day after: more of it on one day changes nothing.
        var noted: [KeyID: WallTime] = [:]
        /// With what waits, all uses before this moment are told.
        var allUntil: WallTime?
        /// Whether a use was dropped since that was said.
        var isShort = false
        var isHurried = false
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
        self.state.withLock { state in
            let room = Self.most - min(state.last.count, Self.most)
            state.last += batch.prefix(room)
            if batch.count > room { state.isShort = true }
        }
    }

    /// - Returns: whether there is something to be delivered.
    func add(_ abuses: [KeyID: WallTime]) -> Bool {
        self.state.withLock { state in
            for (key, moment) in abuses where state.abuses.count < Self.most {
                guard state.noted[key].map({ moment >= $0 }) ?? true else { continue }
                state.abuses[key] = moment
            }
            return !state.abuses.isEmpty
        }
    }

    func takeAbuses() -> [KeyID: WallTime] {
        self.state.withLock { state in
            defer { state.abuses = [:] }
            return state.abuses
        }
    }

    /// These have arrived.
    func noted(_ abuses: [(key: KeyID, at: WallTime)]) {
        self.state.withLock { state in
            if state.noted.count + abuses.count > Self.most { state.noted.removeAll(keepingCapacity: true) }
            for abuse in abuses { state.noted[abuse.key] = LimitTrust.firstDay(after: abuse.at) }
        }
    }

    func toldAll(until moment: WallTime) {
        self.state.withLock { state in
            if !state.isShort { state.allUntil = moment }
            state.isShort = false
        }
    }

    /// Takes all first uses and so many of the last ones; with the last of them also until when that is all.
    func take(last count: Int) -> (first: [VersionUsage], last: [VersionUsage], allUntil: WallTime?) {
        self.state.withLock { state in
            let first = Array(state.first.values)
            let last = Array(state.last.suffix(count))
            state.delivering = Set(state.first.keys)
            state.first = [:]
            state.last.removeLast(last.count)
            guard state.last.isEmpty else { return (first, last, nil) }
            defer { state.allUntil = nil }
            return (first, last, state.allUntil)
        }
    }

    var holdsLastUses: Bool { self.state.withLock { !$0.last.isEmpty } }

    /// Whether nothing is to be gained by rest any more.
    var isHurried: Bool { self.state.withLock(\.isHurried) }

    func hurry() { self.state.withLock { $0.isHurried = true } }

    /// What was taken last has arrived, or never will.
    func delivered() { self.state.withLock { $0.delivering = [] } }

    func holdsFirstUse(of key: KeyID, version: UInt32) -> Bool {
        let version = Version(keyID: key, number: version)
        return self.state.withLock { $0.first[version] != nil || $0.delivering.contains(version) }
    }
}
