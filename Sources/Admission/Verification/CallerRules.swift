package import Cryptography
package import Keys

/// How a proxy proves that it may ask about the requests it lets through: any one of these suffices.
package final class CallerRules: Sendable {
    /// The value of its `Gatehouse-Caller` field.
    private let secret: SecretBytes?
    /// Networks it may connect from.
    private let addresses: [NetworkRange]
    /// Whether a connection to the Unix socket is proof.
    private let trustsUnixSocket: Bool

    package init(secret: consuming SecretBytes?, addresses: [NetworkRange] = [], trustsUnixSocket: Bool = false) {
        self.secret = secret
        self.addresses = addresses
        self.trustsUnixSocket = trustsUnixSocket
    }

    /// Whether whoever is connected has proven it. `shown` is the value of the one `Gatehouse-Caller` field, empty when
    /// there is none or more than one; it is compared in constant time.
    package func prove(shown: Span<UInt8>, peer: IPAddress?, isUnixSocket: Bool) -> Bool {
        if isUnixSocket, self.trustsUnixSocket { return true }
        if let peer, self.addresses.contains(where: { $0.contains(peer) }) { return true }
        guard !shown.isEmpty else { return false }
        return self.secret?.withBytes { ConstantTime.equals($0, shown) } ?? false
    }
}
