/// Reads comma-separated values (RFC 4180): quoted fields may hold commas, line ends and doubled quotes. A byte order
/// mark before the first field is passed over, and so are empty lines.
struct CSVReader {
    /// Most fields of a record, and the longest field in bytes.
    static let mostFields = 128
    static let longestField = 64 << 10

    struct Record: Equatable {
        /// Where it begins.
        let line: Int
        let fields: [[UInt8]]
    }

    private let bytes: [UInt8]
    private var position: Int
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        self.position = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    }

    /// The next record; `nil` at the end.
    mutating func next() throws(ImportFault) -> Record? {
        while self.takeLineEnd() {}
        guard self.position < self.bytes.count else { return nil }
        let start = self.line
        var fields: [[UInt8]] = []
        repeat {
            guard fields.count < Self.mostFields else {
                throw .init(line: start, "there are more than \(Self.mostFields) fields")
            }
            fields.append(try self.field())
        } while self.take(0x2c)
        guard self.position >= self.bytes.count || self.takeLineEnd() else {
            throw .init(line: self.line, "something follows the quote at the end of a field")
        }
        return .init(line: start, fields: fields)
    }

    private mutating func field() throws(ImportFault) -> [UInt8] {
        self.take(0x22) ? try self.quoted() : try self.bare()
    }

    private mutating func bare() throws(ImportFault) -> [UInt8] {
        let start = self.position
        while self.position < self.bytes.count, ![0x2c, 0x0a, 0x0d].contains(self.bytes[self.position]) {
            guard self.bytes[self.position] != 0x22 else {
                throw .init(line: self.line, "a quote stands inside a field that does not begin with one")
            }
            self.position += 1
        }
        try self.check(length: self.position - start)
        return Array(self.bytes[start..<self.position])
    }

    private mutating func quoted() throws(ImportFault) -> [UInt8] {
        let start = self.line
        var field: [UInt8] = []
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            self.position += 1
            if byte == 0x22 {
                guard self.take(0x22) else { return field }
            }
            if byte == 0x0a { self.line += 1 }
            try self.check(length: field.count)
            field.append(byte)
        }
        throw .init(line: start, "the quote that begins here has no end")
    }

    private func check(length: Int) throws(ImportFault) {
        guard length <= Self.longestField else {
            throw .init(line: self.line, "a field is longer than \(Self.longestField) bytes")
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard self.position < self.bytes.count, self.bytes[self.position] == byte else { return false }
        self.position += 1
        return true
    }

    private mutating func takeLineEnd() -> Bool {
        if self.take(0x0d) {
            _ = self.take(0x0a)
        } else if !self.take(0x0a) {
            return false
        }
        self.line += 1
        return true
    }
}
