/// What may stand in Host: a name, an IPv4 address or a bracketed IPv6 address, and optionally a port.
///
/// Narrower than `uri-host` of RFC 3986: percent escapes, sub-delimiters, empty labels, the final dot and an empty port
/// are spellings that two servers can read as two hosts.
enum HostRules {
    static let longestHost = 255

    static func isValid(_ host: ByteRange, in bytes: Span<UInt8>) -> Bool {
        guard !host.isEmpty, host.count <= longestHost else { return false }
        let nameEnd = bytes[host.lowerBound] == 0x5b ? endOfLiteral(host, bytes) : endOfName(host, bytes)
        guard let nameEnd else { return false }
        return nameEnd == host.upperBound || isPort(ByteRange(start: nameEnd, end: host.upperBound), bytes)
    }

    /// Labels of letters, digits, hyphens and underscores, with single dots between them.
    private static func endOfName(_ host: ByteRange, _ bytes: Span<UInt8>) -> Int? {
        var index = host.lowerBound
        var labelLength = 0
        while true {
            let plainEnd = ByteScan.endOfPlain(bytes, from: index, to: host.upperBound)
            labelLength += plainEnd - index
            index = plainEnd
            guard index < host.upperBound, bytes[index] != 0x3a else { break }
            let byte = bytes[index]
            if byte == 0x2e {
                guard labelLength > 0 else { return nil }
                labelLength = 0
            } else {
                guard ByteClass.isUnreserved(byte), byte != 0x7e else { return nil }
                labelLength += 1
            }
            index += 1
        }
        return labelLength > 0 ? index : nil
    }

    private static func endOfLiteral(_ host: ByteRange, _ bytes: Span<UInt8>) -> Int? {
        var index = host.lowerBound + 1
        var colons = 0
        while index < host.upperBound, bytes[index] != 0x5d {
            let byte = bytes[index]
            guard ByteClass.isHex(byte) || byte == 0x3a || byte == 0x2e else { return nil }
            if byte == 0x3a { colons += 1 }
            index += 1
        }
        guard index < host.upperBound, colons >= 2, index - host.lowerBound <= 46 else { return nil }
        return index + 1
    }

    /// A colon and a number from 1 to 65,535 without leading zero.
    private static func isPort(_ port: ByteRange, _ bytes: Span<UInt8>) -> Bool {
        guard (2...6).contains(port.count), bytes[port.lowerBound] == 0x3a, bytes[port.lowerBound + 1] != 0x30 else {
            return false
        }
        var number = 0
        for index in port.offsets.dropFirst() {
            guard ByteClass.isDigit(bytes[index]) else { return false }
            number = number * 10 + Int(bytes[index] &- 0x30)
        }
        return number <= 65_535
    }
}

/// The same of a text that is not part of a head.
package enum HostText {
    package static func isValid(_ text: Span<UInt8>) -> Bool {
        HostRules.isValid(ByteRange(start: 0, end: text.count), in: text)
    }
}
