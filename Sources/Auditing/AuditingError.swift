/// What is wrong with an audit entry, a note, a checkpoint or a proof that was read.
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
        /// The leaf has more bytes than a bundle of entries can hold.
        case leafTooLong

        /// The bytes are no signed note, or one beyond the bounds.
        case noteMalformed
        /// No known key signed the note.
        case noteUnsigned
        /// A known key's signature on a note is not of that note.
        case signatureRejected
        /// The text is no verifier key, or one of a type we do not have.
        case keyMalformed
        /// The note's text is no checkpoint.
        case checkpointMalformed
        /// The checkpoint is of another log than the one whose key is known.
        case checkpointOfOtherLog
        /// The text is no proof.
        case proofMalformed
        /// The proof does not lead to the root.
        case proofRejected
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
