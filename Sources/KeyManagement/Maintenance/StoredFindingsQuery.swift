import Keys
import Storage

/// Asks for the weaknesses that lie in what is stored, for `doctor`.
package struct StoredFindingsQuery: ManagementQuery {
    package init() {}

    package func answer(in inquiry: Inquiry) throws -> StoredFindings {
        var filter = KeyFilter(now: inquiry.now)
        filter.statuses = [.active, .suspended, .quarantined]
        filter.neverExpires = true
        let neverExpiring = try inquiry.reader.countKeys(matching: filter)
        filter.neverExpires = nil
        filter.isOwnerless = true
        return .init(
            keysWithoutExpiry: neverExpiring, keysWithoutOwner: try inquiry.reader.countKeys(matching: filter),
            weakImports: try ImportFindings.weak(in: inquiry.reader, at: inquiry.now),
            importsToReissue: try ImportFindings.toReissue(in: inquiry.reader, at: inquiry.now),
            detailsInClear: try inquiry.reader.countDetailsInClear())
    }
}
