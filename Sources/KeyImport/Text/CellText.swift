import Keys

/// The content of one cell of a table.
struct CellText {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Without spaces at the ends; what is not UTF-8 is replaced.
    var text: String {
        let trimmed = self.bytes.drop { $0 == 0x20 }
        let end = trimmed.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? trimmed.startIndex
        return String(decoding: trimmed[..<end], as: UTF8.self)
    }

    /// Parted by spaces or semicolons.
    var words: [String] {
        self.bytes.split { $0 == 0x20 || $0 == 0x3b }.map { String(decoding: $0, as: UTF8.self) }
    }

    func flag(_ line: Int) throws(ImportFault) -> Bool {
        switch self.text.lowercased() {
        case "true", "yes", "1": return true
        case "false", "no", "0": return false
        default: throw .init(line: line, "whether the key is enabled must be true or false")
        }
    }

    func moment(_ line: Int) throws(ImportFault) -> WallTime {
        guard let moment = WallTime(rfc3339: self.text) else {
            throw .init(line: line, "the expiry must be a time such as 2027-01-31T00:00:00Z")
        }
        return moment
    }
}
