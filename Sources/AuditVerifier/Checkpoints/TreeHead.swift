import Keys

/// The three lines of a checkpoint (C2SP tlog-checkpoint).
struct TreeHead: Hashable {
    /// Most entries: sizes and their sums stay within 64 bits.
    static let mostEntries: UInt64 = 1 << 62

    let origin: [UInt8]
    let size: UInt64
    let root: Digest256

    var name: String { String(decoding: self.origin, as: UTF8.self) }

    /// Reads a note's text; lines behind the third are not ours to judge, but none is empty.
    init?(_ text: ArraySlice<UInt8>) {
        var lines = ByteLines(text)
        guard let origin = lines.next(), !origin.isEmpty, let size = lines.next().flatMap(ByteLines.number),
            size <= Self.mostEntries, let root = lines.next().flatMap({ Base64Reader.bytes($0, most: 32) }),
            let digest = Digest256(bytes: root), size > 0 || digest == TreeRoot().hash
        else { return nil }
        while let line = lines.next() {
            guard !line.isEmpty else { return nil }
        }
        guard lines.rest.isEmpty else { return nil }
        self.origin = Array(origin)
        self.size = size
        self.root = digest
    }
}
