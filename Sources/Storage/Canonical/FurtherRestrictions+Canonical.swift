package import Cryptography
package import Keys

/// What restricts few keys, as a part of its own behind what all have.
extension FurtherRestrictions: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        for countries in [self.allowedCountries, self.deniedCountries] {
            encoder.append(countries) { encoder, country in encoder.append(UInt32(country.rawValue)) }
        }
        for networks in [self.allowedNetworks, self.deniedNetworks] {
            encoder.append(networks) { encoder, network in encoder.append(network.rawValue) }
        }
        encoder.append(self.referrers.map(\.description))
        encoder.append(self.origins.map(\.description))
        encoder.append(self.applications) { encoder, application in application.encode(to: &encoder) }
        encoder.append(self.routes)
        encoder.append(self.timeWindows) { encoder, window in window.encode(to: &encoder) }
        encoder.append(self.maximumIdleSeconds)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.init()
        self.allowedCountries = try Self.countries(&decoder)
        self.deniedCountries = try Self.countries(&decoder)
        self.allowedNetworks = try Self.networks(&decoder)
        self.deniedNetworks = try Self.networks(&decoder)
        self.referrers = try decoder.array(atMost: Self.most) { (decoder) throws(CryptographyError) in
            guard let pattern = ReferrerPattern(try decoder.text()) else {
                throw CanonicalDecoder.malformed("no such referrer")
            }
            return pattern
        }
        self.origins = try decoder.array(atMost: Self.most) { (decoder) throws(CryptographyError) in
            guard let pattern = OriginPattern(try decoder.text()) else {
                throw CanonicalDecoder.malformed("no such origin")
            }
            return pattern
        }
        self.applications = try decoder.array(atMost: Self.most) { (decoder) throws(CryptographyError) in
            try .init(from: &decoder)
        }
        self.routes = try decoder.texts(atMost: Self.most)
        self.timeWindows = try decoder.array(atMost: TimeWindow.most) { (decoder) throws(CryptographyError) in
            try .init(from: &decoder)
        }
        self.maximumIdleSeconds = try decoder.optionalNumber()
        guard !self.isEmpty else { throw CanonicalDecoder.malformed("further restrictions that restrict nothing") }
    }

    private static func countries(_ decoder: inout CanonicalDecoder) throws(CryptographyError) -> [CountryCode] {
        try decoder.array(atMost: self.most) { (decoder) throws(CryptographyError) in
            guard let raw = UInt16(exactly: try decoder.unsigned32()), let country = CountryCode(stored: raw) else {
                throw CanonicalDecoder.malformed("no such country")
            }
            return country
        }
    }

    private static func networks(_ decoder: inout CanonicalDecoder) throws(CryptographyError) -> [NetworkNumber] {
        try decoder.array(atMost: self.most) { (decoder) throws(CryptographyError) in
            NetworkNumber(rawValue: try decoder.unsigned32())
        }
    }
}

extension ApplicationRule: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        switch self {
        case .android(let package, let certificate):
            encoder.append(UInt8(0))
            encoder.append(package)
            encoder.append(certificate.description)
        case .iOS(let bundle):
            encoder.append(UInt8(1))
            encoder.append(bundle)
        }
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        let kind = try decoder.byte()
        let name = try decoder.text()
        guard Self.isName(name) else { throw CanonicalDecoder.malformed("no such application") }
        switch kind {
        case 0:
            guard let certificate = Fingerprint(try decoder.text()) else {
                throw CanonicalDecoder.malformed("no such fingerprint")
            }
            self = .android(package: name, certificate: certificate)
        case 1: self = .iOS(bundle: name)
        default: throw CanonicalDecoder.malformed("an unknown kind of application")
        }
    }
}

extension TimeWindow: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) { encoder.append(self.description) }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        guard let window = TimeWindow(try decoder.text()), window.objection == nil else {
            throw CanonicalDecoder.malformed("no such time window")
        }
        self = window
    }
}
