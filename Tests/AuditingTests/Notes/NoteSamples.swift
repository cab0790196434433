import Auditing
import Cryptography
import Testing

extension NoteSigner {
    /// A signer whose key is made of one number.
    static func sample(_ name: String, _ number: UInt8, _ kind: NoteVerifierKey.Kind = .ed25519) throws -> Self {
        let seed = [UInt8](repeating: number, count: 32)
        return try .init(name: name, key: .init(seed: .init(copying: seed.span)), kind: kind)
    }
}

extension Ed25519VerifyingKey {
    static func sample(_ number: UInt8) throws -> Self { try NoteSigner.sample("a", number).verifierKey.key }
}

/// Expects an error of one code.
func expectFailure<Value>(
    _ code: AuditingError.Code, _ location: SourceLocation = #_sourceLocation, _ body: () throws -> Value
) {
    let error = #expect(throws: AuditingError.self, sourceLocation: location) { _ = try body() }
    #expect(error?.code == code, sourceLocation: location)
}
