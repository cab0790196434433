package import Storage

/// Replacements of keys, newest first.
package struct ListRekeyings: ManagementQuery {
    /// Most in one answer: the newest are those that matter.
    package static let most = 200

    package init() {}

    package func answer(in inquiry: Inquiry) throws -> [Rekeying] {
        try inquiry.reader.rekeyings(limit: Self.most)
    }
}
