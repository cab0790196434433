/// A system key as it is stored: sealed under the root key.
package struct SealedSystemKey: Hashable, Sendable {
    package let purpose: SystemKeyPurpose
    /// 1, 2, …; the highest is in use.
    package let version: UInt32
    package let envelope: [UInt8]

    package init(purpose: SystemKeyPurpose, version: UInt32, envelope: [UInt8]) {
        self.purpose = purpose
        self.version = version
        self.envelope = envelope
    }

    var context: AssociatedContext {
        .init(
            tenant: "installation", objectType: "system-key", objectID: self.purpose.rawValue,
            objectVersion: UInt64(self.version), purpose: RootKeyPurpose.systemKeyWrap.rawValue, keyID: "root")
    }
}
