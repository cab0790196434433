/// Why a time zone file is not one.
package enum ZoneFileFault: Error, Equatable {
    case notTimeZoneFile, truncated
    /// Version 1, whose times end in 2038.
    case tooOld
    /// With leap seconds, which civil time here does not count.
    case hasLeapSeconds
    case countsOutOfRange, transitionsOutOfOrder, unknownType, offsetOutOfRange, footerMalformed
}

/// Reads compiled time zones: TZif of RFC 8536, versions 2 to 4.
extension ZoneRules {
    /// Longest file that is looked at; those of the system are below 4 KB.
    package static let longestFile = 65_536
    private static let mostTransitions = 2_000
    /// Offsets that RFC 8536 allows, section 3.2.
    static let offsetRange: ClosedRange<Int32> = -89_999...93_599

    package init(file bytes: [UInt8]) throws(ZoneFileFault) {
        guard bytes.count <= Self.longestFile else { throw .countsOutOfRange }
        var reader = ZoneFileReader(bytes: bytes)
        let first = try reader.header()
        guard first.version >= 0x32 else { throw .tooOld }
        try reader.skip(first.bodyBytes(timeBytes: 4))
        let counts = try reader.header()
        guard counts.leaps == 0 else { throw .hasLeapSeconds }
        guard counts.transitions <= Self.mostTransitions, (1...256).contains(counts.types),
            counts.standardMarks == 0 || counts.standardMarks == counts.types,
            counts.universalMarks == 0 || counts.universalMarks == counts.types
        else { throw .countsOutOfRange }
        var transitions: [Int64] = []
        for _ in 0..<counts.transitions {
            let moment = try reader.signed64()
            guard transitions.last.map({ $0 < moment }) ?? true else { throw .transitionsOutOfOrder }
            transitions.append(moment)
        }
        var kinds: [Int] = []
        for _ in 0..<counts.transitions {
            let kind = Int(try reader.byte())
            guard kind < counts.types else { throw .unknownType }
            kinds.append(kind)
        }
        var typeOffsets: [Int32] = []
        for _ in 0..<counts.types {
            let offset = try reader.signed32()
            guard Self.offsetRange.contains(offset) else { throw .offsetOutOfRange }
            typeOffsets.append(offset)
            try reader.skip(2)
        }
        try reader.skip(counts.characters + counts.standardMarks + counts.universalMarks)
        let rule = try reader.footer()
        var offsets = [typeOffsets[0]] + kinds.map { typeOffsets[$0] }
        if let rule { Self.extend(&transitions, &offsets, by: rule) }
        self.init(transitions: transitions, offsets: offsets)
    }

    /// Works out what the footer says of the time behind the last transition.
    private static func extend(_ transitions: inout [Int64], _ offsets: inout [Int32], by rule: ZoneFooter) {
        let last = transitions.last ?? .min
        // A few zones have nothing before the rule.
        let firstYear = max(CivilDate.fromDays(max(last, 0) / 86_400).year, 1970)
        guard firstYear <= Self.lastYear else { return }
        if last == .min, let offset = offsets.last, offset != rule.standard, rule.daylight == nil {
            offsets[offsets.count - 1] = rule.standard
        }
        for year in firstYear...Self.lastYear {
            for (moment, offset) in rule.transitions(in: year) where moment > transitions.last ?? .min {
                guard offset != offsets[offsets.count - 1] else { continue }
                transitions.append(moment)
                offsets.append(offset)
            }
        }
    }
}

/// Goes through the bytes of a file. Never beyond their end.
private struct ZoneFileReader {
    private let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// What a header announces.
    struct Counts {
        var version: UInt8 = 0
        var universalMarks = 0
        var standardMarks = 0
        var leaps = 0
        var transitions = 0
        var types = 0
        var characters = 0

        /// Length of the block behind the header. Each count is below 2^16, so nothing overflows.
        func bodyBytes(timeBytes: Int) -> Int {
            self.transitions * (timeBytes + 1) + self.types * 6 + self.characters + self.leaps * (timeBytes + 4)
                + self.standardMarks + self.universalMarks
        }
    }

    mutating func header() throws(ZoneFileFault) -> Counts {
        for expected in "TZif".utf8 {
            guard try self.byte() == expected else { throw .notTimeZoneFile }
        }
        var counts = Counts()
        counts.version = try self.byte()
        try self.skip(15)
        counts.universalMarks = try self.count()
        counts.standardMarks = try self.count()
        counts.leaps = try self.count()
        counts.transitions = try self.count()
        counts.types = try self.count()
        counts.characters = try self.count()
        return counts
    }

    /// The rule between the two line ends; `nil` when it is empty: the last offset stays.
    mutating func footer() throws(ZoneFileFault) -> ZoneFooter? {
        guard try self.byte() == 0x0a else { throw .footerMalformed }
        var text: [UInt8] = []
        while true {
            let byte = try self.byte()
            if byte == 0x0a { break }
            guard text.count < 128, byte > 0x20, byte < 0x7f else { throw .footerMalformed }
            text.append(byte)
        }
        if text.isEmpty { return nil }
        guard let footer = ZoneFooter(text) else { throw .footerMalformed }
        return footer
    }

    mutating func skip(_ count: Int) throws(ZoneFileFault) {
        guard count <= self.bytes.count - self.position else { throw .truncated }
        self.position += count
    }

    mutating func byte() throws(ZoneFileFault) -> UInt8 {
        guard self.position < self.bytes.count else { throw .truncated }
        self.position += 1
        return self.bytes[self.position - 1]
    }

    private mutating func count() throws(ZoneFileFault) -> Int {
        let count = UInt32(bitPattern: try self.signed32())
        guard count < 65_536 else { throw .countsOutOfRange }
        return Int(count)
    }

    mutating func signed32() throws(ZoneFileFault) -> Int32 {
        var value: UInt32 = 0
        for _ in 0..<4 { value = value << 8 | UInt32(try self.byte()) }
        return Int32(bitPattern: value)
    }

    mutating func signed64() throws(ZoneFileFault) -> Int64 {
        var value: UInt64 = 0
        for _ in 0..<8 { value = value << 8 | UInt64(try self.byte()) }
        return Int64(bitPattern: value)
    }
}
