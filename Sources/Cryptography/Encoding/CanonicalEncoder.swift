package import Keys

/// Writes values so that equal values give equal bytes and different ones different bytes: for row contents, for what
/// codes are made over, and for derivation contexts.
///
/// Unsigned integers are LEB128 in the fewest bytes; signed ones are zigzag-folded first; text and bytes carry their
/// length before them; optionals a 0 or a 1; arrays their count. Values carry no type: reader and writer agree on the
/// order, and contents begin with a format number.
package struct CanonicalEncoder: Sendable {
    /// What was written so far.
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package init(capacity: Int) { self.bytes.reserveCapacity(capacity) }

    /// Forgets what was written and keeps the memory.
    package mutating func clear() { self.bytes.removeAll(keepingCapacity: true) }

    /// LEB128 in the fewest bytes.
    package mutating func append(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            self.bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        self.bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// As the same number of 64 bits.
    package mutating func append(_ value: UInt32) { self.append(UInt64(value)) }

    /// Zigzag-folded, then as an unsigned number.
    package mutating func append(_ value: Int64) {
        self.append(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// One byte, 0 or 1.
    package mutating func append(_ value: Bool) { self.bytes.append(value ? 1 : 0) }

    /// One byte as it is.
    package mutating func append(_ byte: UInt8) { self.bytes.append(byte) }

    /// The number of UTF-8 bytes, then the bytes.
    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            self.append(UInt64(utf8.count))
            self.bytes.append(contentsOf: utf8)
        }
    }

    /// Their number, then the bytes.
    package mutating func append(_ bytes: [UInt8]) {
        self.append(UInt64(bytes.count))
        self.bytes += bytes
    }

    /// Their number, then the bytes.
    package mutating func append(_ bytes: Span<UInt8>) {
        self.append(UInt64(bytes.count))
        bytes.withUnsafeBufferPointer { self.bytes.append(contentsOf: $0) }
    }

    /// Eight bytes, most significant first, without a length: for what has always that size.
    package mutating func appendFixed(_ word: UInt64) {
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            self.bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }

    /// Thirty-two bytes without a length.
    package mutating func append(_ digest: Digest256) {
        self.appendFixed(digest.words.0)
        self.appendFixed(digest.words.1)
        self.appendFixed(digest.words.2)
        self.appendFixed(digest.words.3)
    }

    /// A marker, then the value if there is one.
    package mutating func append<Value>(_ value: Value?, _ body: (inout Self, Value) -> Void) {
        self.append(value != nil)
        if let value { body(&self, value) }
    }

    /// The count, then the elements.
    package mutating func append<Element>(_ elements: [Element], _ body: (inout Self, Element) -> Void) {
        self.append(UInt64(elements.count))
        for element in elements { body(&self, element) }
    }
}
