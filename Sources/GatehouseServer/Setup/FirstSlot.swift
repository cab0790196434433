package import Cryptography

/// What the root key of a new installation is kept under first. Others can be added later.
package enum FirstSlot: Sendable {
    /// 32 random bytes in a file.
    case file(String)
    /// Something people know. The store is made at once, since the passphrase is not there at a start.
    case passphrase(Passphrase)
    /// The same as a file, handed over by the service manager under a name at each start.
    case credential(name: String, file: String)

    /// Bytes a new passphrase has.
    package static let passphraseLengths = Passphrase.lengths

    /// Takes the passphrase over and wipes it where it was.
    package init(passphrase: inout [UInt8]) throws {
        do throws(CryptographyError) {
            self = .passphrase(try Passphrase(SecretBytes(consuming: &passphrase)))
        } catch {
            throw StartFailure(error)
        }
    }

    /// The file that a root key lies in, if any.
    package var file: String? {
        switch self {
        case .file(let file), .credential(_, let file): file
        case .passphrase: nil
        }
    }
}
