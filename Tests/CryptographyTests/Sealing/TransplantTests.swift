import Cryptography
import TestKit
import Testing

/// Whatever is sealed opens only where it was sealed: fault 13 of the reliability table.
@Suite struct TransplantTests {
    private static let key = HeldSecret(SecretBytes(copying: Array(0..<32)))

    /// Contexts as unlike and as like as possible: every pair of fields can be confused by a sloppy encoding.
    private static let contexts: [AssociatedContext] = {
        let words = ["", "a", "ab", "b"]
        var contexts: [AssociatedContext] = []
        for index in 0..<words.count * words.count {
            let (one, other) = (words[index % words.count], words[index / words.count])
            contexts += [
                .init(tenant: one, objectType: other, objectID: "i", objectVersion: 1, purpose: "p", keyID: "k"),
                .init(tenant: "t", objectType: one, objectID: other, objectVersion: 1, purpose: "p", keyID: "k"),
                .init(tenant: "t", objectType: "o", objectID: "i", objectVersion: 1, purpose: one, keyID: other),
                .init(
                    tenant: "t", objectType: "o", objectID: one, objectVersion: UInt64(index), purpose: other,
                    keyID: "k"),
            ]
        }
        var seen: Set<AssociatedContext> = []
        return contexts.filter { seen.insert($0).inserted }
    }()

    private static func opens(_ envelope: [UInt8], in context: AssociatedContext) -> Bool {
        (try? Envelope.open(envelope, under: self.key.bytes, context: context).count) != nil
    }

    @Test func `no ciphertext opens in the context of another`() throws {
        #expect(Self.contexts.count > 50)
        #expect(Set(Self.contexts.map { $0.additionalData(suite: 1) }).count == Self.contexts.count)
        let plaintext = HeldSecret(SecretBytes(copying: [1, 2, 3]))
        for (home, context) in Self.contexts.enumerated() {
            let envelope = try Envelope.seal(
                plaintext.bytes, under: Self.key.bytes, context: context, randomBytes: SecureRandom.system)
            for (other, target) in Self.contexts.enumerated() {
                #expect(Self.opens(envelope, in: target) == (home == other), "\(home) in \(other)")
            }
        }
    }

    @Test func `contexts differ in their bytes wherever they differ at all`() {
        var generator = SeededGenerator(seed: 13)
        var seen: [[UInt8]: AssociatedContext] = [:]
        let word = { (generator: inout SeededGenerator) in
            String(
                (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                    ["a", "b", "\0"].randomElement(using: &generator) ?? "a"
                }.joined())
        }
        for _ in 0..<20_000 {
            let context = AssociatedContext(
                tenant: word(&generator), objectType: word(&generator), objectID: word(&generator),
                objectVersion: UInt64.random(in: 0...2, using: &generator), purpose: word(&generator),
                keyID: word(&generator))
            let bytes = context.additionalData(suite: 1)
            #expect(seen[bytes] == nil || seen[bytes] == context)
            seen[bytes] = context
        }
    }

    @Test func `a stream is no envelope and an envelope no stream`() throws {
        let context = Self.contexts[0]
        let envelope = try Envelope.seal(
            SecretBytes(copying: [UInt8](repeating: 0, count: 100)), under: Self.key.bytes, context: context,
            randomBytes: SecureRandom.system)
        #expect(throws: CryptographyError.self) {
            _ = try StreamOpener(
                header: Array(envelope.prefix(SealedStream.headerLength)), key: Self.key.bytes, context: context)
        }
        let header = StreamSealer(key: Self.key.bytes, context: context, randomBytes: SecureRandom.system).header
        #expect(!Self.opens(header + [UInt8](repeating: 0, count: 40), in: context))
    }
}
