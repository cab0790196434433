import Auditing
import Keys
import Storage

/// Keys that were reported as leaked and still admit with the version that was found, for `doctor`.
package struct ListLeakedKeys: ManagementQuery {
    /// Most reports looked at, newest first.
    static let mostReports = 1000

    package init() {}

    package func answer(in inquiry: Inquiry) throws -> [LeakedKey] {
        var filter = AuditFilter()
        filter.action = .keyLeakReport
        let reports = try inquiry.reader.auditEntries(
            matching: filter, .newestFirst, from: nil, limit: Self.mostReports)
        var found: [LeakedKey] = []
        for report in reports {
            guard let note = report.entry.reason.flatMap(LeakNote.init(_:)), let id = KeyID(report.entry.object.id),
                let key = try inquiry.reader.key(id), key.status(at: inquiry.now) == .active,
                key.versions.contains(where: { $0.number == note.number && $0.isLive(at: inquiry.now) }),
                !found.contains(where: { $0.keyID == id && $0.number == note.number })
            else { continue }
            found.append(
                .init(
                    keyID: id, number: note.number, name: key.name, origin: note.origin,
                    reportedAt: WallTime(milliseconds: report.entry.timestamp)))
        }
        return found
    }
}
