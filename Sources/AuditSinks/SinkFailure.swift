/// Why a delivery failed. The log keeps what was not delivered, so every failure is tried again.
package struct SinkFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        /// Nobody is there, or the way to them is not.
        case unreachable
        /// The receiver did not take it within the time set.
        case timedOut
        /// The receiver ended the connection before it had read everything.
        case interrupted
        /// The receiver answered that it does not take it.
        case refused
        /// The system refused to open, write or rename a file.
        case file
        /// Others can write the file, or read the secret.
        case exposed
        /// The audit log could not be read.
        case log
        /// The server stops.
        case stopped
    }

    package let code: Code
    /// One sentence without a full stop.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { self.message }
}
