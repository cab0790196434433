import AdminAPI
import Cryptography
import Gateway
import KeyManagement
import SignedIdentity
import Storage

extension ServerPhases {
    func replaceRootKey(
        with passphrases: [Passphrase], by caller: Caller, isDryRun: Bool
    ) async throws -> Rekeying {
        let hold = try self.openHold()
        let given = passphrases.map { PassphraseProvider(passphrase: $0, randomBytes: SecureRandom.system) }
        let exchange = RootKeyExchange(
            providers: self.sources.providers + given, randomBytes: SecureRandom.system)
        do {
            let rekeying = try await hold.control.replaceRootKey(by: caller, isDryRun: isDryRun) { rootKey, replaced in
                try await exchange.slots(for: rootKey, replacing: replaced)
            }
            hold.reload.gateway.identities?.follow(hold.keys.rootKey, at: self.time.wallTime())
            return rekeying
        } catch let error as CryptographyError {
            throw Self.unavailable(error)
        }
    }
}
