import Cryptography

/// The last few values of a kind that were read, with the bytes they were read from. Most keys share rights, limits and
/// creator with many others: what comes again is not made anew, and takes no memory of its own.
///
/// Reading depends on nothing but the bytes it uses up, so bytes that are the same read to the same value.
struct DecodingMemo<Value> {
    /// Most values remembered.
    private static var most: Int { 8 }
    /// Most bytes of one of them.
    private static var longest: Int { 1_024 }

    private var entries: [(bytes: [UInt8], value: Value)] = []
    /// The one that is forgotten next.
    private var next = 0

    /// Reads a value, or recalls it.
    mutating func value(
        from decoder: inout CanonicalDecoder,
        _ read: (inout CanonicalDecoder) throws(CryptographyError) -> Value
    ) throws(CryptographyError) -> Value {
        for index in self.entries.indices where decoder.skip(self.entries[index].bytes) {
            return self.entries[index].value
        }
        let start = decoder.position
        let value = try read(&decoder)
        self.note(value, decoder.bytes(from: start))
        return value
    }

    private mutating func note(_ value: Value, _ bytes: [UInt8]) {
        guard bytes.count <= Self.longest else { return }
        guard self.entries.count >= Self.most else { return self.entries.append((bytes, value)) }
        self.entries[self.next] = (bytes, value)
        self.next = (self.next + 1) % Self.most
    }
}
