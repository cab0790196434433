/// What the fields of a head say about framing and connection, collected line by line (RFC 9112, 6 and 9).
struct FramingFields: Sendable {
    /// Connection options beyond the ones we know, at most.
    static let maximumOptions = 16

    private(set) var contentLength: UInt64?
    private(set) var isChunked = false
    /// Whether `Connection` says `close`.
    private(set) var closes = false
    /// Whether `Connection` says `upgrade`.
    private(set) var upgrades = false
    /// How many other fields `Connection` names.
    private(set) var optionCount = 0

    /// Takes note of a field line; any violation is final.
    @inline(__always)
    mutating func note(_ known: KnownField, _ value: ByteRange, in bytes: Span<UInt8>) -> HTTPViolation? {
        switch known {
        case .contentLength: self.noteContentLength(value, bytes)
        case .transferEncoding: self.noteTransferEncoding(value, bytes)
        case .connection: self.noteConnection(value, bytes)
        default: nil
        }
    }

    /// Marks the fields that `Connection` names, once all of them are known.
    func nominate(in fields: inout FieldTable, of bytes: Span<UInt8>) -> HTTPViolation? {
        guard self.optionCount > 0 else { return nil }
        var index = fields.firstIndex(of: .connection)
        while let current = index {
            var elements = ListElements(fields[current].value)
            while case .element(let option) = elements.next(bytes) {
                if fields.nominate(option, in: bytes) { return .connectionNominatesFraming }
            }
            index = fields.firstIndex(of: .connection, from: current + 1)
        }
        return nil
    }

    /// One decimal number without sign, leading zero or list, of at most 18 digits, and one field only: equal
    /// repetitions are refused too, because not every recipient merges them. White space around it is spaces: the line goes on
    /// as it came, and not every recipient strips tabs from a number.
    private mutating func noteContentLength(_ value: ByteRange, _ bytes: Span<UInt8>) -> HTTPViolation? {
        guard self.contentLength == nil else { return .contentLengthRepeated }
        guard !self.isChunked else { return .framingConflict }
        guard (1...18).contains(value.count), value.count == 1 || bytes[value.lowerBound] != 0x30,
            Self.isBetweenSpaces(value, bytes)
        else { return .contentLengthInvalid }
        var length: UInt64 = 0
        for index in value.offsets {
            guard ByteClass.isDigit(bytes[index]) else { return .contentLengthInvalid }
            length = length * 10 + UInt64(bytes[index] &- 0x30)
        }
        self.contentLength = length
        return nil
    }

    /// Whether nothing but spaces stands between the colon and the value, and between the value and the line end.
    private static func isBetweenSpaces(_ value: ByteRange, _ bytes: Span<UInt8>) -> Bool {
        var before = value.lowerBound - 1
        while before >= 0, bytes[before] == 0x20 { before -= 1 }
        var behind = value.upperBound
        while behind < bytes.count, bytes[behind] == 0x20 { behind += 1 }
        return before >= 0 && bytes[before] == 0x3a && behind < bytes.count && bytes[behind] == 0x0d
    }

    private mutating func noteTransferEncoding(_ value: ByteRange, _ bytes: Span<UInt8>) -> HTTPViolation? {
        guard !self.isChunked else { return .transferEncodingRepeated }
        guard self.contentLength == nil else { return .framingConflict }
        guard ByteText.equalsFoldingCase(bytes, value, "chunked") else { return .transferEncodingUnknown }
        self.isChunked = true
        return nil
    }

    private mutating func noteConnection(_ value: ByteRange, _ bytes: Span<UInt8>) -> HTTPViolation? {
        // What nearly every server says.
        if ByteText.equalsFoldingCase(bytes, value, "keep-alive") { return nil }
        var elements = ListElements(value)
        while true {
            switch elements.next(bytes) {
            case .end: return nil
            case .invalid: return .connectionInvalid
            case .element(let option):
                if ByteText.equalsFoldingCase(bytes, option, "close") {
                    self.closes = true
                } else if ByteText.equalsFoldingCase(bytes, option, "upgrade") {
                    self.upgrades = true
                } else if !ByteText.equalsFoldingCase(bytes, option, "keep-alive") {
                    self.optionCount += 1
                    guard self.optionCount <= Self.maximumOptions else { return .tooManyConnectionOptions }
                }
            }
        }
    }
}
