package import Keys

/// What is asked about the credentials of imported keys.
package enum ForeignCredentialQuery: Hashable, Sendable {
    case all
    case ofKey(KeyID)
    /// The one that the source calls so.
    case named(String, ImportSource, EnvironmentID)
    /// Those that are found under this in an environment.
    case under(ForeignIndex, EnvironmentID)
    /// Those whose token could be guessed.
    case weak
    /// Those that admit nobody.
    case unprovable

    /// Whether the credential answers the question. What a store answers by its own means must agree with this.
    package func matches(_ credential: ForeignCredential) -> Bool {
        switch self {
        case .all: true
        case .ofKey(let id): credential.keyID == id
        case .named(let name, let source, let environment):
            credential.foreignID == name && credential.source == source && credential.environmentID == environment
        case .under(let index, let environment):
            credential.proof.index == index && credential.environmentID == environment
        case .weak: credential.isWeak
        case .unprovable: credential.proof == .reissue
        }
    }
}

extension ForeignProof {
    /// What it is found by; `nil` for what admits nobody.
    package var index: ForeignIndex? {
        switch self {
        case .keyed(let digest), .wrapped(_, let digest): .digest(digest)
        case .hardened(_, let hardened): .bucket(hardened.bucket)
        case .reissue: nil
        }
    }
}
