/// The lines of a text, each ended by a newline (U+000A) and by nothing else.
struct TextLines {
    /// What was not read yet.
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.rest = bytes }

    /// The next line without its newline; `nil` at the end, for a line that does not end, and for what is no UTF-8.
    mutating func next() -> String? {
        guard let end = self.rest.firstIndex(of: 0x0a) else { return nil }
        guard let line = String(validating: self.rest[..<end], as: UTF8.self) else { return nil }
        self.rest = self.rest[(end + 1)...]
        return line
    }
}
