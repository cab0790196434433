/// One record of the file that counts are written down in: 128 bytes, the last four a checksum. All numbers are little
/// endian.
package enum LedgerRecord: Equatable, Sendable {
    /// A process begins to write. Wall time in milliseconds since 1970.
    case begin(wall: Int64)
    /// It has written all it had, and spends no more.
    case finish(wall: Int64)
    /// So many processes ended before that moment without having written all they had.
    case ends(wall: Int64, count: UInt32)
    /// A count, and when it was written by both clocks.
    case count(LedgerCount, wall: Int64, monotonic: UInt64)

    package static let length = 128
    private static let version: UInt8 = 1

    private var kind: UInt8 {
        switch self {
        case .begin: 1
        case .finish: 2
        case .ends: 3
        case .count: 4
        }
    }

    /// Appends the record.
    package func write(to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(self.kind)
        bytes.append(Self.version)
        switch self {
        case .begin(let wall), .finish(let wall):
            bytes += [0, 0]
            Self.append(UInt64(bitPattern: wall), to: &bytes)
        case .ends(let wall, let count):
            bytes += [0, 0]
            Self.append(UInt64(bitPattern: wall), to: &bytes)
            Self.append(count, to: &bytes)
        case .count(let count, let wall, let monotonic):
            bytes += [count.index, 0]
            Self.append(UInt64(bitPattern: wall), to: &bytes)
            Self.append(count.stamp, to: &bytes)
            for word in [count.identity, count.subject.high, count.subject.low] { Self.append(word, to: &bytes) }
            let words = count.window.words
            for word in [words.0, words.1, words.2] { Self.append(word, to: &bytes) }
            for word in [monotonic, count.newest, count.end] { Self.append(word, to: &bytes) }
            for age in count.cells.indices { Self.append(count.cells[age], to: &bytes) }
        }
        let missing = start + Self.length - 4 - bytes.count
        bytes += repeatElement(0, count: max(missing, 0))
        Self.append(Self.checksum(bytes[start...]), to: &bytes)
    }

    /// Reads a record; `nil` for bytes that are none.
    package init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        var reader = WordReader(bytes: bytes.dropLast(4))
        guard Self.checksum(bytes.dropLast(4)) == WordReader.last(of: bytes) else { return nil }
        let (kind, version, index) = (reader.byte(), reader.byte(), reader.byte())
        _ = reader.byte()
        guard version == Self.version else { return nil }
        let wall = Int64(bitPattern: reader.word64())
        switch kind {
        case 1: self = .begin(wall: wall)
        case 2: self = .finish(wall: wall)
        case 3: self = .ends(wall: wall, count: reader.word32())
        case 4:
            let stamp = reader.word32()
            let (identity, high, low) = (reader.word64(), reader.word64(), reader.word64())
            let window = LimitWindow(words: (reader.word32(), reader.word32(), reader.word32()))
            let (monotonic, newest, end) = (reader.word64(), reader.word64(), reader.word64())
            var cells = InlineArray<11, UInt32>(repeating: 0)
            for age in cells.indices { cells[age] = reader.word32() }
            guard let window, window.isLedgered, index < LimitRule.mostWindows else { return nil }
            let count = LedgerCount(
                identity: identity, subject: .init(high: high, low: low), index: index, stamp: stamp, window: window,
                newest: newest, end: end, cells: cells)
            self = .count(count, wall: wall, monotonic: monotonic)
        default: return nil
        }
    }

    /// FNV-1a, folded to 32 bits: it finds what a cut or a bad block leaves. It proves nothing against whoever can write.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
    }

    private static func append(_ word: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: 0 as UInt64, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }

    private static func append(_ word: UInt32, to bytes: inout [UInt8]) {
        for shift in stride(from: 0 as UInt32, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
}

/// Reads words of a record. Beyond its end everything is 0.
private struct WordReader {
    private var bytes: ArraySlice<UInt8>

    init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    mutating func byte() -> UInt8 { self.bytes.popFirst() ?? 0 }

    mutating func word32() -> UInt32 {
        var word: UInt32 = 0
        for shift in stride(from: 0 as UInt32, to: 32, by: 8) { word |= UInt32(self.byte()) << shift }
        return word
    }

    mutating func word64() -> UInt64 {
        let low = UInt64(self.word32())
        return low | UInt64(self.word32()) << 32
    }

    static func last(of bytes: ArraySlice<UInt8>) -> UInt32 {
        var reader = Self(bytes: bytes.suffix(4))
        return reader.word32()
    }
}
