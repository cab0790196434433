package import Keys

/// A key whose secret a request has shown.
package struct MatchedKey: Sendable, Hashable {
    package let keyID: KeyID
    package let versionNumber: UInt32
    package let ownerID: IdentityID?
    /// Index into the snapshot's environments.
    package let environment: UInt16

    package init(keyID: KeyID, versionNumber: UInt32, ownerID: IdentityID?, environment: UInt16) {
        self.keyID = keyID
        self.versionNumber = versionNumber
        self.ownerID = ownerID
        self.environment = environment
    }
}

extension MatchedKey {
    init(_ key: KeyEntry, _ version: VersionEntry) {
        self.init(
            keyID: key.id, versionNumber: version.number, ownerID: key.ownerID, environment: key.environment)
    }
}
