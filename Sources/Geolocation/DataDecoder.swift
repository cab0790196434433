/// Goes through the data of a database, one value after the other (MaxMind DB File Format Specification 2.0, "Output Data
/// Section"). Never beyond the section, and no deeper or longer than the work that is left to it.
struct DataDecoder {
    private let bytes: [UInt8]
    /// Where pointers count from, and where the section ends.
    private let start: Int
    private let end: Int
    var position: Int
    /// Values that may still be looked at.
    private(set) var workLeft: Int

    /// Deepest nesting of maps and arrays that is gone through.
    private static let deepest = 32
    /// Enough for the largest databases there are, times four; some seconds.
    static let mostWork = 100_000_000

    enum Value {
        /// So many pairs follow.
        case map(Int)
        /// So many values follow.
        case array(Int)
        case text(Range<Int>)
        case number(UInt64)
        /// Where the value is that is meant.
        case pointer(Int)
        case other
    }

    init(_ bytes: [UInt8], from start: Int, to end: Int, work: Int = Self.mostWork) {
        self.bytes = bytes
        self.start = start
        self.end = end
        self.position = start
        self.workLeft = work
    }

    /// The next value. Behind a map or an array stands its first member, behind anything else what follows it.
    mutating func next() throws(DatabaseFault) -> Value {
        self.workLeft -= 1
        guard self.workLeft >= 0 else { throw .tooMuchWork }
        let control = try self.byte()
        var kind = Int(control >> 5)
        if kind == 1 { return .pointer(try self.pointer(control)) }
        if kind == 0 { kind = Int(try self.byte()) + 7 }
        let size = try self.size(control)
        switch kind {
        case 2: return .text(try self.take(size))
        case 5, 6, 9:
            guard size <= 8 else { throw .dataMalformed }
            return .number(self.integer(try self.take(size)))
        case 7: return .map(size)
        case 11: return .array(size)
        case 3, 4, 8, 10, 15:
            _ = try self.take(size)
            return .other
        // A boolean's size is its value.
        case 14: return .other
        default: throw .dataMalformed
        }
    }

    /// Goes past a value with all that is in it. Pointers are not followed, so that nothing goes round in a circle.
    mutating func skip() throws(DatabaseFault) {
        // How many values are left in each map or array around.
        var open = [1]
        while let left = open.last {
            guard left > 0 else {
                open.removeLast()
                continue
            }
            open[open.count - 1] = left - 1
            switch try self.next() {
            case .map(let count): open.append(count * 2)
            case .array(let count): open.append(count)
            default: continue
            }
            guard open.count <= Self.deepest else { throw .dataMalformed }
        }
    }

    /// The next value, or the one that it points to; then `position` is behind the pointer. A pointer to a pointer is refused.
    mutating func resolved() throws(DatabaseFault) -> (Value, behind: Int) {
        let value = try self.next()
        guard case .pointer(let place) = value else { return (value, self.position) }
        let behind = self.position
        self.position = place
        let target = try self.next()
        if case .pointer = target { throw .dataMalformed }
        return (target, behind)
    }

    func string(_ range: Range<Int>) -> String { String(decoding: self.bytes[range], as: UTF8.self) }

    func isText(_ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { self.bytes[range].elementsEqual($0) }
    }

    private mutating func byte() throws(DatabaseFault) -> UInt8 {
        guard self.position >= 0, self.position < self.end else { throw .dataMalformed }
        self.position += 1
        return self.bytes[self.position - 1]
    }

    private mutating func take(_ count: Int) throws(DatabaseFault) -> Range<Int> {
        guard count <= self.end - self.position else { throw .dataMalformed }
        let range = self.position..<(self.position + count)
        self.position += count
        return range
    }

    private func integer(_ range: Range<Int>) -> UInt64 {
        self.bytes[range].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Up to 2^24 + 65820: it cannot overflow.
    private mutating func size(_ control: UInt8) throws(DatabaseFault) -> Int {
        let size = Int(control & 0x1f)
        switch size {
        case 29: return 29 + Int(self.integer(try self.take(1)))
        case 30: return 285 + Int(self.integer(try self.take(2)))
        case 31: return 65_821 + Int(self.integer(try self.take(3)))
        default: return size
        }
    }

    private mutating func pointer(_ control: UInt8) throws(DatabaseFault) -> Int {
        let low = Int(control & 7)
        let length = Int(control >> 3 & 3) + 1
        let rest = Int(self.integer(try self.take(length)))
        let offset =
            switch length {
            case 1: low << 8 | rest
            case 2: (low << 16 | rest) + 2_048
            case 3: (low << 24 | rest) + 526_336
            default: rest
            }
        guard offset < self.end - self.start else { throw .dataMalformed }
        return self.start + offset
    }
}
