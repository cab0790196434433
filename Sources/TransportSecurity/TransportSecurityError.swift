/// Why nothing can be offered.
package struct TransportSecurityError: Error, Sendable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        /// A certificate and its key are not what they have to be.
        case identityInvalid
        /// No memory, or no randomness.
        case exhausted
    }

    package let code: Code
    /// One sentence without any secret.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { self.message }
}
