/// Serialises the few structured fields we send (RFC 9651) behind what `output` already holds.
///
/// A String may hold printing ASCII only; every other byte becomes `%xx` of its UTF-8 form, so that no value can end a
/// line or fail to parse. Owners and permissions are names chosen by operators, not secrets.
package enum StructuredFields {
    /// `"text"`.
    package static func appendString(_ text: some Sequence<UInt8>, to output: inout [UInt8]) {
        output.append(0x22)
        for byte in text {
            switch byte {
            case 0x22, 0x5c:
                output.append(0x5c)
                output.append(byte)
            case 0x20...0x7e:
                output.append(byte)
            default:
                output.append(0x25)
                output.append(hexDigit(byte >> 4))
                output.append(hexDigit(byte & 0xf))
            }
        }
        output.append(0x22)
    }

    /// A List of Strings, `"one", "two"`, of at most so many bytes: those that would make it longer are left out, from the
    /// first of them on.
    package static func list(of texts: [String], longest: Int) -> [UInt8] {
        var list: [UInt8] = []
        for text in texts {
            guard list.count + text.utf8.count + 4 <= longest else { break }
            if !list.isEmpty { list += [0x2c, 0x20] }
            self.appendString(text.utf8, to: &list)
        }
        return list
    }

    /// A decimal Integer of at most 15 digits (RFC 9651, 3.3.1); larger values are cut to the largest there is.
    package static func appendInteger(_ value: UInt64, to output: inout [UInt8]) {
        var remainder = min(value, 999_999_999_999_999)
        let start = output.count
        repeat {
            output.append(0x30 + UInt8(truncatingIfNeeded: remainder % 10))
            remainder /= 10
        } while remainder > 0
        output[start...].reverse()
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x61 + value - 10 }
}
