import Cryptography
import Keys

/// The first byte of every stored content. A later format gets a number of its own; this one never changes.
enum ContentFormat {
    static let current: UInt8 = 1
    /// What a record is written in that tells of a leaked pepper: the first format, and that after it. A store with one
    /// is not opened by code from before.
    static let leaked: UInt8 = 2

    static func write(to encoder: inout CanonicalEncoder) { encoder.append(self.current) }

    /// Begins a record that may tell of a leaked pepper.
    static func write(_ tellsOfLeak: Bool, to encoder: inout CanonicalEncoder) {
        encoder.append(tellsOfLeak ? self.leaked : self.current)
    }

    static func check(_ decoder: inout CanonicalDecoder) throws(CryptographyError) {
        guard try decoder.byte() == self.current else { throw CanonicalDecoder.malformed("an unknown content format") }
    }

    /// Parts that a key has behind what all keys have. Each set of parts is a format of its own.
    struct KeyParts: OptionSet {
        let rawValue: UInt8

        /// Peppers around digests, once one of them has leaked.
        static let outerPeppers = KeyParts(rawValue: 1 << 0)
        /// Certificates that the key is bound to.
        static let certificates = KeyParts(rawValue: 1 << 1)
        /// How versions ended by acts, and the ends that a pending rotation brought forward.
        static let endings = KeyParts(rawValue: 1 << 2)
        /// Country, network, page, application, route, time and idleness.
        static let furtherRestrictions = KeyParts(rawValue: 1 << 3)
        /// Limits that say more than limits did at first, overrides and credits. All limits are in this part then.
        static let limits = KeyParts(rawValue: 1 << 4)
        /// Rights for a time, and routes taken away.
        static let access = KeyParts(rawValue: 1 << 5)
        /// That notice was given of what becomes of a key that nobody uses.
        static let unusedNotice = KeyParts(rawValue: 1 << 6)
        private static let all: KeyParts = [
            .outerPeppers, .certificates, .endings, .furtherRestrictions, .limits, .access, .unusedNotice,
        ]

        func write(to encoder: inout CanonicalEncoder) { encoder.append(ContentFormat.current + self.rawValue) }

        static func read(_ decoder: inout CanonicalDecoder) throws(CryptographyError) -> KeyParts {
            let (parts, isTooSmall) = try decoder.byte().subtractingReportingOverflow(ContentFormat.current)
            guard !isTooSmall, Self.all.isSuperset(of: KeyParts(rawValue: parts)) else {
                throw CanonicalDecoder.malformed("an unknown content format")
            }
            return KeyParts(rawValue: parts)
        }
    }

    /// Whether the record tells of a leaked pepper, behind what all tell.
    static func tellsOfLeak(_ decoder: inout CanonicalDecoder) throws(CryptographyError) -> Bool {
        switch try decoder.byte() {
        case self.current: false
        case self.leaked: true
        default: throw CanonicalDecoder.malformed("an unknown content format")
        }
    }
}

extension CanonicalDecoder {
    /// The peppers around a digest that was made under another: later ones, in order.
    mutating func outerPeppers(around inner: UInt32) throws(CryptographyError) -> [UInt32] {
        let outer = try self.array(atMost: KeyVersion.mostOuterPeppers) { (decoder) throws(CryptographyError) in
            try decoder.unsigned32()
        }
        guard zip([inner] + outer, outer).allSatisfy({ $0 < $1 }) else {
            throw Self.malformed("peppers are out of order")
        }
        return outer
    }
}

extension CanonicalEncoder {
    mutating func append(outerPeppers: [UInt32]) {
        self.append(outerPeppers) { (encoder: inout CanonicalEncoder, pepper: UInt32) in encoder.append(pepper) }
    }

    mutating func append<Kind>(_ id: ObjectID<Kind>) {
        self.appendFixed(id.high)
        self.appendFixed(id.low)
    }

    mutating func append(_ moment: WallTime) { self.append(moment.milliseconds) }

    mutating func append(_ moment: WallTime?) {
        self.append(moment) { (encoder: inout CanonicalEncoder, moment: WallTime) in encoder.append(moment) }
    }

    mutating func append(_ number: UInt32?) {
        self.append(number) { (encoder: inout CanonicalEncoder, number: UInt32) in encoder.append(number) }
    }

    mutating func append(_ text: String?) {
        self.append(text) { (encoder: inout CanonicalEncoder, text: String) in encoder.append(text) }
    }

    mutating func append(_ texts: [String]) {
        self.append(texts) { (encoder: inout CanonicalEncoder, text: String) in encoder.append(text) }
    }
}

extension CanonicalDecoder {
    mutating func id<Kind>(_ kind: Kind.Type = Kind.self) throws(CryptographyError) -> ObjectID<Kind> {
        .init(high: try self.fixed(), low: try self.fixed())
    }

    mutating func moment() throws(CryptographyError) -> WallTime { .init(milliseconds: try self.signed()) }

    mutating func optionalMoment() throws(CryptographyError) -> WallTime? {
        guard try self.bool() else { return nil }
        return try self.moment()
    }

    mutating func optionalNumber() throws(CryptographyError) -> UInt32? {
        guard try self.bool() else { return nil }
        return try self.unsigned32()
    }

    mutating func optionalText() throws(CryptographyError) -> String? {
        guard try self.bool() else { return nil }
        return try self.text()
    }

    mutating func texts(atMost limit: Int) throws(CryptographyError) -> [String] {
        try self.array(atMost: limit) { (decoder) throws(CryptographyError) in try decoder.text() }
    }

    /// A value that is written as its name.
    mutating func name<Value: RawRepresentable<String>>() throws(CryptographyError) -> Value {
        guard let value = Value(rawValue: try self.text()) else { throw Self.malformed("an unknown name") }
        return value
    }
}
