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
