package import Cryptography
import Foundation
import Keys

/// What a command that works on files has been given to open a slot of the root key with.
package struct KeysAtHand: Sendable {
    /// A key file.
    package var file: String?
    /// Name of a credential of the service manager.
    package var credential: String?
    /// One that somebody knows.
    package var passphrase: Passphrase?

    package init(file: String? = nil, credential: String? = nil, passphrase: Passphrase? = nil) {
        self.file = file
        self.credential = credential
        self.passphrase = passphrase
    }

    /// Takes a passphrase over and wipes it where it was.
    package mutating func take(passphrase: inout [UInt8]) throws(StartFailure) {
        do throws(CryptographyError) {
            self.passphrase = try Passphrase(SecretBytes(consuming: &passphrase))
        } catch {
            throw StartFailure(error)
        }
    }

    /// Whether nothing was given.
    package var isEmpty: Bool { self.file == nil && self.credential == nil && self.passphrase == nil }

    /// The root key out of one of the slots, or two of them; out of that one alone when it is named.
    func rootKey(
        of slots: [RootKeySlot], checkValue: Digest256, only: UInt8?
    ) async throws(StartFailure) -> RootKey {
        let wanted = slots.filter { slot in only.map { $0 == slot.number } ?? true }
        guard !wanted.isEmpty else { throw StartFailure(.rootKey, "there is no slot \(only ?? 0)") }
        let providers = try self.providers
        let opening = await SlotOpening.attempt(wanted, checkValue: checkValue, providers: providers)
        if case .opened(let rootKey) = opening.step { return rootKey }
        let kinds = Set(wanted.map(\.kind)).sorted().joined(separator: ", ")
        guard let failure = opening.failures.min(by: { $0.key < $1.key })?.value else {
            throw StartFailure(.rootKey, "nothing was given that opens a slot; they are of the kind \(kinds)")
        }
        throw StartFailure(failure)
    }

    private var providers: [any RootKeyProvider] {
        get throws(StartFailure) {
            var providers: [any RootKeyProvider] = []
            if let passphrase {
                providers.append(PassphraseProvider(passphrase: passphrase, randomBytes: SecureRandom.system))
            }
            if let file { providers.append(KeyFileProvider(path: file, randomBytes: SecureRandom.system)) }
            guard let credential else { return providers }
            do throws(CryptographyError) {
                let folder = ProcessInfo.processInfo.environment[CredentialProvider.variable]
                providers.append(
                    try CredentialProvider(directory: folder, name: credential, randomBytes: SecureRandom.system))
            } catch {
                throw StartFailure(error)
            }
            return providers
        }
    }
}
