import Cryptography
import Keys
package import Storage
import Synchronization

/// What the control plane makes of the keys of the store: peppers, the operators' pepper, the code over cursors.
package final class Keyring: Sendable {
    /// Those the store was opened with.
    let keys: StoreKeys
    let peppers: PepperSealing
    /// Makes the digests of operator keys.
    let operatorHasher: PepperHasher
    /// Authenticates the cursors of lists.
    let cursorKey: HMACKey
    /// Makes the codes of objects' states in audit entries: a plain hash would let everybody try names until one fits.
    let stateKey: HMACKey
    private let opened: Mutex<[PepperName: PepperHasher]>

    package init(keys: StoreKeys, peppers: PepperSealing) {
        self.keys = keys
        self.peppers = peppers
        self.operatorHasher = keys.systemKeys.withKey(.operatorPepper) { .init(pepper: $0, environment: "operators") }
        self.cursorKey = keys.systemKeys.withKey(.cursorMAC) { .init($0) }
        self.stateKey = keys.systemKeys.withKey(.auditField) { .init($0) }
        self.opened = .init([:])
    }

    /// What makes digests under that pepper. Opened once, then kept.
    func hasher(for pepper: SealedPepper) throws(CryptographyError) -> PepperHasher {
        let name = PepperName(environmentID: pepper.environmentID, version: pepper.version)
        if let known = self.opened.withLock({ $0[name] }) { return known }
        let hasher = try self.peppers.open(pepper)
        self.opened.withLock { $0[name] = hasher }
        return hasher
    }
}

private struct PepperName: Hashable {
    let environmentID: EnvironmentID
    let version: UInt32
}
