package import Keys
package import Storage

/// One replacement of a key.
package struct GetRekeying: ManagementQuery {
    let id: RekeyingID

    package init(_ id: RekeyingID) { self.id = id }

    package func answer(in inquiry: Inquiry) throws -> Rekeying { try inquiry.reader.existing(self.id) }
}
