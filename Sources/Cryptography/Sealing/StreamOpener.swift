/// Decrypts a stream piece by piece (`SealedStream`). Holds less than two chunks at any time.
///
/// Every byte it gives was sealed at that place of the stream; only `finish` tells that nothing is missing at the end.
package struct StreamOpener: ~Copyable {
    private var chunks: StreamChunks
    /// Ciphertext that is not opened yet: up to a whole chunk, because only the end tells which is the last.
    private var rest: [UInt8] = []

    /// Reads the header.
    ///
    /// - Throws: `envelopeMalformed` for what is no stream of ours, `envelopeRejected` for one under another key or context.
    package init(
        header: [UInt8], key: borrowing SecretBytes, context: AssociatedContext
    ) throws(CryptographyError) {
        let prefix = SealedStream.prefix
        guard header.count == SealedStream.headerLength, header.starts(with: prefix) else {
            throw .init(.envelopeMalformed, "this is no sealed stream, or of a suite this version does not have")
        }
        let commitmentOffset = prefix.count + SealedStream.saltLength
        let keys = SealedStream.keys(key, salt: Array(header[prefix.count..<commitmentOffset]), context: context)
        let isCommitted = keys.withBytes { keys in
            ConstantTime.equals(
                keys.extracting(SealedStream.commitmentRange), header.span.extracting(commitmentOffset...))
        }
        guard isCommitted else {
            throw .init(.envelopeRejected, "the stream was sealed under another key, or for another place")
        }
        self.chunks = StreamChunks(keys: keys)
        self.rest.reserveCapacity(SealedStream.sealedChunkLength)
    }

    /// Takes more ciphertext and gives the plaintext of what is complete.
    ///
    /// - Throws: `envelopeRejected` for a chunk that was changed, moved or repeated.
    package mutating func append(_ ciphertext: Span<UInt8>) throws(CryptographyError) -> [UInt8] {
        var plaintext: [UInt8] = []
        var taken = 0
        while taken < ciphertext.count {
            if self.rest.count == SealedStream.sealedChunkLength {
                guard let opened = try self.chunks.open(self.rest, isLast: false) else { throw Self.rejected }
                plaintext += opened
                self.rest.removeAll(keepingCapacity: true)
            }
            let end = min(ciphertext.count, taken + SealedStream.sealedChunkLength - self.rest.count)
            ciphertext.extracting(taken..<end).withUnsafeBufferPointer { self.rest.append(contentsOf: $0) }
            taken = end
        }
        return plaintext
    }

    /// The plaintext of the last chunk.
    ///
    /// - Throws: `streamCutOff` when there were more chunks once, `envelopeRejected` when the last one was changed.
    package consuming func finish() throws(CryptographyError) -> [UInt8] {
        if let opened = try self.chunks.open(self.rest, isLast: true) {
            // A last chunk is empty only if all is: otherwise one stream could be written in two ways.
            guard !opened.isEmpty || self.chunks.isAtFirst else { throw Self.rejected }
            return opened
        }
        // What is left is nothing, or a chunk that others followed.
        if !self.rest.isEmpty, try self.chunks.open(self.rest, isLast: false) == nil { throw Self.rejected }
        throw .init(.streamCutOff, "the stream is cut off: its end is missing")
    }

    private static var rejected: CryptographyError {
        .init(.envelopeRejected, "a part of the stream was changed or is not in its place")
    }
}
