import Glibc
package import Keys

/// Where a socket listens or connects to.
package enum Endpoint: Hashable, Sendable {
    case ip(IPAddress, port: UInt16)
    /// A Unix socket, at most 107 bytes. One that begins with a zero byte is a name without a file (unix(7), abstract).
    case path(String)

    var family: CInt {
        switch self {
        case .ip(let address, _): address.isIPv4 ? AF_INET : AF_INET6
        case .path: AF_UNIX
        }
    }

    /// Calls with the address as the system wants it.
    func withSystemAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var storage = sockaddr_storage()
        let length = self.write(to: &storage)
        return withUnsafePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(length)) }
        }
    }

    private func write(to storage: inout sockaddr_storage) -> Int {
        storage.ss_family = sa_family_t(self.family)
        return withUnsafeMutableBytes(of: &storage) { bytes in
            switch self {
            case .ip(let address, let port):
                bytes.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
                guard !address.isIPv4 else {
                    let value = UInt32(truncatingIfNeeded: address.low).bigEndian
                    bytes.storeBytes(of: value, toByteOffset: 4, as: UInt32.self)
                    return MemoryLayout<sockaddr_in>.size
                }
                bytes.storeBytes(of: address.high.bigEndian, toByteOffset: 8, as: UInt64.self)
                bytes.storeBytes(of: address.low.bigEndian, toByteOffset: 16, as: UInt64.self)
                return MemoryLayout<sockaddr_in6>.size
            case .path(let path):
                let text = Array(path.utf8.prefix(Self.longestPath))
                for (index, byte) in text.enumerated() { bytes[2 + index] = byte }
                return 2 + text.count + (text.first == 0 ? 0 : 1)
            }
        }
    }

    /// Bytes of `sockaddr_un.sun_path` without the zero at its end.
    package static let longestPath = 107

    /// Reads what the system wrote; `nil` for a family that is none of ours. Offsets are those of `sockaddr_in` and
    /// `sockaddr_in6`.
    init?(_ storage: sockaddr_storage) {
        let found: Self? = withUnsafeBytes(of: storage) { bytes in
            let port = UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
            switch CInt(storage.ss_family) {
            case AF_INET:
                let value = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
                return .ip(IPAddress(ipv4: value), port: port)
            case AF_INET6:
                let high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                let low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
                return .ip(IPAddress(ipv6High: high, low: low), port: port)
            case AF_UNIX: return .path("")
            default: return nil
            }
        }
        guard let found else { return nil }
        self = found
    }

    /// The IP address; `nil` for a path.
    package var address: IPAddress? {
        guard case .ip(let address, _) = self else { return nil }
        return address
    }
}
