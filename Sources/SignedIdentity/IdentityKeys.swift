package import Cryptography
package import Keys
import Synchronization

/// The keys that identities are signed with. They are derived from the root key, so that nothing of them is stored: after a
/// restart they are the same, another root key makes other keys, and a server that is sealed has none.
///
/// Shared by all loops; what signs holds the key it works with and asks here when another one's time has come.
package final class IdentityKeys: Sendable {
    /// Keys remembered: more than there are at a time.
    private static let mostKeys = 32
    /// Root keys whose keys still sign or are published.
    private static let mostRoots = 4

    private struct Name: Hashable {
        let turn: UInt64
        let generation: UInt32
        let number: UInt64
    }

    /// What is derived from one root key.
    private struct Root {
        let turn: UInt64
        let checkValue: Digest256
        /// Its subkey.
        let secret: HeldSecret
        /// Generations that have been signed or published.
        var generations: Set<UInt32> = []
        /// When another one took its place.
        var replacedAt: WallTime?
    }

    private struct State {
        /// The oldest first; the last is the one there is now.
        var roots: [Root]
        var made: [Name: IdentityKey] = [:]
    }

    private let state: Mutex<State>
    /// Counts root keys.
    private let turns = Atomic<UInt64>(0)

    package init(rootKey: RootKey) {
        self.state = Mutex(State(roots: [Self.root(rootKey, turn: 0)]))
    }

    private static func root(_ rootKey: RootKey, turn: UInt64) -> Root {
        Root(turn: turn, checkValue: rootKey.checkValue, secret: .init(rootKey.subkey(.identitySigning)))
    }

    var turn: UInt64 { self.turns.load(ordering: .acquiring) }

    /// Goes on under another root key; under the same one nothing happens. Its keys are published from now on, and sign when
    /// readers have had time to learn of them. Generations that were not known before are of the new one at once.
    package func follow(_ rootKey: RootKey, at now: WallTime) {
        let checkValue = rootKey.checkValue
        self.state.withLock { state in
            guard let last = state.roots.indices.last, state.roots[last].checkValue != checkValue else { return }
            state.roots[last].replacedAt = now
            let turn = state.roots[last].turn &+ 1
            state.roots.append(Self.root(rootKey, turn: turn))
            if state.roots.count > Self.mostRoots { state.roots.removeFirst() }
            let first = state.roots[0].turn
            state.made = state.made.filter { $0.key.turn >= first }
            self.turns.store(turn, ordering: .releasing)
        }
    }

    /// The key that signs at a moment.
    package func key(of terms: IdentityTerms, at now: WallTime) throws(CryptographyError) -> IdentityKey {
        try self.signing(by: terms, at: now).key
    }

    /// The key that signs at a moment, and until when at most.
    func signing(
        by terms: IdentityTerms, at now: WallTime
    ) throws(CryptographyError) -> (key: IdentityKey, until: WallTime) {
        let (root, until) = self.state.withLock { state in
            for root in state.roots {
                guard let replacedAt = root.replacedAt, root.generations.contains(terms.generation) else { continue }
                let end = replacedAt.adding(seconds: terms.schedule.handover)
                if now < end { return (root, end) }
            }
            let last = state.roots.count - 1
            state.roots[last].generations.insert(terms.generation)
            return (state.roots[last], .distantFuture)
        }
        return (try self.key(terms.schedule.number(at: now), of: root, terms), until)
    }

    /// The key set (RFC 7517, 5) at a moment: the key that signs, the next one some time before it does, and the one before
    /// some time after.
    package func document(of terms: IdentityTerms, at now: WallTime) throws(CryptographyError) -> [UInt8] {
        let roots = self.state.withLock { state in
            let last = state.roots.count - 1
            state.roots[last].generations.insert(terms.generation)
            return state.roots.filter { root in
                guard let replacedAt = root.replacedAt else { return true }
                return root.generations.contains(terms.generation)
                    && now < replacedAt.adding(seconds: 2 * terms.schedule.handover)
            }
        }
        var documents: [String] = []
        for root in roots {
            for number in terms.schedule.published(at: now) {
                documents.append(try self.key(number, of: root, terms).document)
            }
        }
        return Array(#"{"keys":[\#(documents.joined(separator: ","))]}"#.utf8)
    }

    private func key(
        _ number: UInt64, of root: Root, _ terms: IdentityTerms
    ) throws(CryptographyError) -> IdentityKey {
        let name = Name(turn: root.turn, generation: terms.generation, number: number)
        if let known = self.state.withLock({ $0.made[name] }) { return known }
        let key = try Self.derive(name, period: terms.schedule.period, from: root.secret.bytes)
        self.state.withLock { state in
            if state.made.count >= Self.mostKeys { state.made = [:] }
            state.made[name] = key
        }
        return key
    }

    /// `HKDF-SHA-256(subkey, info = "gatehouse/identity/1/GENERATION/PERIOD/NUMBER")` is the seed of RFC 8032.
    private static func derive(
        _ name: Name, period: Int64, from secret: borrowing SecretBytes
    ) throws(CryptographyError) -> IdentityKey {
        let info = Array("gatehouse/identity/1/\(name.generation)/\(period)/\(name.number)".utf8)
        let seed = HKDFSHA256.derive(from: secret, info: info, count: Ed25519SigningKey.seedLength)
        return IdentityKey(try Ed25519SigningKey(seed: seed))
    }
}
