/// What is wrong with an audit entry that was read.
package struct AuditingError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: Hashable, Sendable, CaseIterable {
        /// The bytes are no leaf in canonical form.
        case leafMalformed
        /// The leaf is not the one its hash was made of.
        case leafHashMismatch
        /// The details are not the ones the leaf commits to.
        case detailsMismatch
        /// A sequence number is missing, repeated or out of order.
        case sequenceBroken
    }

    package let code: Code
    /// A sentence for the operator.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { self.message }
}
