import Cryptography
package import Keys
package import RateLimiting
import Synchronization

/// Where slow proofs of foreign tokens are asked for: off the event loops, bounded in number, each token once. What was
/// found out is remembered under a code that only this process can make; and foreign hashes that a token was found by
/// wait here to be replaced.
package final class ForeignDesk: Sendable {
    /// Most proofs under way or waiting, shared by the environments; a request beyond its environment's share is refused.
    package static let mostUnderWay = 64
    /// Most tokens remembered as good, and as bad, in one generation each.
    package static let mostVerified = 16_384
    package static let mostRefused = 4_096
    /// Most upgrades that wait; what is beyond is learnt again at the next use.
    package static let mostUpgrades = 4_096

    /// Runs work on a thread that may block; each piece by itself, in the order they came.
    package typealias Executor = @Sendable (@escaping @Sendable () -> Void) -> Void

    /// What is known of a token.
    enum Standing {
        case proven(ProvenToken)
        case refused
        /// The work is under way: ask again when it is done.
        case pending(ForeignTicket)
        /// Too much is under way.
        case busy
        /// The asker has had enough wrong tokens tried for now.
        case overBudget(LimitReading)
    }

    private let key: HMACKey
    private let failures: FailureBudget
    private let run: Executor?
    private let state = Mutex(State())

    /// - Parameters:
    ///   - processSecret: 32 random bytes that nobody else has and nothing stores.
    ///   - attempts: How many wrong tokens an asker may have tried in an environment; what is right or remembered costs
    ///     nothing.
    ///   - run: `nil` tries nothing: no token that would need a slow proof is admitted.
    package init(processSecret: Span<UInt8>, attempts: FailureBudget, run: Executor?) {
        self.key = HMACKey(processSecret)
        self.failures = attempts
        self.run = run
    }

    /// What is known of the token; begins to find out when nothing is.
    func standing(
        of token: Span<UInt8>, _ attempt: WeakAttempt, from asker: ProofAsker, at now: MonotonicNanoseconds
    ) -> Standing {
        let code = self.code(of: token, in: attempt.environmentID)
        let hasRoom: Bool
        switch self.state.withLock({ $0.look(up: code, attempt) }) {
        case .known(let standing): return standing
        case .unknown(let room): hasRoom = room
        }
        guard let run = self.run, hasRoom else { return .busy }
        let subject = self.subject(of: asker, in: attempt.environmentID)
        if let reading = self.failures.exhausted(subject, at: now) { return .overBudget(reading) }
        let work = SlowProof(code: code, attempt: attempt, subject: subject, askedAt: now)
        switch self.state.withLock({ $0.begin(work) }) {
        case .full: return .busy
        case .already: break
        case .begun: run { self.makeNext() }
        case .begunInPlace(let callbacks): for callback in callbacks { callback() }
        }
        return .pending(ForeignTicket(code: code))
    }

    /// Whose the token is in the environment of the attempt, as far as that is known; begins to find out when nothing is.
    package func holder(
        of token: Span<UInt8>, _ attempt: WeakAttempt, in snapshot: Snapshot, from asker: ProofAsker, at now: WallTime,
        monotonic: MonotonicNanoseconds
    ) -> WeakHolder {
        switch self.standing(of: token, attempt, from: asker, at: monotonic) {
        case .proven(let proven):
            snapshot.held(proven.keyID, proven.versionNumber, at: now).map(WeakHolder.held) ?? .nobody
        case .refused: .nobody
        case .pending(let ticket): .pending(ticket)
        case .busy, .overBudget: .noRoom
        }
    }

    /// Calls back once the work is done or has lost its place: on the thread that did it, or at once when it is over
    /// already.
    package func whenDone(_ ticket: ForeignTicket, _ callback: @escaping @Sendable () -> Void) {
        let isWaiting = self.state.withLock { $0.wait(for: ticket.code, callback) }
        if !isWaiting { callback() }
    }

    /// Notes digests to replace an old hash with.
    func note(_ upgrades: [ForeignUpgrade]) {
        self.state.withLock { state in
            guard state.upgrades.count < Self.mostUpgrades, let key = upgrades.first?.keyID else { return }
            state.upgrades[key] = upgrades
        }
    }

    /// Takes the upgrades that wait.
    package func takeUpgrades() -> [ForeignUpgrade] {
        self.state.withLock { state in
            defer { state.upgrades = [:] }
            return state.upgrades.values.flatMap(\.self)
        }
    }

    private func code(of token: Span<UInt8>, in environment: EnvironmentID) -> Digest256 {
        self.key.authenticate(environment.characters.span, token)
    }

    private func subject(of asker: ProofAsker, in environment: EnvironmentID) -> LimitSubject {
        let words = self.key.authenticate(environment.characters.span, asker.bytes.span).words
        return LimitSubject(high: words.0, low: words.1)
    }

    /// Makes the proof whose turn it is: not the one that was asked for with this piece of work, but as many.
    private func makeNext() {
        guard let work = self.state.withLock({ $0.queue.next() }) else { return }
        let proven = work.attempt.candidates.first { $0.isProven }?.entry
        if proven == nil { _ = self.failures.charge(work.subject, at: work.askedAt) }
        let callbacks = self.state.withLock { state in
            state.end(work, proven.map { .init(keyID: $0.keyID, versionNumber: $0.versionNumber) })
        }
        for callback in callbacks { callback() }
    }
}

/// A token that is to be proven.
private struct SlowProof: Sendable {
    /// Stands for the token.
    let code: Digest256
    let attempt: WeakAttempt
    /// Who it is charged to when it fails.
    let subject: LimitSubject
    let askedAt: MonotonicNanoseconds
}

/// What the desk remembers, under its lock.
private struct State {
    typealias Callback = @Sendable () -> Void

    enum LookUp {
        case known(ForeignDesk.Standing)
        case unknown(hasRoom: Bool)
    }

    enum Beginning {
        case begun
        /// Somebody else's place was taken, and so will be the work that was meant for it.
        case begunInPlace([Callback])
        case already, full
    }

    var queue = ProofQueue<SlowProof>(places: ForeignDesk.mostUnderWay)
    var upgrades: [KeyID: [ForeignUpgrade]] = [:]
    private var verified = RecentTable<Digest256, ProvenToken>(most: ForeignDesk.mostVerified)
    /// With the revision of the tokens it was compared with.
    private var refused = RecentTable<Digest256, UInt64>(most: ForeignDesk.mostRefused)
    /// Who waits for what.
    private var waiting: [Digest256: [Callback]] = [:]

    mutating func look(up code: Digest256, _ attempt: WeakAttempt) -> LookUp {
        if let proven = self.verified.value(of: code) { return .known(.proven(proven)) }
        if self.refused.value(of: code) == attempt.weakRevision { return .known(.refused) }
        if self.waiting[code] != nil { return .known(.pending(ForeignTicket(code: code))) }
        return .unknown(hasRoom: self.queue.hasRoom(for: attempt.environmentID))
    }

    mutating func begin(_ work: SlowProof) -> Beginning {
        // Another loop may have asked for the same in between.
        guard self.waiting[work.code] == nil else { return .already }
        switch self.queue.add(work, of: work.attempt.environmentID) {
        case .full: return .full
        case .taken:
            self.waiting[work.code] = []
            return .begun
        case .takenFrom(let other):
            self.waiting[work.code] = []
            return .begunInPlace(self.waiting.removeValue(forKey: other.code) ?? [])
        }
    }

    mutating func wait(for code: Digest256, _ callback: @escaping Callback) -> Bool {
        guard self.waiting[code] != nil else { return false }
        self.waiting[code]?.append(callback)
        return true
    }

    mutating func end(_ work: SlowProof, _ proven: ProvenToken?) -> [Callback] {
        self.queue.finished(of: work.attempt.environmentID)
        if let proven {
            self.verified.set(proven, for: work.code)
        } else {
            self.refused.set(work.attempt.weakRevision, for: work.code)
        }
        return self.waiting.removeValue(forKey: work.code) ?? []
    }
}
