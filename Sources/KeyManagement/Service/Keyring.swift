package import Cryptography
import Keys
import Storage
import Synchronization

/// What the control plane derives from the root key: peppers, the operators' pepper, the code over cursors.
package final class Keyring: Sendable {
    let peppers: PepperSealing
    /// Makes the digests of operator keys.
    let operatorHasher: PepperHasher
    /// Authenticates the cursors of lists.
    let cursorKey: HMACKey
    private let opened: Mutex<[PepperName: PepperHasher]>

    package init(rootKey: RootKey, peppers: PepperSealing) {
        self.peppers = peppers
        self.operatorHasher = .init(pepper: rootKey.subkey(.operatorPepper), environment: "operators")
        self.cursorKey = .init(rootKey.subkey(.cursorMAC))
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
