/// One credential that never changes, for tests and short-lived programs.
public struct FixedCredential: CredentialSource {
    private let fixed: Credential

    /// A source of one credential.
    public init(_ credential: Credential) { self.fixed = credential }

    /// The credential.
    public func credential() -> Credential { self.fixed }

    /// Without effect: there is no other.
    public func invalidate(_ rejected: Credential) {}
}
