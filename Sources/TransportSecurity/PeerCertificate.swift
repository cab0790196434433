import CTransportSecurity

/// The certificate that the other side has shown, verified when the session began.
package struct PeerCertificate: Sendable {
    /// A subject alternative name (RFC 5280, 4.2.1.6).
    package enum Name: Sendable, Equatable {
        case dns(String)
        case address(String)
        case uri(String)
        case mail(String)
    }

    /// Names that are looked at: the first ones.
    static let mostNames = 16
    /// In bytes. A longer name, or subject, is left out.
    static let longestName = 2_048

    /// As RFC 2253 writes it; empty when there is none.
    package let subject: String
    package let names: [Name]
    /// Seconds since 1970.
    package let notBefore: Int64
    /// Seconds since 1970.
    package let notAfter: Int64
    /// SHA-256 of the certificate: 32 bytes.
    package let thumbprint: [UInt8]

    /// `nil` where libcrypto fails.
    init?(_ certificate: OpaquePointer) {
        var digest = [UInt8](repeating: 0, count: 32)
        guard tls_certificate_thumbprint(certificate, &digest) else { return nil }
        self.thumbprint = digest
        self.notBefore = tls_certificate_not_before(certificate)
        self.notAfter = tls_certificate_not_after(certificate)
        self.subject = Self.text { tls_certificate_subject(certificate, $0, $1) } ?? ""
        self.names = (0..<Self.mostNames).lazy.map { Self.name(of: certificate, $0) }
            .prefix { $0 != nil }.compactMap(\.self)
    }

    private static func name(of certificate: OpaquePointer, _ position: Int) -> Name? {
        var kind = TLS_NAME_DNS
        let kinds = TLS_NAME_DNS.rawValue | TLS_NAME_ADDRESS.rawValue | TLS_NAME_URI.rawValue | TLS_NAME_MAIL.rawValue
        let text = Self.text { tls_certificate_name(certificate, kinds, position, &kind, $0, $1) }
        guard let text else { return nil }
        return switch kind {
        case TLS_NAME_DNS: .dns(text)
        case TLS_NAME_ADDRESS: .address(text)
        case TLS_NAME_URI: .uri(text)
        default: .mail(text)
        }
    }

    private static func text(_ copy: (UnsafeMutablePointer<CChar>, Int) -> Int) -> String? {
        let text = String(unsafeUninitializedCapacity: Self.longestName) { buffer in
            guard let first = buffer.baseAddress else { return 0 }
            return first.withMemoryRebound(to: CChar.self, capacity: buffer.count) { copy($0, buffer.count) }
        }
        return text.isEmpty ? nil : text
    }
}
