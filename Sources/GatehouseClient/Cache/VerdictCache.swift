import HTTPTypes
import Synchronization

/// The cache as the client uses it: the machine, its lock, its clocks and its hash.
final class VerdictCache: Sendable {
    private let clock: ClientClock
    private let hash = SipHash()
    private let state: Mutex<CacheState>

    init(_ configuration: CacheConfiguration, clock: ClientClock) {
        self.clock = clock
        self.state = .init(.init(configuration))
    }

    /// The name of a question; `nil` for one whose answer must not come from a cache.
    func name(of request: VerificationRequest) -> SipHash.Tag? {
        guard request.limits.isEmpty, request.cost == nil, !request.mustBeFresh else { return nil }
        var bytes: [UInt8] = []
        let parts = [
            request.key.text, request.permissions?.description, request.address, request.method?.rawValue,
        ]
        for part in parts {
            // Lengths first, so that no two questions are written alike.
            let count = part.map { UInt32(clamping: $0.utf8.count) } ?? .max
            withUnsafeBytes(of: count.littleEndian) { bytes += $0 }
            bytes += (part ?? "").utf8
        }
        return self.hash.tag(of: bytes)
    }

    func admission(for question: SipHash.Tag) -> AdmittedKey? {
        let (now, civil) = (self.clock.monotonic(), self.clock.now())
        return self.state.withLock { $0.admission(for: question, at: now, civil: civil) }
    }

    func ticket() -> CacheState.Ticket? {
        let now = self.clock.monotonic()
        return self.state.withLock { $0.ticket(at: now) }
    }

    func store(_ answer: WireVerdict, for question: SipHash.Tag, ticket: CacheState.Ticket) {
        guard answer.isCacheable, let generation = answer.generation, case .admitted(var key) = answer.verdict,
            key.limits.isEmpty
        else { return }
        key.isCached = true
        let now = self.clock.monotonic()
        self.state.withLock { [key] in
            $0.store(key, for: question, generation: generation, ticket: ticket, at: now)
        }
    }

    /// The generation that the feed knows; `nil` when it starts anew.
    var generation: UInt64? { self.state.withLock { $0.generation } }

    func learn(_ report: ChangeReport, asked: UInt64) {
        let now = self.clock.monotonic()
        self.state.withLock { $0.learn(report, asked: asked, at: now) }
    }

    func endVersion(of keyID: String) { self.state.withLock { $0.endVersion(of: keyID) } }

    func lose() { self.state.withLock { $0.lose() } }

    /// How many admissions are held.
    var count: Int { self.state.withLock { $0.count } }
}
