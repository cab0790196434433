import Auditing
package import Keys
import Storage

/// Seals what older entries tell of persons in clear: a store from before details were sealed has such entries. Each batch is
/// one transaction and finds by itself what is left, so that a stop in between loses nothing. Done by the server itself.
package struct SealClearDetails: ManagementOperation {
    /// Most entries in one batch.
    static let most = 256

    package static var requiredLevel: Operator.Level { .admin }

    package init() {}

    /// How many are left in clear.
    package func perform(in act: Act) throws -> Int {
        let page = try act.reader.entriesInClear(limit: Self.most)
        guard !page.isEmpty else { return 0 }
        for entry in page {
            try act.transaction.sealDetails(of: entry, about: self.subject(of: entry.entry, in: act), at: act.now)
        }
        let left = try act.reader.countDetailsInClear()
        try act.record(.detailsSeal, .installation, reason: "\(page.count) sealed, \(left) left in clear")
        return left
    }

    /// Whom the details tell of, as entries are written today: who acted, or, where that was the server or a holder, who
    /// answers for what it was done to.
    private func subject(of entry: AuditEntry, in act: Act) throws -> String {
        switch entry.actor.type {
        case "local", "operator": return entry.actor.id
        default:
            guard entry.object.type == "key", let id = KeyID(entry.object.id), let key = try act.reader.key(id) else {
                return entry.object.id
            }
            return key.ownerID?.description ?? entry.object.id
        }
    }
}

/// How many entries tell of persons in clear.
struct DetailsInClear: ManagementQuery {
    func answer(in inquiry: Inquiry) throws -> Int { try inquiry.reader.countDetailsInClear() }
}
