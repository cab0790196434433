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
    /// How often an act is tried whose failure nobody is told.
    private static let mostTries = 4
    private static let retryMilliseconds = 1_000

    let control: ControlPlane
    /// Finds keys for whoever comes.
    let finder: HolderFinder
    /// Finds keys for reports that are signed.
    let reportFinder: HolderFinder
    /// `nil` when no leak reports are taken.
    let leaks: LeakSettings?
    let time: TimeSource
    let logger: Logger

    func perform(_ request: HolderRequest) async -> HolderActResult {
        do {
            switch request.act {
            case .revokeSelf(let key, let reason):
                return try await self.revoke([key], reason, by: Self.caller(request))
            case .revokeShownSelf(let token, let reason, let address):
                let keys = await self.keys([token], from: address)
                return try await self.revoke(keys, reason, by: Self.caller(request, address))
            case .revokeFound(let keys, let address):
                return try await self.revokeFound(keys, by: Self.caller(request, address))
            case .revokeShown(let tokens, let address):
                let keys = await self.keys(tokens, from: address)
                return try await self.revokeFound(keys, by: Self.caller(request, address))
            case .reportLeaks(let report): return try await self.takeReport(report, by: Self.caller(request))
            }
        } catch {
            self.logger.warning(
                "an act of a holder was not done",
                metadata: ["gatehouse.request_id": "\(request.requestID)", "reason": "\(error)"])
            return .unavailable
        }
    }

    private static func caller(_ request: HolderRequest, _ client: IPAddress? = nil) -> Caller {
        Caller(actor: .system, requestID: request.requestID, address: client ?? request.address)
    }

    /// The live versions that tokens show.
    private func keys(_ tokens: [ShownToken], from address: IPAddress?) async -> [HeldVersion] {
        let findings = await self.finder.find(tokens.map(\.bytes), from: ProofAsker(address: address))
        return Array(Set(findings.flatMap(\.versions).filter { !$0.isRevoked }))
    }

    /// A foreign token may be a key of several environments: it is given up in all of them.
    private func revoke(_ keys: [HeldVersion], _ reason: String, by caller: Caller) async throws -> HolderActResult {
        guard !keys.isEmpty else { return .rejected }
        let words = reason.isEmpty ? "by its holder" : "by its holder: \(Self.printable(reason))"
        let revoked = try await self.control.perform(
            RevokePresentedVersions(keys.map(PresentedVersion.init), reason: words), by: caller)
        guard let first = revoked.value.first, let key = keys.first(where: { PresentedVersion($0) == first }) else {
            return .rejected
        }
        return .revokedSelf(key, at: self.time.wallTime())
    }

    /// Whoever found keys is told nothing of failures, so that a passing one is got over here.
    private func revokeFound(_ keys: [HeldVersion], by caller: Caller) async throws -> HolderActResult {
        for start in stride(from: 0, to: keys.count, by: RevokePresentedVersions.most) {
            let part = keys[start..<min(start + RevokePresentedVersions.most, keys.count)]
            try await self.revokePersistently(part.map(PresentedVersion.init), by: caller)
        }
        return .accepted
    }

    private func revokePersistently(_ versions: [PresentedVersion], by caller: Caller) async throws {
        let revocation = RevokePresentedVersions(versions, reason: "by somebody who found it")
        for _ in 1..<Self.mostTries {
            if (try? await self.control.perform(revocation, by: caller)) != nil { return }
            await self.time.sleep(Self.retryMilliseconds)
        }
        try await self.control.perform(revocation, by: caller)
    }

    private func takeReport(_ report: SignedLeakReport, by caller: Caller) async throws -> HolderActResult {
        guard let leaks = self.leaks else { return .signatureRejected }
        let keys = LeakReportKeys(file: leaks.publicKeysFile)
        guard let key = try keys.key(report.keyIdentifier), key.hasSigned(report.body, signature: report.signature)
        else { return .signatureRejected }
        guard let matches = LeakMatches(report.body)?.matches else { return .reportMalformed }
        let findings = await self.reportFinder.find(matches.map(\.token), from: ProofAsker(address: nil))
        let found = Array(zip(matches, findings))
        try await self.note(found, leaks.response, by: caller)
        return .feedback(found.compactMap(Self.verdict))
    }

    /// What the reporter is told of a match: a key that was killed long ago is a real one all the same. Nothing where it
    /// could not be found out.
    private static func verdict(_ match: LeakMatches.Match, _ finding: HolderFinder.Finding) -> LeakVerdict? {
        guard !finding.versions.isEmpty || !finding.isIncomplete else { return nil }
        return LeakVerdict(
            tokenHash: SHA256Hash.digest(of: match.token.span).hexadecimal, tokenType: match.type,
            isTruePositive: !finding.versions.isEmpty)
    }

    private func note(
        _ found: [(LeakMatches.Match, HolderFinder.Finding)], _ response: LeakSettings.Response, by caller: Caller
    ) async throws {
        let reports = found.flatMap { match, finding in
            finding.versions.map { version in
                LeakReport(
                    version: PresentedVersion(version), reporter: "github", place: match.source, url: match.url)
            }
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
    init(_ version: HeldVersion) {
        self.init(keyID: version.keyID, number: version.versionNumber, createdAt: version.createdAt)
    }
}
