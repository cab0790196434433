/// Seals or opens the chunks of one stream, in order. A number is used once: after the last chunk nothing follows.
struct StreamChunks: ~Copyable {
    /// The AES key and the beginning of the nonces, from `SealedStream.keys`.
    private let keys: SecretBytes
    private var number: UInt64 = 0

    /// Whether no more than one chunk was sealed or opened.
    var isAtFirst: Bool { self.number <= 1 }

    init(keys: consuming SecretBytes) { self.keys = keys }

    /// The ciphertext of the next chunk, with its tag.
    mutating func seal(_ plaintext: [UInt8], isLast: Bool) throws(CryptographyError) -> [UInt8] {
        let nonce = try self.nonce(isLast)
        let sealed = try self.keys.withBytes { (keys) throws(CryptographyError) in
            try AES256GCM.seal(plaintext.span, key: keys.extracting(0..<32), nonce: nonce.span, additional: Span())
        }
        self.number += 1
        return sealed
    }

    /// The plaintext of the next chunk; `nil` when it is not that chunk. Then the next is still the same one.
    mutating func open(_ sealed: [UInt8], isLast: Bool) throws(CryptographyError) -> [UInt8]? {
        guard sealed.count >= AES256GCM.tagLength else { return nil }
        let nonce = try self.nonce(isLast)
        var isGenuine = false
        let length = sealed.count - AES256GCM.tagLength
        let plaintext = [UInt8](unsafeUninitializedCapacity: length) { target, count in
            let target = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(target)[..<length])
            isGenuine = self.keys.withBytes { keys in
                AES256GCM.open(
                    sealed.span, key: keys.extracting(0..<32), nonce: nonce.span, additional: Span(), into: target)
            }
            if isGenuine { count = length }
        }
        guard isGenuine else { return nil }
        self.number += 1
        return plaintext
    }

    private func nonce(_ isLast: Bool) throws(CryptographyError) -> [UInt8] {
        guard self.number <= UInt64(UInt32.max) else {
            throw .init(.envelopeMalformed, "a stream has at most 2^32 chunks")
        }
        let counter = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self.number >> $0) }
        return self.keys.withBytes { keys in (32..<39).map { keys[$0] } } + counter + [isLast ? 1 : 0]
    }
}
