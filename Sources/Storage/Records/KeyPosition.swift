package import Keys

/// Where a page of keys ends.
package struct KeyPosition: Hashable, Sendable {
    package let createdAt: WallTime
    package let id: KeyID

    package init(createdAt: WallTime, id: KeyID) {
        self.createdAt = createdAt
        self.id = id
    }

    package init(_ key: KeyRecord) {
        self.init(createdAt: key.createdAt, id: key.id)
    }

    /// Whether this position comes before the other in a list: newest first, the greater id first among equals.
    package func precedes(_ other: Self) -> Bool {
        (self.createdAt, self.id) > (other.createdAt, other.id)
    }
}
