/// Encrypts a stream piece by piece (`SealedStream`). Holds less than two chunks at any time.
package struct StreamSealer: ~Copyable {
    /// What comes before the first chunk.
    package let header: [UInt8]

    private var chunks: StreamChunks
    /// Plaintext that is not sealed yet: up to a whole chunk, because the last one is sealed as such.
    private var rest: [UInt8] = []

    package init(key: borrowing SecretBytes, context: AssociatedContext, randomBytes: RandomBytes) {
        let salt = randomBytes(SealedStream.saltLength)
        precondition(salt.count == SealedStream.saltLength, "the source of randomness gave too few bytes")
        let keys = SealedStream.keys(key, salt: salt, context: context)
        let commitment = keys.withBytes { keys in SealedStream.commitmentRange.map { keys[$0] } }
        self.header = SealedStream.prefix + salt + commitment
        self.chunks = StreamChunks(keys: keys)
        self.rest.reserveCapacity(SealedStream.chunkLength)
    }

    /// Takes more plaintext and gives what of it can be written already.
    package mutating func append(_ plaintext: Span<UInt8>) throws(CryptographyError) -> [UInt8] {
        var sealed: [UInt8] = []
        var taken = 0
        while taken < plaintext.count {
            if self.rest.count == SealedStream.chunkLength {
                sealed += try self.chunks.seal(self.rest, isLast: false)
                self.rest.removeAll(keepingCapacity: true)
            }
            let end = min(plaintext.count, taken + SealedStream.chunkLength - self.rest.count)
            plaintext.extracting(taken..<end).withUnsafeBufferPointer { self.rest.append(contentsOf: $0) }
            taken = end
        }
        return sealed
    }

    /// The last chunk.
    package consuming func finish() throws(CryptographyError) -> [UInt8] {
        try self.chunks.seal(self.rest, isLast: true)
    }
}
