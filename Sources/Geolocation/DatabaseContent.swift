import Keys

/// What a database is there for.
package enum DatabaseContent: String, Sendable {
    /// `country.iso_code` of MaxMind and DB-IP; `country`, or `country_code` beside the country's name, of IPinfo.
    case country
    /// `autonomous_system_number` of MaxMind and DB-IP; `asn` of IPinfo.
    case network
}

extension DataDecoder {
    /// What the record at that place says, as a number: `CountryCode.rawValue` or `NetworkNumber.rawValue`; 0 for nothing.
    mutating func content(_ content: DatabaseContent, at place: Int) throws(DatabaseFault) -> UInt32 {
        self.position = place
        let (record, _) = try self.resolved()
        guard case .map(let count) = record else { return 0 }
        for _ in 0..<count {
            let name = try self.name()
            if content == .country, self.isText(name, "country") || self.isText(name, "country_code") {
                let value = self.position
                let country = try self.country()
                if country != 0 { return country }
                self.position = value
            }
            if content == .network, self.isText(name, "autonomous_system_number") || self.isText(name, "asn") {
                return try self.network()
            }
            try self.skip()
        }
        return 0
    }

    /// The name of a member, which others may share; behind it is its value.
    private mutating func name() throws(DatabaseFault) -> Range<Int> {
        let (value, behind) = try self.resolved()
        guard case .text(let range) = value else { throw .dataMalformed }
        self.position = behind
        return range
    }

    /// Two letters, or a map with `iso_code`.
    private mutating func country() throws(DatabaseFault) -> UInt32 {
        let (value, _) = try self.resolved()
        switch value {
        case .text(let range): return UInt32(CountryCode(letters: self.string(range))?.rawValue ?? 0)
        case .map(let count):
            for _ in 0..<count {
                if self.isText(try self.name(), "iso_code") {
                    guard case (.text(let range), _) = try self.resolved() else { throw .dataMalformed }
                    return UInt32(CountryCode(letters: self.string(range))?.rawValue ?? 0)
                }
                try self.skip()
            }
            return 0
        default: throw .dataMalformed
        }
    }

    /// A number, or `AS64500`.
    private mutating func network() throws(DatabaseFault) -> UInt32 {
        switch try self.resolved().0 {
        case .number(let number): return UInt32(exactly: number) ?? 0
        case .text(let range): return NetworkNumber(self.string(range))?.rawValue ?? 0
        default: throw .dataMalformed
        }
    }
}
