/// Where the payloads of a segment's frames lie, in their order, up to the first that is not whole or is damaged.
struct SegmentPayloads: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private let isChecked: Bool
    /// Behind the frame before.
    private var offset: Int

    /// Reads nothing but the header yet; without one there are no payloads. `isChecked` false trusts the lengths and
    /// leaves the checksums to whoever uses a payload.
    init(of bytes: [UInt8], isChecked: Bool) {
        self.bytes = bytes
        self.isChecked = isChecked
        self.offset = bytes.starts(with: SegmentFormat.header) ? SegmentFormat.header.count : bytes.count
    }

    /// The frames from an offset on, which were made here and need no check.
    init(of bytes: [UInt8], from offset: Int) {
        self.bytes = bytes
        self.isChecked = false
        self.offset = offset
    }

    /// The frames of the rest of a segment, which has no header.
    init(rest bytes: [UInt8]) {
        self.bytes = bytes
        self.isChecked = true
        self.offset = 0
    }

    mutating func next() -> Range<Int>? {
        let payload = SegmentFormat.payload(in: self.bytes, at: self.offset, isChecked: self.isChecked)
        if let payload { self.offset = payload.upperBound }
        return payload
    }
}
