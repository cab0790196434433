import Cryptography

/// The text of a key that was just made: to be shown once. Cannot be printed, compared or encoded by accident.
package final class OneTimeToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: SecretBytes

    init(consuming bytes: inout [UInt8]) { self.text = .init(consuming: &bytes) }

    /// Lends the ASCII text of the token. What `body` copies is no longer guarded.
    package func withBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        try self.text.withBytes(body)
    }

    package var description: String { "<secret>" }
    package var debugDescription: String { "<secret>" }
    package var customMirror: Mirror { .init(self, children: [:]) }
}
