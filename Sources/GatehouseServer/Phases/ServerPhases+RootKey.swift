import AdminAPI
import Cryptography
import KeyManagement
import Storage

extension ServerPhases {
    func replaceRootKey(
        with passphrases: [Passphrase], by caller: Caller, isDryRun: Bool
    ) async throws -> Rekeying {
        let control = try self.openHold().control
        let given = passphrases.map { PassphraseProvider(passphrase: $0, randomBytes: SecureRandom.system) }
        let exchange = RootKeyExchange(
            providers: self.sources.providers + given, randomBytes: SecureRandom.system)
        do {
            return try await control.replaceRootKey(by: caller, isDryRun: isDryRun) { rootKey, replaced in
                try await exchange.slots(for: rootKey, replacing: replaced)
            }
        } catch let error as CryptographyError {
            throw Self.unavailable(error)
        }
    }
}
