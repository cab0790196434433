import Keys

/// Reads the header that a proxy puts before a connection, version 1 or 2 (haproxy's proxy-protocol.txt).
///
/// It keeps nothing: whoever has got more bytes shows all of them again, which are few. It never asks for a byte behind
/// the header.
package enum ProxyHeaderParser {
    /// Most bytes of a header of either version: senders keep below 536, load balancers with much to tell below this.
    package static let longest = 4_096
    /// The twelve bytes that begin version 2, and the four behind them.
    static let fixedBytes = 16

    /// Reads the header at the start of `bytes`.
    package static func parse(_ bytes: Span<UInt8>) -> ProxyHeaderParse {
        guard !bytes.isEmpty else { return .incomplete }
        return bytes[0] == 0x50 ? ProxyHeaderLine.parse(bytes) : self.parseBinary(bytes)
    }

    /// Version 2: signature, version and command, family and transport, length; then addresses, then what we skip.
    private static func parseBinary(_ bytes: Span<UInt8>) -> ProxyHeaderParse {
        let signature: InlineArray<12, UInt8> = [13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10]
        for index in 0..<min(bytes.count, 12) where bytes[index] != signature[index] {
            return .refused(.signatureMissing)
        }
        guard bytes.count > 12 else { return .incomplete }
        guard bytes[12] >> 4 == 2 else { return .refused(.versionUnknown) }
        guard bytes[12] & 0xf < 2 else { return .refused(.commandUnknown) }
        guard bytes.count >= self.fixedBytes else { return .incomplete }
        let length = Int(bytes[14]) << 8 | Int(bytes[15])
        guard self.fixedBytes + length <= self.longest else { return .refused(.headerTooLong) }
        // For LOCAL the family and all that follows mean nothing.
        let isLocal = bytes[12] & 0xf == 0
        guard isLocal || self.leastLength(family: bytes[13]) != nil else { return .refused(.familyUnknown) }
        let least = isLocal ? 0 : self.leastLength(family: bytes[13]) ?? 0
        guard length >= least else { return .refused(.addressesMissing) }
        guard bytes.count >= self.fixedBytes + length else { return .incomplete }
        let header = isLocal ? .peerItself : self.client(family: bytes[13], bytes)
        return .complete(header, bytes: self.fixedBytes + length)
    }

    /// How long the addresses of a family are, over a byte stream; `nil` for what does not arrive over TCP.
    private static func leastLength(family: UInt8) -> Int? {
        switch family {
        case 0x00: 0
        case 0x11: 12
        case 0x21: 36
        case 0x31: 216
        default: nil
        }
    }

    /// The source address and port. A Unix socket's client has no address: the peer's counts.
    private static func client(family: UInt8, _ bytes: Span<UInt8>) -> ProxyHeader {
        switch family {
        case 0x11:
            let address = IPAddress(ipv4: UInt32(truncatingIfNeeded: self.number(bytes, at: 16, count: 4)))
            return .client(address, port: UInt16(truncatingIfNeeded: self.number(bytes, at: 24, count: 2)))
        case 0x21:
            let (high, low) = (self.number(bytes, at: 16, count: 8), self.number(bytes, at: 24, count: 8))
            let port = UInt16(truncatingIfNeeded: self.number(bytes, at: 48, count: 2))
            return .client(IPAddress(ipv6High: high, low: low), port: port)
        default: return .peerItself
        }
    }

    /// A number in network order, of at most eight bytes.
    private static func number(_ bytes: Span<UInt8>, at start: Int, count: Int) -> UInt64 {
        var number: UInt64 = 0
        for index in start..<start + count { number = number << 8 | UInt64(bytes[index]) }
        return number
    }
}
