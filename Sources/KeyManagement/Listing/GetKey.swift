package import Keys

/// Shows one key with its versions, its rotation and who used it.
package struct GetKey: ManagementQuery {
    let id: KeyID

    package init(_ id: KeyID) { self.id = id }

    package func answer(in inquiry: Inquiry) throws -> KeyDetails {
        try .init(try inquiry.reader.existing(self.id), in: inquiry.reader, at: inquiry.now)
    }
}
