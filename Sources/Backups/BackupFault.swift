/// Why a backup is refused, and where in the file.
package struct BackupFault: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: Hashable, Sendable, CaseIterable {
        /// The file is something else.
        case foreign
        /// A backup of a later version.
        case newerFormat
        /// The root key is not the one it was made under.
        case wrongRootKey
        /// Something in it was changed, moved or repeated.
        case damaged
        /// Its end is missing.
        case cutOff
    }

    package let code: Code
    /// The first byte of what is refused, counted from the beginning of the file.
    package let offset: UInt64
    /// A sentence for the operator.
    package let message: String

    package init(_ code: Code, at offset: UInt64, _ message: String) {
        self.code = code
        self.offset = offset
        self.message = message
    }

    package var description: String { "\(self.message) (at byte \(self.offset))" }
}
