package import Cryptography

/// Which slots are to be made: one that suffices, or two that are needed together.
package struct SlotOrder: Sendable {
    /// How a slot keeps what it keeps.
    package enum Kind: String, Sendable, CaseIterable {
        /// Under 32 bytes in a file that only the server can read.
        case file
        /// Under something a person types.
        case passphrase
        /// Under 32 bytes that the service manager puts into the credentials directory.
        case credential
    }

    /// One slot.
    package struct Part: Sendable {
        package let kind: Kind
        /// Path of the file or name of the credential; `nil` for that of the configuration.
        package let source: String?
        /// Of a new passphrase slot.
        package let passphrase: Passphrase?

        package init(kind: Kind, source: String? = nil, passphrase: Passphrase? = nil) {
            self.kind = kind
            self.source = source
            self.passphrase = passphrase
        }
    }

    package let first: Part
    /// The one that is needed together with the first; `nil` when the first is to suffice.
    package let second: Part?

    package init(_ first: Part, togetherWith second: Part? = nil) {
        self.first = first
        self.second = second
    }
}
