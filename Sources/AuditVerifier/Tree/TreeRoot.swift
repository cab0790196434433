import Cryptography
import Keys

/// The root of a tree (RFC 6962, section 2.1) whose leaves come one after the other: of the whole subtrees that stand there
/// without a parent yet, only the hashes are kept.
struct TreeRoot {
    /// How many leaves there are. Each one bit is a subtree.
    private(set) var count: UInt64 = 0
    /// The subtrees' hashes, the largest first.
    private var subtrees: [Digest256] = []

    init() {}

    /// The hash of a leaf's bytes.
    static func leaf(_ bytes: Span<UInt8>) -> Digest256 {
        let zero: InlineArray<1, UInt8> = [0]
        return SHA256Hash.digest(of: zero.span, bytes)
    }

    /// The hash of two subtrees side by side.
    static func join(_ left: Digest256, _ right: Digest256) -> Digest256 { SHA256Hash.digest(of: 1, left, right) }

    /// Adds a subtree of 2ʰᵉⁱᵍʰᵗ leaves; so many must divide the number of leaves before it.
    mutating func append(_ hash: Digest256, height: UInt64 = 0) {
        var joined = hash
        var before = self.count >> height
        while before & 1 == 1, let left = self.subtrees.popLast() {
            joined = Self.join(left, joined)
            before >>= 1
        }
        self.subtrees.append(joined)
        self.count += 1 << height
    }

    /// Adds a tree; the next power of two of its leaves must divide the number of leaves before it.
    mutating func append(_ other: Self) {
        var heights = other.count
        for hash in other.subtrees {
            let height = UInt64(63 - heights.leadingZeroBitCount)
            heights &= ~(1 << height)
            self.append(hash, height: height)
        }
    }

    /// The root over the leaves so far.
    var hash: Digest256 {
        guard var hash = self.subtrees.last else { return SHA256Hash.digest(of: Span()) }
        for left in self.subtrees.dropLast().reversed() { hash = Self.join(left, hash) }
        return hash
    }
}
