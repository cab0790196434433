import Keys

/// Writes fields into room that the caller made: nothing grows, nothing is allocated. What would go beyond the room traps.
struct FieldWriter {
    private let room: UnsafeMutableRawBufferPointer
    /// Bytes written.
    private(set) var count = 0

    init(_ room: UnsafeMutableRawBufferPointer) { self.room = room }

    @inline(__always)
    mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value) {
        let size = MemoryLayout<Value>.size
        precondition(size <= self.room.count - self.count, "the room holds the longest record")
        self.room.storeBytes(of: value.littleEndian, toByteOffset: self.count, as: Value.self)
        self.count += size
    }

    mutating func id<Kind>(_ id: ObjectID<Kind>) {
        self.integer(id.high)
        self.integer(id.low)
    }

    mutating func optionalID<Kind>(_ id: ObjectID<Kind>?) {
        self.integer(id?.high ?? 0)
        self.integer(id?.low ?? 0)
    }

    /// A text of at most 255 bytes.
    mutating func text<let capacity: Int>(_ text: InlineText<capacity>) {
        text.withSpan { span in
            let cut = span.extracting(first: 255)
            self.integer(UInt8(truncatingIfNeeded: cut.count))
            precondition(cut.count <= self.room.count - self.count, "the room holds the longest record")
            let rest = UnsafeMutableRawBufferPointer(rebasing: self.room[self.count...])
            cut.withUnsafeBytes { rest.copyMemory(from: $0) }
            self.count += cut.count
        }
    }
}

/// Reads fields from bytes; each read is `nil` when they end too soon.
struct FieldReader {
    private var bytes: ArraySlice<UInt8>

    init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { self.bytes.isEmpty }

    mutating func integer<Value: FixedWidthInteger>(_: Value.Type) -> Value? {
        let width = Value.bitWidth / 8
        guard self.bytes.count >= width else { return nil }
        var value = Value.zero
        for (index, byte) in self.bytes.prefix(width).enumerated() {
            value |= Value(truncatingIfNeeded: byte) << Value(index * 8)
        }
        self.bytes.removeFirst(width)
        return value
    }

    mutating func id<Kind>() -> ObjectID<Kind>? {
        guard let high = self.integer(UInt64.self), let low = self.integer(UInt64.self) else { return nil }
        return .init(high: high, low: low)
    }

    /// An id that may be absent: no id is all zeros, for its characters are letters and digits.
    mutating func optionalID<Kind>() -> ObjectID<Kind>?? {
        guard let id: ObjectID<Kind> = self.id() else { return nil }
        return id.high == 0 && id.low == 0 ? .some(nil) : .some(id)
    }

    mutating func text() -> [UInt8]? {
        guard let length = self.integer(UInt8.self), self.bytes.count >= Int(length) else { return nil }
        defer { self.bytes.removeFirst(Int(length)) }
        return Array(self.bytes.prefix(Int(length)))
    }
}
