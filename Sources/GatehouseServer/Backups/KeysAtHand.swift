package import Cryptography
import Foundation
import Keys

/// What a command that works on files has been given to open slots of the root key with.
package struct KeysAtHand: Sendable {
    /// A key file.
    package var file: String?
    /// Name of a credential of the service manager.
    package var credential: String?
    /// Those that people know. Slots that are needed together take one each.
    package var passphrases: [Passphrase]
    /// Asks whoever sits at the terminal; answers `nil` when nothing was typed. Without it nobody is asked.
    package var ask: (@Sendable (_ question: String) -> [UInt8]?)?

    package init(file: String? = nil, credential: String? = nil, passphrases: [Passphrase] = []) {
        self.file = file
        self.credential = credential
        self.passphrases = passphrases
    }

    /// Takes a passphrase over and wipes it where it was.
    package mutating func take(passphrase: inout [UInt8]) throws(StartFailure) {
        do throws(CryptographyError) {
            self.passphrases.append(try Passphrase(SecretBytes(consuming: &passphrase)))
        } catch {
            throw StartFailure(error)
        }
    }

    /// Whether nothing was given.
    package var isEmpty: Bool { self.file == nil && self.credential == nil && self.passphrases.isEmpty }

    /// The root key out of one of the slots, or two of them; out of that one, with the other half of it, when it is named.
    ///
    /// - Throws: `rootKey` when nothing opens a slot, `database` when a slot cannot be what was once written.
    func rootKey(
        of slots: [RootKeySlot], checkValue: Digest256, only: UInt8?
    ) async throws(StartFailure) -> RootKey {
        let wanted = Self.wanted(slots, only)
        guard !wanted.isEmpty else { throw StartFailure(.rootKey, "there is no slot \(only ?? 0)") }
        let takesPassphrase = wanted.contains { $0.kind == PassphraseProvider.kind }
        var keys = self
        var opened = -1
        while true {
            let providers = try keys.providers
            let opening = await SlotOpening.attempt(wanted, checkValue: checkValue, providers: providers)
            if case .opened(let rootKey) = opening.step { return rootKey }
            let outcome = SlotOutcome(wanted, opening, kinds: Set(providers.map(\.kind)))
            // One more is asked for only after one that opened something.
            guard let ask, takesPassphrase, outcome.given.count > opened,
                var answer = ask(opened < 0 ? "Passphrase: " : "The other passphrase: ")
            else { throw outcome.refusal(passphrases: keys.passphrases.count) }
            opened = outcome.given.count
            try keys.take(passphrase: &answer)
        }
    }

    private static func wanted(_ slots: [RootKeySlot], _ only: UInt8?) -> [RootKeySlot] {
        guard let only else { return slots }
        let counterpart = slots.first { $0.number == only }?.share.counterpart
        return slots.filter { $0.number == only || ($0.share == counterpart && counterpart != nil) }
    }

    private var providers: [any RootKeyProvider] {
        get throws(StartFailure) {
            var providers: [any RootKeyProvider] = self.passphrases.map {
                PassphraseProvider(passphrase: $0, randomBytes: SecureRandom.system)
            }
            if let file { providers.append(KeyFileProvider(path: file, randomBytes: SecureRandom.system)) }
            guard let credential else { return providers }
            do throws(CryptographyError) {
                let folder = ProcessInfo.processInfo.environment[CredentialProvider.variable]
                providers.append(
                    try CredentialProvider(directory: folder, name: credential, randomBytes: SecureRandom.system))
            } catch {
                // Whoever can be asked may know what opens another slot.
                guard self.ask != nil else { throw StartFailure(error) }
            }
            return providers
        }
    }
}
