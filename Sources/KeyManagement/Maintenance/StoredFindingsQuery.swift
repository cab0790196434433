import Keys
import Storage

/// Asks for the weaknesses that lie in what is stored, for `doctor`.
package struct StoredFindingsQuery: ManagementQuery {
    package init() {}

    package func answer(in inquiry: Inquiry) throws -> StoredFindings {
        var filter = KeyFilter(now: inquiry.now)
        filter.statuses = KeyStatus.lasting
        filter.neverExpires = true
        let neverExpiring = try inquiry.reader.countKeys(matching: filter)
        filter.neverExpires = nil
        filter.isOwnerless = true
        return .init(
            keysWithoutExpiry: neverExpiring, keysWithoutOwner: try inquiry.reader.countKeys(matching: filter),
            weakImports: try ImportFindings.weak(in: inquiry.reader, at: inquiry.now),
            importsToReissue: try ImportFindings.toReissue(in: inquiry.reader, at: inquiry.now),
            detailsInClear: try inquiry.reader.countDetailsInClear(), leakedPeppers: try Self.leakedPeppers(inquiry))
    }

    /// As the rotations that are under way have counted. Where the pepper that was to come has leaked as well, a digest in a
    /// digest is told by leaked peppers alone.
    private static func leakedPeppers(_ inquiry: Inquiry) throws -> StoredFindings.LeakedPeppers? {
        var found: StoredFindings.LeakedPeppers?
        for rekeying in try inquiry.reader.unfinishedRekeyings() {
            guard let leak = rekeying.leak else { continue }
            var sum = found ?? .init(areContained: true, alone: 0, nested: 0)
            sum.areContained = sum.areContained && leak.nestedAt != nil
            let isNewLeaked = try self.isNewLeaked(rekeying, inquiry)
            let nested = isNewLeaked ? 0 : min(leak.nested, rekeying.remaining)
            sum.isNewestLeaked = sum.isNewestLeaked || isNewLeaked
            sum.alone &+= rekeying.remaining &- nested
            sum.nested &+= nested
            found = sum
        }
        return found
    }

    private static func isNewLeaked(_ rekeying: Rekeying, _ inquiry: Inquiry) throws -> Bool {
        let search = try KeysOnPepper(rekeying)
        return try inquiry.reader.peppers(of: search.environment).contains {
            $0.version == search.new && $0.leakedAt != nil
        }
    }
}
