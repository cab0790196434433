package import Auditing
import Cryptography

extension CheckpointSigner {
    /// The log of tests: always the same name and key. It protects nothing.
    package static func fixed(name: String = "log.example/tests") throws -> CheckpointSigner {
        var generator = SeededGenerator(seed: 0x10c)
        var seed = generator.bytes(Ed25519SigningKey.seedLength)
        return .init(try NoteSigner(name: name, key: Ed25519SigningKey(seed: SecretBytes(consuming: &seed))))
    }
}
