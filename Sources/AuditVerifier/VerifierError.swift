/// Why nothing could be verified. What was verified and is wrong is a finding.
package struct VerifierError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: Hashable, Sendable, CaseIterable {
        /// The text given as a key is none.
        case keyMalformed
        /// The system refused to read a file.
        case fileUnreadable
        /// A file of the log is a folder, a device or a pipe.
        case fileNotPlain
    }

    package let code: Code
    /// A sentence for the auditor.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { self.message }
}
