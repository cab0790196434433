/// An application that a client says it is, in the words that Google's keys know.
///
/// The fields are written by the client, and anybody can write them: this keeps a key from being used by mistake, and is no
/// proof of anything.
package enum ApplicationRule: Hashable, Sendable {
    /// An Android application: `X-Android-Package`, and in `X-Android-Cert` the SHA-1 of the certificate that signed it.
    case android(package: String, certificate: Fingerprint)
    /// An iOS application: `X-Ios-Bundle-Identifier`.
    case iOS(bundle: String)

    /// SHA-1 of a certificate: 20 bytes, as the stores of applications print them.
    package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
        /// 40 hexadecimal digits in capital letters.
        private let digits: String

        /// Reads 40 hexadecimal digits, with or without a colon between bytes.
        package init?(_ text: some StringProtocol) {
            let bytes = text.split(separator: ":" as Character, omittingEmptySubsequences: false)
            let digits = bytes.joined().uppercased()
            guard bytes.count == 1 || bytes.allSatisfy({ $0.utf8.count == 2 }), digits.utf8.count == 40,
                digits.utf8.allSatisfy({ $0 &- 0x30 < 10 || $0 &- 0x41 < 6 })
            else { return nil }
            self.digits = digits
        }

        /// Whether the value of a field says the same, in letters of either case, with or without colons.
        func matches(_ value: Span<UInt8>) -> Bool {
            let digits = self.digits.utf8Span.span
            var position = 0
            for index in value.indices {
                let byte = value[index]
                if byte == 0x3a, position > 0, position % 2 == 0, value[index - 1] != 0x3a { continue }
                guard position < 40, (byte &- 0x61 < 6 ? byte & 0xdf : byte) == digits[position] else { return false }
                position += 1
            }
            return position == 40
        }

        /// 20 pairs of digits with colons between.
        package var description: String {
            let digits = Array(self.digits)
            return stride(from: 0, to: digits.count, by: 2).map { String(digits[$0...($0 + 1)]) }.joined(separator: ":")
        }
    }

    /// Longest name of a package or bundle.
    package static let longestName = 155

    /// Whether that is a name of a package or bundle: letters, digits, hyphens and underscores in parts between dots.
    package static func isName(_ text: some StringProtocol) -> Bool {
        guard (1...Self.longestName).contains(text.utf8.count) else { return false }
        let parts = text.split(separator: "." as Character, omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2d || $0 == 0x5f }
        }
    }

    /// Whether the client says that it is that application. Fields that are not there are empty.
    package func matches(
        androidPackage: Span<UInt8>, androidCertificate: Span<UInt8>, iOSBundle: Span<UInt8>
    ) -> Bool {
        switch self {
        case .android(let package, let certificate):
            androidPackage.matches(package) && certificate.matches(androidCertificate)
        case .iOS(let bundle): iOSBundle.matches(bundle)
        }
    }
}

extension Span<UInt8> {
    fileprivate func matches(_ text: String) -> Bool {
        let bytes = text.utf8Span.span
        guard self.count == bytes.count else { return false }
        for index in self.indices where self[index] != bytes[index] { return false }
        return true
    }
}
