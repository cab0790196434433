/// Weaknesses in what is stored, counted over keys that are neither revoked nor expired.
package struct StoredFindings: Hashable, Sendable {
    package let keysWithoutExpiry: Int
    package let keysWithoutOwner: Int

    package init(keysWithoutExpiry: Int, keysWithoutOwner: Int) {
        self.keysWithoutExpiry = keysWithoutExpiry
        self.keysWithoutOwner = keysWithoutOwner
    }
}
