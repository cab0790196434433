/// Text of at most `capacity` bytes, held in place: copying it allocates nothing. What is longer is cut.
@usableFromInline
package struct InlineText<let capacity: Int>: Sendable, BitwiseCopyable {
    @usableFromInline var bytes: InlineArray<capacity, UInt8>
    @usableFromInline var length: UInt16

    @inlinable
    package init() {
        self.bytes = .init(repeating: 0)
        self.length = 0
    }

    /// Takes the bytes up to `capacity`.
    @inlinable
    package init(_ span: Span<UInt8>) {
        self.init()
        self.set(span)
    }

    /// Takes the bytes up to `capacity` in the place of those before; what lies behind them stays as it was.
    @inlinable
    package mutating func set(_ span: Span<UInt8>) {
        let count = min(span.count, capacity, Int(UInt16.max))
        var target = self.bytes.mutableSpan
        target.withUnsafeMutableBytes { target in
            span.extracting(0..<count).withUnsafeBytes { target.copyMemory(from: $0) }
        }
        self.length = UInt16(truncatingIfNeeded: count)
    }

    /// Becomes empty.
    @inlinable
    package mutating func clear() { self.length = 0 }

    /// Takes the text's bytes up to `capacity`. For values prepared outside the hot path.
    package init(_ text: String) {
        self.init(Array(text.utf8.prefix(capacity)))
    }

    /// Takes the bytes up to `capacity`.
    package init(_ bytes: [UInt8]) {
        self.init(bytes.span)
    }

    @inlinable
    package var count: Int { Int(self.length) }

    @inlinable
    package var isEmpty: Bool { self.length == 0 }

    /// Whether nothing more would have fitted: the text may have been cut.
    package var isFull: Bool { self.count == capacity }

    /// Lends the bytes where they lie.
    package func withSpan<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        body(self.bytes.span.extracting(0..<self.count))
    }

    /// The bytes as they were given.
    package var array: [UInt8] { self.withSpan { span in span.withUnsafeBufferPointer { Array($0) } } }

    /// The text, with what is not UTF-8 replaced.
    package var text: String { String(decoding: self.array, as: UTF8.self) }
}

extension InlineText: Equatable {
    @usableFromInline
    package static func == (left: Self, right: Self) -> Bool {
        left.withSpan { left in
            right.withSpan { right in left.count == right.count && left.indices.allSatisfy { left[$0] == right[$0] } }
        }
    }
}
