import ArgumentParser
import Cryptography
import Foundation
import Keys

/// A certificate on the command line: its SHA-256, or a PEM file whose first certificate it is.
struct CertificateText: Hashable, Sendable, ExpressibleByArgument {
    /// 64 hexadecimal digits.
    let thumbprint: String

    private static let begin = "-----BEGIN CERTIFICATE-----"
    private static let end = "-----END CERTIFICATE-----"
    /// In bytes.
    private static let longestFile = 1 << 20

    init?(argument: String) {
        guard let thumbprint = CertificateThumbprint(argument) ?? Self.thumbprint(ofFile: argument) else { return nil }
        self.thumbprint = thumbprint.description
    }

    private static func thumbprint(ofFile path: String) -> CertificateThumbprint? {
        guard let file = FileHandle(forReadingAtPath: path),
            let content = try? file.read(upToCount: Self.longestFile),
            let text = String(data: content, encoding: .utf8),
            let begin = text.range(of: Self.begin),
            let end = text.range(of: Self.end, range: begin.upperBound..<text.endIndex),
            let certificate = Data(
                base64Encoded: String(text[begin.upperBound..<end.lowerBound]), options: .ignoreUnknownCharacters)
        else { return nil }
        return CertificateThumbprint(SHA256Hash.digest(of: Array(certificate).span))
    }
}
