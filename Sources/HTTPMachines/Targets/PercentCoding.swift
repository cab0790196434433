/// Percent-encoding of text (RFC 3986, section 2.1), away from the data plane.
package enum PercentCoding {
    /// Everything but the unreserved characters escaped.
    package static func encode(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if ByteClass.isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: Unicode.ASCII.self)
    }

    /// The text behind the escapes; `nil` when an escape is cut, or when the result is not UTF-8.
    package static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            if byte == 0x25 {
                guard let high = rest.next(), let low = rest.next(), ByteClass.isHex(high), ByteClass.isHex(low) else {
                    return nil
                }
                bytes.append(ByteClass.hexValue(high) << 4 | ByteClass.hexValue(low))
            } else {
                bytes.append(plusIsSpace && byte == 0x2b ? 0x20 : byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
