import Auditing
package import Keys
package import Storage

/// Writes down that secrets were found in the open; from there `doctor` names each key until the version is ended. With
/// `revokes` they end at once.
///
/// The same find reported again leaves no second entry: scanners repeat themselves.
package struct ReportLeaks: ManagementOperation {
    /// Most reports in one act.
    package static let most = 1000
    /// Entries of one key looked at for the same find.
    private static let mostEntries = 64

    package static var requiredLevel: Operator.Level { .admin }
    package var priority: WritePriority { self.revokes ? .revocation : .ordinary }

    let reports: [LeakReport]
    let revokes: Bool

    /// What is beyond `most` is left for the next act.
    package init(_ reports: [LeakReport], revokes: Bool) {
        self.reports = Array(reports.prefix(Self.most))
        self.revokes = revokes
    }

    /// The versions whose leak was news.
    package func perform(in act: Act) throws -> [PresentedVersion] {
        var news: [PresentedVersion] = []
        for report in self.reports {
            if try self.note(report, in: act) { news.append(report.version) }
            guard self.revokes else { continue }
            _ = try act.revoke(report.version, reason: "leaked, reported by \(LeakNote(report).origin)")
        }
        return news
    }

    private func note(_ report: LeakReport, in act: Act) throws -> Bool {
        guard let key = try act.reader.key(report.version.keyID) else { return false }
        let note = LeakNote(report).text
        var filter = AuditFilter()
        filter.action = .keyLeakReport
        filter.objectID = key.id.description
        let known = try act.reader.auditEntries(
            matching: filter, .newestFirst, from: nil, limit: Self.mostEntries)
        guard !known.contains(where: { $0.entry.reason == note }) else { return false }
        let place = report.url.isEmpty ? [:] : ["url": String(report.url.prefix(LeakReport.longestText))]
        try act.record(.keyLeakReport, .init(key), reason: note, details: place)
        return true
    }
}
