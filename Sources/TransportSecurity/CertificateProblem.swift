/// What was found wrong with the other side's certificate.
package struct CertificateProblem: Sendable, Equatable {
    /// What whoever is told can do something about.
    package enum Kind: Sendable, CaseIterable {
        /// Nobody who is trusted has issued it.
        case untrusted
        /// It is for other names.
        case otherName
        case ended
        case notYetValid
        case other
    }

    package let kind: Kind
    /// A few words of libcrypto's, without any secret.
    package let text: String
}
