/// What went wrong with a key, a file that holds one, or something sealed. Never says anything about a secret.
@usableFromInline
package struct CryptographyError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: Hashable, Sendable, CaseIterable {
        /// There is no key file.
        case keyFileMissing
        /// A key file must not be made because there is one already.
        case keyFileExists
        /// Its group or others may read or write the key file.
        case keyFileOpenToOthers
        /// The key file belongs to another user.
        case keyFileWrongOwner
        /// The key file does not hold exactly 32 bytes.
        case keyFileWrongLength
        /// The key file is a symbolic link.
        case keyFileIsLink
        /// The key file is a folder, device or pipe.
        case keyFileNotRegular
        /// The system refused to read, write or sync the key file.
        case keyFileInaccessible

        /// Too short, too long, or of a suite we do not have.
        case envelopeMalformed
        /// The envelope was not sealed with this key in this context, or it was changed.
        case envelopeRejected

        /// A sealed stream without its end.
        case streamCutOff

        /// Bytes in our canonical encoding that are none.
        case encodingMalformed

        /// The system has no memory for a slow hash.
        case hashingFailed
        /// A slow hash would take more time or memory than a start may.
        case parametersRefused
        /// A passphrase that is empty, too short or too long.
        case passphraseUnfit
        /// The service manager gives no credentials, or the name is none.
        case credentialUnavailable

        /// The store lacks one of its system keys.
        case systemKeyMissing
        /// A key of a keyring cannot go from its state to that one.
        case keyStateRefused
        /// The key is disabled or destroyed.
        case keyUnusable

        /// The library refused to sign.
        case signingFailed
    }

    package let code: Code
    /// A sentence for the operator.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    @usableFromInline package var description: String { self.message }
}
