package import Cryptography

/// What a slot is to be opened with, to see whether it opens.
package struct SlotTrial: Sendable {
    /// Of a passphrase slot.
    package let passphrase: Passphrase?
    /// Path of the file or name of the credential; `nil` for that of the configuration.
    package let source: String?

    package init(passphrase: Passphrase? = nil, source: String? = nil) {
        self.passphrase = passphrase
        self.source = source
    }
}
