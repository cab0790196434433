package import Cryptography
package import Keys

extension Grants: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        encoder.append(self.allowed.map(\.description))
        encoder.append(self.denied.map(\.description))
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.init(allowed: try Self.patterns(&decoder), denied: try Self.patterns(&decoder))
    }

    private static func patterns(
        _ decoder: inout CanonicalDecoder
    ) throws(CryptographyError) -> [PermissionPattern] {
        try decoder.array(atMost: self.most) { (decoder) throws(CryptographyError) in
            guard let pattern = PermissionPattern(try decoder.text()) else {
                throw CanonicalDecoder.malformed("no such permission")
            }
            return pattern
        }
    }
}

extension Restrictions: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        encoder.append(self.allowedAddresses.map(\.description))
        encoder.append(self.deniedAddresses.map(\.description))
        encoder.append(self.methods) { encoder, methods in encoder.append(methods.rawValue) }
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.init(
            allowedAddresses: try Self.ranges(&decoder), deniedAddresses: try Self.ranges(&decoder),
            methods: try decoder.bool() ? .init(rawValue: try decoder.byte()) : nil)
    }

    /// All of them in one run: what carries restrictions and is no key.
    package func encodeWhole(to encoder: inout CanonicalEncoder) {
        self.encode(to: &encoder)
        encoder.append(self.certificates) { encoder, certificate in encoder.append(certificate.digest) }
        encoder.append(self.hasFurther)
        if self.hasFurther { self.further.encode(to: &encoder) }
    }

    /// Reads what `encodeWhole` has written.
    package init(whole decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self = try .init(from: &decoder)
        self.certificates = try decoder.array(atMost: Self.mostCertificates) { (decoder) throws(CryptographyError) in
            CertificateThumbprint(try decoder.digest())
        }
        if try decoder.bool() { self.further = try .init(from: &decoder) }
    }

    private static func ranges(_ decoder: inout CanonicalDecoder) throws(CryptographyError) -> [NetworkRange] {
        try decoder.array(atMost: self.mostSharedRanges) { (decoder) throws(CryptographyError) in
            guard let range = NetworkRange(try decoder.text()) else {
                throw CanonicalDecoder.malformed("no such address range")
            }
            return range
        }
    }
}

/// A limit as limits were at first. Those that say more are written by `encodeWhole`.
extension LimitPolicy: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        encoder.append(self.name)
        encoder.append(self.scope.rawValue)
        self.algorithm.encode(to: &encoder)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.init(name: try decoder.text(), scope: try decoder.name(), algorithm: try .init(from: &decoder))
        guard self.isPlain else { throw CanonicalDecoder.malformed("a limit of a later format") }
    }
}

extension LimitPolicy.Window: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        encoder.append(self.limit)
        encoder.append(self.seconds)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.init(limit: try decoder.unsigned32(), seconds: try decoder.unsigned32())
    }
}
