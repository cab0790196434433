/// What the entry of a leak report says: the version, and where it was found in general.
struct LeakNote: Equatable {
    let number: UInt32
    let origin: String

    init(_ report: LeakReport) {
        self.number = report.version.number
        let printable = "\(report.reporter) \(report.place)".unicodeScalars.filter { 0x20...0x7e ~= $0.value }
        self.origin = String(String.UnicodeScalarView(printable.prefix(128)))
    }

    /// Reads what `text` wrote.
    init?(_ text: String) {
        let parts = text.split(separator: ": " as Substring, maxSplits: 1)
        guard parts.count == 2, parts[0].hasPrefix("version "), let number = UInt32(parts[0].dropFirst(8)) else {
            return nil
        }
        self.number = number
        self.origin = String(parts[1])
    }

    var text: String { "version \(self.number): \(self.origin)" }
}
