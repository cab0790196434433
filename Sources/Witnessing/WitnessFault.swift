/// Why a witness cannot start or go on.
package struct WitnessFault: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// What is remembered of a log was changed, or written by another witness.
        case stateForeign
        /// Remembering failed, and nobody knows what the disk holds.
        case stateFailed
        case addressInUse
        case cannotListen
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
