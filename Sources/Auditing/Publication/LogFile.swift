/// A file of a published log (C2SP tlog-tiles).
package enum LogFile: Hashable, Sendable {
    case checkpoint
    case tile(TilePlace)
    case entries(EntriesPlace)
    /// The note that names the key of that number; the log began with key 1, which none names.
    case succession(UInt32)

    /// Relative to the log's folder.
    package var path: String {
        switch self {
        case .checkpoint: "checkpoint"
        case .tile(let place): place.path
        case .entries(let place): place.path
        case .succession(let number): "keys/\(number)"
        }
    }

    /// The files that the entries under one full tile of level 0 complete, in the order they are published in.
    static func completed(by number: UInt64) -> [Self] {
        var files: [Self] = [.entries(.init(number: number)), .tile(.init(level: 0, number: number))]
        var (level, number) = (UInt8(0), number)
        while number & 0xff == 0xff, level < TilePlace.highestLevel {
            (level, number) = (level + 1, number >> 8)
            files.append(.tile(.init(level: level, number: number)))
        }
        return files
    }

    /// The partial tiles at the end of a log of that size, and the bundle of its last entries.
    static func atEnd(ofLogOf size: UInt64) -> [Self] {
        var files: [Self] = []
        for level in 0...TilePlace.highestLevel {
            let hashes = size >> UInt64(8 * level)
            guard let place = TilePlace(level: level, number: hashes >> 8, inTreeOf: size) else { continue }
            if level == 0 { files.append(.entries(.init(number: place.number, width: place.width))) }
            files.append(.tile(place))
        }
        return files
    }
}
