import KeyManagement
import Keys

/// What is weak about the installation and how to mend it: what `gatehouse doctor` shows.
struct FindingEndpoints: Sendable {
    let surroundings: AdminSurroundings

    var endpoints: [Endpoint] {
        [
            .init(.get, "/v1/findings", "listFindings", .needs(.findingsRead)) { try await self.list($0) }
        ]
    }

    private func list(_ call: Call) async throws -> Reply {
        try call.withoutQuery()
        let stored = try await self.surroundings.plane.answer(StoredFindingsQuery(), for: call.caller())
        let leaked = try await self.surroundings.plane.answer(ListLeakedKeys(), for: call.caller())
        let held = self.surroundings.plane.unusedKeys.holds.map(Self.finding)
        let findings = leaked.map(Self.finding) + held + Self.findings(stored) + (await self.surroundings.findings())
        let ranked = findings.sorted { ($0.severity.rank, $0.kind) < ($1.severity.rank, $1.kind) }
        return Reply(["data": .array(ranked.prefix(1000).map(\.document))])
    }

    private static func finding(_ leaked: LeakedKey) -> AdminFinding {
        .init(
            kind: "key_leaked", severity: .critical,
            title: "A secret of key '\(leaked.name)' was found in the open and still admits (\(leaked.origin)).",
            subject: leaked.keyID.description,
            cure: "gatehouse keys rotate \(leaked.keyID) --overlap 0, or revoke version \(leaked.number)")
    }

    private static func finding(_ hold: UnusedKeyBoard.Hold) -> AdminFinding {
        .init(
            kind: "unused_keys_held", severity: .critical,
            title: "Unused keys of project '\(hold.name)' are not suspended: they are too many (\(hold.endings)).",
            subject: hold.projectID.description,
            cure: "look at gatehouse review --project \(hold.name); where it is right, say so: "
                + "gatehouse projects update \(hold.name) --unused-key-days with the same number")
    }

    private static func finding(_ leaked: StoredFindings.LeakedPeppers) -> AdminFinding {
        let counts =
            "\(leaked.alone) keys are told by leaked peppers alone, \(leaked.nested) in the nested form"
            + (leaked.isNewestLeaked ? "; keys issued now are told by one, too" : "")
        let cure =
            leaked.areContained
            ? "rotate or revoke the keys that nobody presents: gatehouse rotation list, then rotation keys ID"
            : "gatehouse rotation resume ID, then rotate what gatehouse rotation keys ID --alone names"
        return .init(
            kind: "pepper_leaked", severity: leaked.areContained ? .notice : .critical,
            title: "A pepper has leaked: \(counts).", cure: cure)
    }

    private static func findings(_ stored: StoredFindings) -> [AdminFinding] {
        var findings: [AdminFinding] = []
        if stored.keysWithoutExpiry > 0 {
            findings.append(
                .init(
                    kind: "key_without_expiry", severity: .warning,
                    title: "Keys that never expire: \(stored.keysWithoutExpiry).",
                    cure: "give each an expires_at, or set the project's maximum_expiry_days"))
        }
        if stored.keysWithoutOwner > 0 {
            findings.append(
                .init(
                    kind: "key_without_owner", severity: .warning,
                    title: "Keys that nobody answers for: \(stored.keysWithoutOwner).",
                    cure: "give each an owner_id"))
        }
        if stored.weakImports > 0 {
            findings.append(
                .init(
                    kind: "weak_import", severity: .warning,
                    title: "Imported keys whose tokens could be guessed: \(stored.weakImports).",
                    cure: "rotate each: gatehouse keys rotate KEY; gatehouse keys list --weak names them"))
        }
        if stored.importsToReissue > 0 {
            findings.append(
                .init(
                    kind: "import_to_reissue", severity: .notice,
                    title: "Imported keys that admit nobody before they are rotated: \(stored.importsToReissue).",
                    cure: "rotate each and send its owner the new token: gatehouse keys rotate KEY"))
        }
        if let leaked = stored.leakedPeppers { findings.append(Self.finding(leaked)) }
        if stored.detailsInClear > 0 {
            findings.append(
                .init(
                    kind: "details_in_clear", severity: .notice,
                    title: "Older audit entries that tell of persons in clear: \(stored.detailsInClear).",
                    cure: "nothing: the server seals them by itself, some every ten seconds"))
        }
        return findings
    }
}

extension AdminFinding.Severity {
    /// 0 is worst.
    fileprivate var rank: Int {
        switch self {
        case .critical: 0
        case .warning: 1
        case .notice: 2
        }
    }
}
