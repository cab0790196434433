import Admission
import ConfigurationReading
import Cryptography
import Gateway
import KeyManagement
import Keys
import Logging
import VerifyAPI

/// Does what holders of keys ask for: the one place where the verify listener meets the control plane.
struct HolderActPerformer: Sendable {
    let control: ControlPlane
    let publication: SnapshotPublication
    /// `nil` when no leak reports are taken.
    let leaks: LeakSettings?
    let time: TimeSource
    let logger: Logger

    func perform(_ request: HolderRequest) async -> HolderActResult {
        let caller = Caller(actor: .system, requestID: request.requestID, address: request.address)
        do {
            switch request.act {
            case .revokeSelf(let key, let reason): return try await self.revoke(key, reason, by: caller)
            case .revokeFound(let keys, _): return try await self.revokeFound(keys, by: caller)
            case .reportLeaks(let report): return try await self.takeReport(report, by: caller)
            }
        } catch {
            self.logger.warning(
                "an act of a holder was not done",
                metadata: ["gatehouse.request_id": "\(request.requestID)", "reason": "\(error)"])
            return .unavailable
        }
    }

    private func revoke(_ key: MatchedKey, _ reason: String, by caller: Caller) async throws -> HolderActResult {
        let words = reason.isEmpty ? "by its holder" : "by its holder: \(Self.printable(reason))"
        let revoked = try await self.control.perform(
            RevokePresentedVersions([PresentedVersion(key)], reason: words), by: caller)
        return revoked.value.isEmpty ? .rejected : .revokedSelf(key, at: self.time.wallTime())
    }

    private func revokeFound(_ keys: [MatchedKey], by caller: Caller) async throws -> HolderActResult {
        guard !keys.isEmpty else { return .accepted }
        try await self.control.perform(
            RevokePresentedVersions(keys.map(PresentedVersion.init), reason: "by somebody who found it"), by: caller)
        return .accepted
    }

    private func takeReport(_ report: SignedLeakReport, by caller: Caller) async throws -> HolderActResult {
        guard let leaks = self.leaks else { return .signatureRejected }
        let keys = LeakReportKeys(file: leaks.publicKeysFile)
        guard let key = try keys.key(report.keyIdentifier), key.hasSigned(report.body, signature: report.signature)
        else { return .signatureRejected }
        guard let matches = LeakMatches(report.body)?.matches else { return .reportMalformed }
        let snapshot = self.publication.snapshot
        let now = self.time.wallTime()
        let found = matches.map { (match: $0, key: snapshot.holder(of: $0.token.span, at: now)) }
        try await self.note(found.compactMap { find in find.key.map { (find.match, $0) } }, leaks.response, by: caller)
        return .feedback(
            found.map { find in
                LeakVerdict(
                    tokenHash: SHA256Hash.digest(of: find.match.token.span).hexadecimal,
                    tokenType: find.match.type, isTruePositive: find.key != nil)
            })
    }

    private func note(
        _ found: [(LeakMatches.Match, MatchedKey)], _ response: LeakSettings.Response, by caller: Caller
    ) async throws {
        let reports = found.map { match, key in
            LeakReport(version: PresentedVersion(key), reporter: "github", place: match.source, url: match.url)
        }
        for start in stride(from: 0, to: reports.count, by: ReportLeaks.most) {
            let part = Array(reports[start..<min(start + ReportLeaks.most, reports.count)])
            try await self.control.perform(ReportLeaks(part, revokes: response == .revoke), by: caller)
        }
    }

    /// What may stand in an entry of the audit log.
    private static func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { 0x20...0x7e ~= $0.value }.prefix(200)))
    }
}

extension PresentedVersion {
    init(_ key: MatchedKey) { self.init(keyID: key.keyID, number: key.versionNumber) }
}
