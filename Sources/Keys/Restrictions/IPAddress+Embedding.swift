/// IPv6 addresses that stand for an IPv4 host: the same host must not be somebody else because a translator or a tunnel
/// lies in between.
///
/// IPv4-mapped addresses are not among them: those are IPv4 addresses here from the start.
extension IPAddress {
    /// The IPv4 address of the host: the address itself, or the one that is embedded in it by NAT64 (RFC 6052, and the local
    /// prefix of RFC 8215 with the address at its end), IPv4-compatible (RFC 4291, 2.5.5.1), IPv4-translated (RFC 2765),
    /// 6to4 (RFC 3056) or Teredo (RFC 4380) addresses; `nil` for any other.
    package var hostIPv4: IPAddress? {
        if self.isIPv4 { return self }
        if self.high >> 32 == 0x2001_0000 { return .init(ipv4: ~UInt32(truncatingIfNeeded: self.low)) }
        if self.high >> 48 == 0x2002 { return .init(ipv4: UInt32(truncatingIfNeeded: self.high >> 16)) }
        return self.hasIPv4AtEnd ? .init(ipv4: UInt32(truncatingIfNeeded: self.low)) : nil
    }

    /// Whether the last 32 bits are an IPv4 address. Those of 0.0.0.0/8 are nobody's: `::` and `::1` mean something else.
    private var hasIPv4AtEnd: Bool {
        switch self.high {
        case 0: self.low >> 32 == 0xffff_0000 || self.low >> 32 == 0 && self.low >> 24 != 0
        case 0x0064_ff9b_0000_0000: self.low >> 32 == 0
        default: self.high >> 16 == 0x0064_ff9b_0001
        }
    }
}

extension NetworkRange {
    /// Whether the host of that address lies in the range, whichever form the address or the range is written in.
    ///
    /// For lists of what is kept out. What is let in is let in by `contains`, in the form that was written down.
    package func reaches(_ candidate: IPAddress) -> Bool {
        if self.contains(candidate) { return true }
        guard let host = candidate.hostIPv4 else { return false }
        return self.contains(host) || self.hostRange?.contains(host) ?? false
    }

    /// The IPv4 range that this range of IPv6 addresses is the embedding of; `nil` when it is none, or that of all.
    var hostRange: NetworkRange? {
        guard !self.address.isIPv4, let host = self.address.hostIPv4 else { return nil }
        let length = self.address.high >> 48 == 0x2002 ? self.prefixLength - 16 : self.prefixLength - 96
        let isTunnel = self.address.high >> 32 == 0x2001_0000
        guard (1...32).contains(length), !isTunnel else { return nil }
        return NetworkRange(host, prefixLength: length)
    }
}
