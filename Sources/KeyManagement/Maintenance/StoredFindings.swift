/// Weaknesses in what is stored, counted over keys that are neither revoked nor expired.
package struct StoredFindings: Hashable, Sendable {
    package let keysWithoutExpiry: Int
    package let keysWithoutOwner: Int
    /// Imported keys whose token could be guessed and still admits.
    package let weakImports: Int
    /// Imported keys that admit nobody before they are rotated.
    package let importsToReissue: Int
    /// Entries of the audit log that tell of persons in clear.
    package let detailsInClear: Int

    package init(
        keysWithoutExpiry: Int, keysWithoutOwner: Int, weakImports: Int = 0, importsToReissue: Int = 0,
        detailsInClear: Int = 0
    ) {
        self.keysWithoutExpiry = keysWithoutExpiry
        self.keysWithoutOwner = keysWithoutOwner
        self.weakImports = weakImports
        self.importsToReissue = importsToReissue
        self.detailsInClear = detailsInClear
    }
}
