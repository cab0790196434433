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
    /// Keys that leaked peppers tell, as last counted: by themselves, and in the nested form. `nil` when none has leaked.
    package let leakedPeppers: LeakedPeppers?

    /// What is left of leaked peppers.
    package struct LeakedPeppers: Hashable, Sendable {
        /// Whether it is known of each that it tells no key alone.
        package var areContained: Bool
        /// Whether new keys are told by a leaked pepper as well: they are not counted.
        package var isNewestLeaked = false
        package var alone: UInt64
        package var nested: UInt64
    }

    package init(
        keysWithoutExpiry: Int, keysWithoutOwner: Int, weakImports: Int = 0, importsToReissue: Int = 0,
        detailsInClear: Int = 0, leakedPeppers: LeakedPeppers? = nil
    ) {
        self.keysWithoutExpiry = keysWithoutExpiry
        self.keysWithoutOwner = keysWithoutOwner
        self.weakImports = weakImports
        self.importsToReissue = importsToReissue
        self.detailsInClear = detailsInClear
        self.leakedPeppers = leakedPeppers
    }
}
