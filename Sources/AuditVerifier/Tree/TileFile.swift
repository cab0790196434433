/// A file of the log's folder (C2SP tlog-tiles): which hashes or entries it holds.
struct TileFile {
    /// Hashes or entries in a full file.
    static let fullWidth: UInt64 = 256

    enum Content {
        case hashes(level: UInt64)
        case entries
    }

    let content: Content
    let number: UInt64
    /// How many hashes or entries the log's size calls for.
    let width: UInt64

    /// The hashes of a level, as far as a log of that size has them; `nil` when it has none there.
    init?(_ content: Content, number: UInt64, size: UInt64) {
        var available = size
        if case .hashes(let level) = content { available >>= 8 * level }
        guard available >> 8 >= number, available > number << 8 else { return nil }
        self.content = content
        self.number = number
        self.width = min(available - number << 8, Self.fullWidth)
    }

    /// The first entry that the file's hashes cover, or that the file holds.
    var firstEntry: UInt64 {
        switch self.content {
        case .entries: self.number << 8
        case .hashes(let level): self.number << (8 * (level + 1))
        }
    }

    /// Where the file lies when it is exactly as wide as that, and where it lies once it is full.
    var path: String { self.width == Self.fullWidth ? self.fullPath : "\(self.fullPath).p/\(self.width)" }

    var fullPath: String {
        switch self.content {
        case .entries: "tile/entries/\(self.groups)"
        case .hashes(let level): "tile/\(level)/\(self.groups)"
        }
    }

    /// The number in groups of three digits, all but the last behind an `x`.
    private var groups: String {
        let digits = Array("\(self.number)".utf8)
        let padded = [UInt8](repeating: UInt8(ascii: "0"), count: (3 - digits.count % 3) % 3) + digits
        let groups = stride(from: 0, to: padded.count, by: 3).map { start in
            String(decoding: padded[start..<(start + 3)], as: UTF8.self)
        }
        return groups.enumerated()
            .map { $0.offset == groups.count - 1 ? $0.element : "x\($0.element)" }
            .joined(separator: "/")
    }
}
