import Keys

/// The hashes of one foreign token, each made once, however many environments are asked for it.
struct TokenHashes {
    private var digests: [ForeignHash: [UInt8]] = [:]

    /// The hash of the token, which is the same at every call.
    mutating func digest(_ hash: ForeignHash, of token: Span<UInt8>) -> [UInt8] {
        if let digest = self.digests[hash] { return digest }
        let digest = hash.digest(of: token)
        self.digests[hash] = digest
        return digest
    }
}
