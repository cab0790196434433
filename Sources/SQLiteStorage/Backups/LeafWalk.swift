import Auditing
import GRDB
import Keys
import Storage

/// Makes the tree over the audit log anew from the hashes of its leaves, some at a time. The log only ever grows, so what
/// was taken stays as it is.
struct LeafWalk {
    /// How many are taken at once: a millisecond or two.
    static let stride = 1024

    private(set) var tree = TreeEdge()

    /// Takes the next leaves.
    ///
    /// - Returns: whether there were no more.
    mutating func advance(_ database: Database) throws -> Bool {
        let leaves = try Row.fetchAll(
            database.cachedStatement(
                sql: "SELECT sequence, leaf_hash FROM audit_entries WHERE sequence >= ? ORDER BY sequence LIMIT ?"),
            arguments: [Int64(clamping: self.tree.size), Self.stride])
        for leaf in leaves {
            guard UInt64(exactly: leaf[0] as Int64) == self.tree.size, let hash = Digest256(bytes: leaf.bytes(1)) else {
                throw StorageError(.damaged, "audit entry \(self.tree.size) is missing or damaged")
            }
            _ = self.tree.append(hash)
        }
        return leaves.count < Self.stride
    }
}
