import Auditing
package import Keys
package import Storage

/// Writes down that secrets were found in the open; from there `doctor` names each key until the version is ended. With
/// `revokes` they end at once.
///
/// The same find reported again leaves no second entry, for scanners repeat themselves; another place does, whether or not
/// the version has ended meanwhile.
package struct ReportLeaks: ManagementOperation {
    /// Most reports in one act: few, so that other revocations need not wait for long.
    package static let most = 50
    /// Most places written down for one key: with more it is known well enough.
    package static let mostPlaces = 64

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
        guard let key = try act.reader.key(report.version.keyID),
            key.versions.contains(where: { report.version.isShown(by: $0) })
        else { return false }
        let note = LeakNote(report).text
        var filter = AuditFilter()
        filter.action = .keyLeakReport
        filter.objectID = key.id.description
        let known = try act.reader.auditEntries(
            matching: filter, .newestFirst, from: nil, limit: Self.mostPlaces)
        let place = report.url.isEmpty ? nil : String(report.url.prefix(LeakReport.longestText))
        guard known.count < Self.mostPlaces,
            !known.contains(where: { $0.entry.reason == note && $0.details?.values["url"] == place })
        else { return false }
        try act.record(.keyLeakReport, .init(key), reason: note, details: place.map { ["url": $0] } ?? [:])
        _ = try act.loseTrust(of: key, at: act.now, reason: "a secret was reported as leaked")
        return true
    }
}
