import Keys

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

    mutating func text() -> [UInt8]? { self.textSlice().map(Array.init) }

    /// A text where it lies.
    mutating func textSlice() -> ArraySlice<UInt8>? {
        guard let length = self.integer(UInt8.self), self.bytes.count >= Int(length) else { return nil }
        defer { self.bytes.removeFirst(Int(length)) }
        return self.bytes.prefix(Int(length))
    }

    /// Passes over bytes.
    ///
    /// - Returns: whether there were so many.
    mutating func skip(_ count: Int) -> Bool {
        guard self.bytes.count >= count else { return false }
        self.bytes.removeFirst(count)
        return true
    }
}
