import Keys

/// The lines of a proof.
struct ProofText {
    private static let longest = SignedText.longest + 28_672
    private static let mostExtra = 16_384
    private static let longestPath = 63

    let index: UInt64
    /// From the leaf upwards.
    let path: [Digest256]
    /// A signed note, to be read.
    let checkpoint: ArraySlice<UInt8>

    /// `nil` for bytes that are none.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count <= Self.longest else { return nil }
        var lines = ByteLines(bytes)
        guard let header = lines.next(), header.elementsEqual("c2sp.org/tlog-proof@v1".utf8), var line = lines.next()
        else { return nil }
        if let extra = ByteLines.value(of: "extra ", in: line) {
            guard Base64Reader.bytes(extra, most: Self.mostExtra) != nil, let next = lines.next() else { return nil }
            line = next
        }
        guard let digits = ByteLines.value(of: "index ", in: line), let index = ByteLines.number(digits) else {
            return nil
        }
        var path: [Digest256] = []
        while true {
            guard let hash = lines.next() else { return nil }
            guard !hash.isEmpty else { break }
            guard path.count < Self.longestPath, let bytes = Base64Reader.bytes(hash, most: 32),
                let digest = Digest256(bytes: bytes)
            else { return nil }
            path.append(digest)
        }
        self.index = index
        self.path = path
        self.checkpoint = lines.rest
    }
}
