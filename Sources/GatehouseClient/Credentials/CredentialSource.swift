/// Where the caller's own credential comes from. A provider, not a string: a rotation replaces the secret while the
/// service runs.
public protocol CredentialSource: Sendable {
    /// The current credential. Asked before every call, so a source answers from memory whenever it can.
    ///
    /// - Throws: When there is none. The library reports `credential_unavailable` and keeps the error to itself.
    func credential() async throws -> Credential

    /// Gatehouse has refused this credential. No effect unless it is still the current one.
    func invalidate(_ rejected: Credential) async
}
