import Cryptography

/// What is sealed here opens only as it is: an input that is no envelope under our key never opens, and never traps. The
/// first byte says what to do with the rest.
enum EnvelopeTarget {
    private static let key = HeldSecret(SecretBytes(copying: [UInt8](repeating: 7, count: 32).span))
    private static let context = AssociatedContext(
        tenant: "t", objectType: "o", objectID: "i", objectVersion: 1, purpose: "p", keyID: "k")

    static func run(_ bytes: [UInt8]) -> Int32 {
        guard let first = bytes.first else { return 0 }
        let rest = Array(bytes.dropFirst())
        switch first % 3 {
        case 0: self.open(rest)
        case 1: self.change(rest)
        default: self.readSlot(rest)
        }
        return 0
    }

    /// Nobody without the key makes an envelope.
    private static func open(_ bytes: [UInt8]) {
        let isOpened = (try? Envelope.open(bytes, under: self.key.bytes, context: self.context).count) != nil
        precondition(!isOpened, "an envelope was forged")
    }

    /// An envelope opens; with one bit of it changed, wherever the input says, it does not.
    private static func change(_ bytes: [UInt8]) {
        guard bytes.count >= 3 else { return }
        let plaintext = HeldSecret(SecretBytes(copying: bytes.span))
        let envelope = try? Envelope.seal(
            plaintext.bytes, under: self.key.bytes, context: self.context,
            randomBytes: { .init(repeating: 1, count: $0) })
        guard var envelope else { preconditionFailure("what is short enough can be sealed") }
        let isOpened = try? Envelope.open(envelope, under: self.key.bytes, context: self.context)
            .withBytes { opened in opened.indices.allSatisfy { opened[$0] == bytes[$0] } }
        precondition(isOpened == true, "an envelope opens as what was sealed")
        envelope[(Int(bytes[0]) << 8 | Int(bytes[1])) % envelope.count] ^= 1 << (bytes[2] % 8)
        self.open(envelope)
    }

    /// The head of a passphrase slot is read within bounds, or refused.
    private static func readSlot(_ bytes: [UInt8]) {
        guard let parameters = try? PassphraseProvider.parameters(of: bytes) else { return }
        precondition(parameters.memoryKiB <= Argon2Parameters.mostMemoryKiB, "memory is bounded")
        precondition(parameters.passes <= Argon2Parameters.mostPasses, "time is bounded")
    }
}
