/// The field lines of one head, in order. Its storage is allocated at first use, small, and then reused for every head of
/// a connection; `releaseStorage` gives it back.
@usableFromInline
package struct FieldTable: ~Copyable, Sendable {
    /// As many as nearly all heads have; a longer one makes the storage grow.
    private static var usualCount: Int { 24 }

    @usableFromInline var storage: [Field]
    @usableFromInline package private(set) var count: Int
    /// Offset behind the last field line, where the empty line begins.
    @usableFromInline package private(set) var linesEnd: Int

    @inlinable
    package init() {
        self.storage = []
        self.count = 0
        self.linesEnd = 0
    }

    /// The field at an index below `count`.
    @inlinable
    package subscript(index: Int) -> Field { self.storage[index] }

    /// The index of the first field of a kind from `start` on.
    @inlinable
    package func firstIndex(of known: KnownField, from start: Int = 0) -> Int? {
        var index = start
        while index < self.count {
            if self.storage[index].known == known { return index }
            index += 1
        }
        return nil
    }

    /// The index of the first field from `start` on whose name is `name` (lower-case ASCII), whatever the case of its
    /// letters. `bytes` is what the head was parsed from.
    package func firstIndex(named name: Span<UInt8>, in bytes: Span<UInt8>, from start: Int = 0) -> Int? {
        for index in start..<max(start, self.count) {
            let range = self.storage[index].name
            guard Int(range.count) == name.count else { continue }
            if name.indices.allSatisfy({ ByteText.lowercased(bytes[range.lowerBound + $0]) == name[$0] }) {
                return index
            }
        }
        return nil
    }

    /// Gives the memory back; the fields are gone.
    package mutating func releaseStorage() {
        self.storage = []
        self.count = 0
        self.linesEnd = 0
    }

    /// Forgets the fields of the head before.
    mutating func removeAll() {
        self.count = 0
        self.linesEnd = 0
    }

    /// Adds a field unless the table holds `limit` of them.
    @inline(__always)
    mutating func append(_ field: Field, limit: Int) -> Bool {
        guard self.count < limit else { return false }
        if self.count < self.storage.count {
            self.storage[self.count] = field
        } else {
            if self.storage.isEmpty { self.storage.reserveCapacity(min(limit, Self.usualCount)) }
            self.storage.append(field)
        }
        self.count += 1
        return true
    }

    mutating func close(linesEnd: Int) { self.linesEnd = linesEnd }

    /// Marks every field of that name as one that ends at this hop; says whether a framing field or Host is among them.
    mutating func nominate(_ option: ByteRange, in bytes: Span<UInt8>) -> Bool {
        var isFraming = false
        for index in 0..<self.count where ByteText.areEqualFoldingCase(bytes, self.storage[index].name, option) {
            self.storage[index].isNominated = true
            switch self.storage[index].known {
            case .host, .contentLength, .transferEncoding: isFraming = true
            default: break
            }
        }
        return isFraming
    }
}
