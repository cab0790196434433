import AdminAPI
import AuditExport
import Testing

@testable import GatehouseServer

@Suite struct AuditExportCheckTests {
    private static func status(behindFor seconds: UInt64?, failure: String? = nil) -> SinkStatus {
        var status = SinkStatus(name: "siem")
        status.lag = seconds == nil ? 0 : 7
        status.behindSince = seconds.map { Self.now - $0 * 1_000_000_000 }
        status.failure = failure
        return status
    }

    private static let now: UInt64 = 1_000_000_000_000_000

    @Test func `a sink that is on time, or was late for a moment, is no finding`() {
        let statuses = [Self.status(behindFor: nil), Self.status(behindFor: 59)]
        #expect(AuditExportCheck.findings(statuses, at: Self.now).isEmpty)
    }

    @Test func `one that stays behind is named, with its reason, and worse with time`() {
        let statuses = [
            Self.status(behindFor: 60, failure: "127.0.0.1:601: Connection refused"), Self.status(behindFor: 3600),
        ]
        let findings = AuditExportCheck.findings(statuses, at: Self.now)
        #expect(findings.map(\.severity) == [.warning, .critical])
        #expect(findings.map(\.subject) == ["siem", "siem"])
        #expect(findings[0].title.contains("by 7 entries: 127.0.0.1:601: Connection refused"))
    }
}
