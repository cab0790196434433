import Cryptography
import Keys
import Storage

extension Act {
    /// The root key that the store expects in this transaction.
    func rootKey() throws -> RootKey { try self.tools.keyring.keys.rootKey(in: self.reader) }

    /// A key of a keyring, for wrapping and unwrapping.
    func opened(_ key: KeyringKey) throws -> WrappingKey { try key.opened(under: try self.rootKey()) }
}
