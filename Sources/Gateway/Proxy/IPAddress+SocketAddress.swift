import Keys
import NIOCore

extension IPAddress {
    /// The address of a peer; `nil` for one that has none (a Unix socket). Offsets are those of `sockaddr_in` and
    /// `sockaddr_in6`.
    init?(_ address: SocketAddress) {
        switch address {
        case .v4(let address):
            let value = withUnsafeBytes(of: address.address) { $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self) }
            self.init(ipv4: UInt32(bigEndian: value))
        case .v6(let address):
            let (high, low) = withUnsafeBytes(of: address.address) { bytes in
                (
                    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
                )
            }
            self.init(ipv6High: high, low: low)
        case .unixDomainSocket:
            return nil
        }
    }
}
