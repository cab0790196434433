import Cryptography
import Synchronization

/// A way to keep the root key that can be taken away, or be given another key than it had.
final class SimulatedProvider: RootKeyProvider {
    enum Standing: Sendable {
        case ready, unavailable, wrongKey
    }

    let kind: String
    private let key: HeldSecret
    private let otherKey: HeldSecret
    private let randomBytes: RandomBytes
    private let standing = Mutex(Standing.ready)

    init(kind: String, randomBytes: @escaping RandomBytes) {
        self.kind = kind
        self.randomBytes = randomBytes
        self.key = .init(SecretBytes(random: 32, from: randomBytes))
        self.otherKey = .init(SecretBytes(random: 32, from: randomBytes))
    }

    var isReady: Bool { self.standing.withLock { $0 == .ready } }

    func become(_ standing: Standing) { self.standing.withLock { $0 = standing } }

    func wrap(_ key: borrowing SecretBytes, at place: SlotPlace) async throws(CryptographyError) -> [UInt8] {
        try Envelope.seal(
            key, under: self.atHand().bytes, context: self.context(place), randomBytes: self.randomBytes)
    }

    func unwrap(_ wrapped: [UInt8], at place: SlotPlace) async throws(CryptographyError) -> SecretBytes {
        try Envelope.open(wrapped, under: self.atHand().bytes, context: self.context(place))
    }

    private func atHand() throws(CryptographyError) -> HeldSecret {
        switch self.standing.withLock({ $0 }) {
        case .ready: return self.key
        case .wrongKey: return self.otherKey
        case .unavailable: throw .init(.keyFileInaccessible, "simulated: the provider does not answer")
        }
    }

    private func context(_ place: SlotPlace) -> AssociatedContext {
        .init(
            tenant: "simulation", objectType: "slot", objectID: "\(place.number)",
            objectVersion: UInt64(place.share.code), purpose: "wrap", keyID: self.kind)
    }
}
