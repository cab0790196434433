package import Keys

/// The gateway saw a version of a key for the first time.
package struct FirstUse: Hashable, Sendable {
    package let keyID: KeyID
    package let versionNumber: UInt32
    package let at: WallTime

    package init(keyID: KeyID, versionNumber: UInt32, at: WallTime) {
        self.keyID = keyID
        self.versionNumber = versionNumber
        self.at = at
    }
}
