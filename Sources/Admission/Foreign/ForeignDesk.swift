import Cryptography
import Keys
package import RateLimiting
import Synchronization

/// Where slow proofs of foreign tokens are asked for: off the event loops, bounded in number, each token once. What was
/// found out is remembered under a code that only this process can make; and foreign hashes that a token was found by
/// wait here to be replaced.
package final class ForeignDesk: Sendable {
    /// Most proofs under way or waiting; a request beyond is answered 503.
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
        /// The address has had enough tokens tried for now.
        case overBudget(LimitReading)
    }

    private let key: HMACKey
    private let attempts: FailureBudget
    private let run: Executor?
    private let state = Mutex(State())

    /// - Parameters:
    ///   - processSecret: 32 random bytes that nobody else has and nothing stores.
    ///   - attempts: How many slow proofs an address may ask for; what is remembered costs it nothing.
    ///   - run: `nil` tries nothing: every token that would need a slow proof is answered 503.
    package init(processSecret: Span<UInt8>, attempts: FailureBudget, run: Executor?) {
        self.key = HMACKey(processSecret)
        self.attempts = attempts
        self.run = run
    }

    /// What is known of the token; begins to find out when nothing is.
    func standing(
        of token: Span<UInt8>, _ attempt: WeakAttempt, from address: LimitSubject, at now: MonotonicNanoseconds
    ) -> Standing {
        let code = self.code(of: token, in: attempt.environmentID)
        let known = self.state.withLock { $0.standing(of: code, weakRevision: attempt.weakRevision) }
        if let known { return known }
        guard let run = self.run else { return .busy }
        if case .refused(let reading, _) = self.attempts.charge(address, at: now) { return .overBudget(reading) }
        switch self.state.withLock({ $0.begin(code) }) {
        case .full: return .busy
        case .already: break
        case .begun:
            run {
                let proven = attempt.candidates.first { $0.isProven }?.entry
                self.finish(code, proven.map { .init(keyID: $0.keyID, versionNumber: $0.versionNumber) }, attempt)
            }
        }
        return .pending(ForeignTicket(code: code))
    }

    /// Calls back once the work is done: on the thread that did it, or at once when it is done already.
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

    private func finish(_ code: Digest256, _ proven: ProvenToken?, _ attempt: WeakAttempt) {
        let callbacks = self.state.withLock { $0.end(code, proven, weakRevision: attempt.weakRevision) }
        for callback in callbacks { callback() }
    }

    private enum Beginning {
        case begun, already, full
    }

    private struct State {
        var verified = RecentTable<Digest256, ProvenToken>(most: ForeignDesk.mostVerified)
        /// With the revision of the tokens it was compared with.
        var refused = RecentTable<Digest256, UInt64>(most: ForeignDesk.mostRefused)
        var underWay: [Digest256: [@Sendable () -> Void]] = [:]
        var upgrades: [KeyID: [ForeignUpgrade]] = [:]

        mutating func standing(of code: Digest256, weakRevision: UInt64) -> Standing? {
            if let proven = self.verified.value(of: code) { return .proven(proven) }
            if self.refused.value(of: code) == weakRevision { return .refused }
            return self.underWay[code] == nil ? nil : .pending(ForeignTicket(code: code))
        }

        mutating func begin(_ code: Digest256) -> Beginning {
            // Another loop may have asked for the same in between.
            guard self.underWay[code] == nil else { return .already }
            guard self.underWay.count < ForeignDesk.mostUnderWay else { return .full }
            self.underWay[code] = []
            return .begun
        }

        mutating func wait(for code: Digest256, _ callback: @escaping @Sendable () -> Void) -> Bool {
            guard self.underWay[code] != nil else { return false }
            self.underWay[code]?.append(callback)
            return true
        }

        mutating func end(
            _ code: Digest256, _ proven: ProvenToken?, weakRevision: UInt64
        ) -> [@Sendable () -> Void] {
            if let proven { self.verified.set(proven, for: code) } else { self.refused.set(weakRevision, for: code) }
            return self.underWay.removeValue(forKey: code) ?? []
        }
    }
}

/// A slow proof that is under way.
package struct ForeignTicket: Sendable, Hashable {
    let code: Digest256
}
