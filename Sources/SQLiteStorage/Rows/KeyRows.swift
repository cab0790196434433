/// Rows of the table of keys, copied out of SQLite's memory, so that they can be checked and read on another thread.
struct KeyRows: Sendable {
    /// A row; its texts and blobs lie in `bytes`.
    struct Row: Sendable {
        var id = 0..<0
        var project = 0..<0
        var environment = 0..<0
        /// `nil` when the column holds nothing.
        var owner: Range<Int>?
        var name = 0..<0
        var state: Int64 = 0
        var created: Int64 = 0
        var expires: Int64?
        var revokes: Int64?
        var rotationEnds: Int64?
        var revision: UInt64 = 0
        var content = 0..<0
        var mac = 0..<0
    }

    private(set) var rows: [Row] = []
    private(set) var bytes: [UInt8] = []

    /// Room for about so many rows.
    init(capacity: Int) {
        self.rows.reserveCapacity(capacity)
        self.bytes.reserveCapacity(capacity * 448)
    }

    mutating func append(_ row: Row) { self.rows.append(row) }

    /// Takes over bytes of the row that is to be appended next.
    mutating func copy(_ source: UnsafeRawBufferPointer) -> Range<Int> {
        let start = self.bytes.count
        self.bytes.append(contentsOf: source)
        return start..<self.bytes.count
    }
}
