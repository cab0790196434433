import Keys

/// A segment: eight bytes that say what the file is, then frames of length, CRC-32 and payload, little-endian.
///
/// A process that is killed may leave half a frame at the end. The checksum tells; the tail is cut at the next start.
enum SegmentFormat {
    static let header: [UInt8] = Array("GHDLOG1\n".utf8)
    static let frameHeader = 8
    /// No record comes near it; a length beyond it is damage.
    static let longestPayload = 4096
    private static let nameStart = "decisions-"
    private static let nameEnd = ".log"

    static func name(_ sequence: UInt64) -> String {
        let digits = String(sequence)
        return Self.nameStart + String(repeating: "0", count: max(0, 10 - digits.utf8.count)) + digits + Self.nameEnd
    }

    /// The sequence number in a segment's name; `nil` for any other file, and for a number that no log comes to: there is
    /// always a next one.
    static func sequence(_ name: String) -> UInt64? {
        guard name.hasPrefix(Self.nameStart), name.hasSuffix(Self.nameEnd),
            let sequence = UInt64(name.dropFirst(Self.nameStart.count).dropLast(Self.nameEnd.count)),
            (1...UInt64.max / 2).contains(sequence), self.name(sequence) == name
        else { return nil }
        return sequence
    }

    /// No frame takes more.
    static let longestFrame = frameHeader + RecordEncoding.longest

    /// Writes a frame into room for the longest, and leaves its checksum open.
    ///
    /// - Returns: the bytes it took.
    static func writeFrame(_ record: DecisionRecord, into room: UnsafeMutableRawBufferPointer) -> Int {
        let length = RecordEncoding.write(record, into: .init(rebasing: room[Self.frameHeader...]))
        room.storeBytes(of: UInt32(truncatingIfNeeded: length).littleEndian, as: UInt32.self)
        return Self.frameHeader + length
    }

    /// The payload of a frame that `writeFrame` wrote at the beginning of these bytes.
    static func openPayload(of frame: UnsafeMutableRawBufferPointer) -> UnsafeMutableRawBufferPointer {
        let length = Int(UInt32(littleEndian: frame.loadUnaligned(as: UInt32.self)))
        return .init(rebasing: frame[Self.frameHeader..<(Self.frameHeader + length)])
    }

    /// Bytes of the frame that begins there.
    static func frameLength(in frames: UnsafeRawBufferPointer, at offset: Int) -> Int {
        Self.frameHeader + Int(UInt32(littleEndian: frames.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }

    /// Puts in the checksum.
    static func close(_ frame: UnsafeMutableRawBufferPointer, payload: UnsafeRawBufferPointer) {
        let checksum = CRC32.checksum(payload.bindMemory(to: UInt8.self).span)
        frame.storeBytes(of: checksum.littleEndian, toByteOffset: 4, as: UInt32.self)
    }

    /// The payload of the frame at `offset`; `nil` where no whole frame lies, or one that is damaged.
    ///
    /// `isChecked` false trusts the length and leaves the checksum to whoever uses the payload.
    static func payload(in bytes: [UInt8], at offset: Int, isChecked: Bool) -> Range<Int>? {
        let start = offset + Self.frameHeader
        guard start <= bytes.count else { return nil }
        let length = Int(Self.word(bytes, offset))
        guard (1...Self.longestPayload).contains(length), length <= bytes.count - start else { return nil }
        let payload = start..<(start + length)
        if isChecked, !Self.isIntact(bytes, payload) { return nil }
        return payload
    }

    /// Whether a payload has the checksum that stands before it.
    static func isIntact(_ bytes: [UInt8], _ payload: Range<Int>) -> Bool {
        CRC32.checksum(bytes.span.extracting(payload)) == Self.word(bytes, payload.lowerBound - 4)
    }

    /// Bytes up to the end of the last intact frame; 0 when not even the header is there.
    static func intactLength(_ bytes: [UInt8]) -> Int {
        guard bytes.starts(with: Self.header) else { return 0 }
        return SegmentPayloads(of: bytes, isChecked: true).reduce(Self.header.count) { $1.upperBound }
    }

    private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
        (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
    }
}
