/// What a ciphertext belongs to. It is bound to every envelope, so that one moved to another place does not open
/// (docs/decisions/0002-envelope-format.md).
package struct AssociatedContext: Hashable, Sendable {
    /// Names the encoding below; it changes only together with it.
    package static let format = "gatehouse/envelope/1"

    /// The environment, project or installation it belongs to.
    package var tenant: String
    package var objectType: String
    package var objectID: String
    package var objectVersion: UInt64
    package var purpose: String
    /// The key it is sealed under.
    package var keyID: String

    package init(
        tenant: String, objectType: String, objectID: String, objectVersion: UInt64, purpose: String, keyID: String
    ) {
        self.tenant = tenant
        self.objectType = objectType
        self.objectID = objectID
        self.objectVersion = objectVersion
        self.purpose = purpose
        self.keyID = keyID
    }

    /// The additional data: format, suite, tenant, object type, object id, object version, purpose and key id in this
    /// order, each as a big-endian 32-bit length and so many bytes. The suite is one byte, the version eight,
    /// big-endian; everything else is UTF-8.
    package func additionalData(suite: UInt8) -> [UInt8] {
        var bytes: [UInt8] = []
        append(Array(Self.format.utf8), to: &bytes)
        append([suite], to: &bytes)
        append(Array(self.tenant.utf8), to: &bytes)
        append(Array(self.objectType.utf8), to: &bytes)
        append(Array(self.objectID.utf8), to: &bytes)
        append((0..<8).map { UInt8(truncatingIfNeeded: self.objectVersion >> UInt64(56 - 8 * $0)) }, to: &bytes)
        append(Array(self.purpose.utf8), to: &bytes)
        append(Array(self.keyID.utf8), to: &bytes)
        return bytes
    }

    private func append(_ field: [UInt8], to bytes: inout [UInt8]) {
        let length = UInt32(clamping: field.count)
        bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
        bytes += field
    }
}
