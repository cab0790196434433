import Auditing
import Cryptography
import Keys

/// The definitions of RFC 6962, section 2.1, word for word: slow, and nothing of the code under test.
struct NaiveTree {
    var leaves: [[UInt8]]

    /// MTH(D[n]).
    var root: Digest256 { Self.hash(self.leaves[...]) }

    /// PATH(m, D[n]).
    func path(of index: Int) -> [Digest256] { Self.path(index, self.leaves[...]) }

    /// PROOF(m, D[n]).
    func proof(from size: Int) -> [Digest256] { Self.subproof(size, self.leaves[...], isWhole: true) }

    static func hash(_ leaves: ArraySlice<[UInt8]>) -> Digest256 {
        switch leaves.count {
        case 0: return SHA256Hash.digest(of: Span())
        case 1: return SHA256Hash.digest(of: ([0] + leaves[leaves.startIndex]).span)
        default:
            let middle = leaves.startIndex + Self.split(leaves.count)
            let (left, right) = (Self.hash(leaves[..<middle]), Self.hash(leaves[middle...]))
            return SHA256Hash.digest(of: 1, left, right)
        }
    }

    private static func path(_ index: Int, _ leaves: ArraySlice<[UInt8]>) -> [Digest256] {
        guard leaves.count > 1 else { return [] }
        let half = Self.split(leaves.count)
        let middle = leaves.startIndex + half
        return index < half
            ? Self.path(index, leaves[..<middle]) + [Self.hash(leaves[middle...])]
            : Self.path(index - half, leaves[middle...]) + [Self.hash(leaves[..<middle])]
    }

    private static func subproof(_ size: Int, _ leaves: ArraySlice<[UInt8]>, isWhole: Bool) -> [Digest256] {
        guard size < leaves.count else { return isWhole ? [] : [Self.hash(leaves)] }
        let half = Self.split(leaves.count)
        let middle = leaves.startIndex + half
        return size <= half
            ? Self.subproof(size, leaves[..<middle], isWhole: isWhole) + [Self.hash(leaves[middle...])]
            : Self.subproof(size - half, leaves[middle...], isWhole: false) + [Self.hash(leaves[..<middle])]
    }

    /// The largest power of two below the number.
    private static func split(_ count: Int) -> Int {
        var half = 1
        while half * 2 < count { half *= 2 }
        return half
    }
}

/// A log as a store keeps it: full tiles and leaf hashes.
struct TileShelf {
    var edge = TreeEdge()
    var tiles: [TilePlace: [Digest256]] = [:]
    var leafHashes: [Digest256] = []

    init() {}

    init(_ leaves: some Sequence<[UInt8]>) {
        for leaf in leaves { self.append(leaf) }
    }

    mutating func append(_ leaf: [UInt8]) {
        let hash = leafHash(leaf)
        self.leafHashes.append(hash)
        for tile in self.edge.append(hash) { self.tiles[tile.place] = tile.hashes }
    }

    /// What a store has: full tiles, and the leaves of the last tile of level 0.
    func stored(_ place: TilePlace) -> [Digest256] {
        let full = self.tiles[.init(level: place.level, number: place.number)]
        if let full { return Array(full.prefix(Int(place.width))) }
        guard place.level == 0 else { return [] }
        return Array(self.leafHashes[(Int(place.number) * 256)...].prefix(Int(place.width)))
    }

    /// What a store and the edge have together: every tile of the tree and of those before it.
    func all(_ place: TilePlace) -> [Digest256] { self.edge.hashes(of: place) ?? self.stored(place) }
}

/// A log of 70,000 entries, made once, and its edge at some sizes on the way.
enum LargeTree {
    static let shelf = made.shelf
    static let edges = made.edges

    private static let made: (shelf: TileShelf, edges: [Int: TreeEdge]) = {
        var shelf = TileShelf()
        var edges = [0: shelf.edge]
        let sizes: Set = [1, 2, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 65_600, 70_000]
        for (index, leaf) in sampleLeaves(70_000).enumerated() {
            shelf.append(leaf)
            if sizes.contains(index + 1) { edges[index + 1] = shelf.edge }
        }
        return (shelf, edges)
    }()
}

/// The hash of a leaf's bytes.
func leafHash(_ leaf: [UInt8]) -> Digest256 { TreeHash.leaf(leaf.span) }

/// Leaves that differ.
func sampleLeaves(_ count: Int) -> [[UInt8]] { (0..<count).map { Array("leaf \($0)".utf8) } }
