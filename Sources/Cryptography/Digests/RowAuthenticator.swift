package import Keys

/// Codes over rows with security meaning: a row that was edited, moved to another id or table, or put back from an
/// earlier revision under a newer number does not pass.
///
/// The code is HMAC-SHA-256 over table, row id and revision in canonical encoding, then the content with its length.
/// It does not tell a whole row rolled back together with its revision; the audit history does.
package final class RowAuthenticator: Sendable {
    private let key: HMACKey

    package init(rootKey: RootKey) {
        self.key = HMACKey(rootKey.subkey(.rowMAC))
    }

    package init(systemKeys: SystemKeys) {
        self.key = systemKeys.withKey(.rowMAC) { HMACKey($0) }
    }

    /// The code of a row.
    package func code(table: String, id: [UInt8], revision: UInt64, content: Span<UInt8>) -> Digest256 {
        var header = CanonicalEncoder(capacity: 64)
        return self.code(table: table, id: id.span, revision: revision, content: content, header: &header)
    }

    /// Whether the code is that of the row, compared in constant time.
    package func isValid(
        _ code: Digest256, table: String, id: [UInt8], revision: UInt64, content: Span<UInt8>
    ) -> Bool {
        self.code(table: table, id: id, revision: revision, content: content).equalsInConstantTime(code)
    }

    /// The same for many rows: `header` is memory to work in.
    package func isValid(
        _ code: Digest256, table: String, id: Span<UInt8>, revision: UInt64, content: Span<UInt8>,
        header: inout CanonicalEncoder
    ) -> Bool {
        self.code(table: table, id: id, revision: revision, content: content, header: &header)
            .equalsInConstantTime(code)
    }

    private func code(
        table: String, id: Span<UInt8>, revision: UInt64, content: Span<UInt8>, header: inout CanonicalEncoder
    ) -> Digest256 {
        header.clear()
        header.append(table)
        header.append(id)
        header.append(revision)
        header.append(UInt64(content.count))
        return self.key.authenticate(header.bytes.span, content)
    }
}
