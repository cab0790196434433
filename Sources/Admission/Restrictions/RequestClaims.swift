/// What a client claims of itself in fields of its own: the page and origin it comes from, and which application it is.
///
/// One for each event loop, filled anew for a request that some restriction asks it of, so that nothing is allocated for each.
package final class RequestClaims {
    package private(set) var referrer: [UInt8] = []
    package private(set) var origin: [UInt8] = []
    package private(set) var androidPackage: [UInt8] = []
    package private(set) var androidCertificate: [UInt8] = []
    package private(set) var iOSBundle: [UInt8] = []
    /// Bit n: the field with the raw value n was there.
    private var seen: UInt8 = 0

    /// The fields.
    package enum Field: UInt8, CaseIterable, Sendable {
        case referrer, origin, androidPackage, androidCertificate, iOSBundle

        /// The field's name in lower case.
        package var name: StaticString {
            switch self {
            case .referrer: "referer"
            case .origin: "origin"
            case .androidPackage: "x-android-package"
            case .androidCertificate: "x-android-cert"
            case .iOSBundle: "x-ios-bundle-identifier"
            }
        }

        /// The field with that name, in letters of either case.
        package init?(name: Span<UInt8>) {
            guard let field = Self.allCases.first(where: { name.equalsIgnoringCase($0.name) }) else { return nil }
            self = field
        }
    }

    /// Longest value that is looked at: a longer one claims nothing.
    package static let longest = 2_048

    package init() {
        self.referrer.reserveCapacity(Self.longest)
        self.origin.reserveCapacity(256)
        self.androidPackage.reserveCapacity(256)
        self.androidCertificate.reserveCapacity(64)
        self.iOSBundle.reserveCapacity(256)
    }

    /// Begins with a request: nothing is claimed yet.
    package func clear() {
        self.seen = 0
        for field in Field.allCases { self.set(field, to: Span()) }
    }

    /// Takes the value of a field. One that comes twice claims nothing: which of them another program reads is a guess.
    package func note(_ field: Field, _ value: Span<UInt8>) {
        let bit = UInt8(1) << field.rawValue
        let isFirst = self.seen & bit == 0
        self.seen |= bit
        self.set(field, to: isFirst && value.count <= Self.longest ? value : Span())
    }

    private func set(_ field: Field, to value: Span<UInt8>) {
        switch field {
        case .referrer: Self.copy(value, to: &self.referrer)
        case .origin: Self.copy(value, to: &self.origin)
        case .androidPackage: Self.copy(value, to: &self.androidPackage)
        case .androidCertificate: Self.copy(value, to: &self.androidCertificate)
        case .iOSBundle: Self.copy(value, to: &self.iOSBundle)
        }
    }

    private static func copy(_ value: Span<UInt8>, to bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        for index in value.indices { bytes.append(value[index]) }
    }
}

extension Span<UInt8> {
    /// Whether the bytes are those of `lowercased` but for the case of letters.
    fileprivate func equalsIgnoringCase(_ lowercased: StaticString) -> Bool {
        guard self.count == lowercased.utf8CodeUnitCount else { return false }
        return lowercased.withUTF8Buffer { expected in
            for index in self.indices {
                let byte = self[index]
                guard (byte &- 0x41 < 26 ? byte | 0x20 : byte) == expected[index] else { return false }
            }
            return true
        }
    }
}
