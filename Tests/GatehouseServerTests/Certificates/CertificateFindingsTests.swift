import AdminAPI
import Keys
import TestKit
import Testing
import TransportSecurity

@testable import GatehouseServer

@Suite struct CertificateFindingsTests {
    private static let day: Int64 = 86_400

    private func findings(_ left: Int64, failure: String? = nil) throws -> [AdminFinding] {
        let now = WallTime(milliseconds: 1_800_000_000_000)
        let report = CertificateStanding.Report(
            listener: "gateway", certificates: [("shop.example", now.seconds + left)], failure: failure)
        return CertificateFindings.findings(report, at: now)
    }

    @Test func `an end is told two weeks before, and louder three days before`() throws {
        #expect(try self.findings(15 * Self.day).isEmpty)
        #expect(try self.findings(13 * Self.day).map(\.severity) == [.warning])
        #expect(try self.findings(2 * Self.day).map(\.severity) == [.critical])
        #expect(try self.findings(-1).first?.title == "The gateway listener's certificate of shop.example has ended.")
    }

    @Test func `files that are not in use are told with the reason`() throws {
        let found = try self.findings(90 * Self.day, failure: "the key is not that of the certificate")
        #expect(found.map(\.kind) == ["certificate_refused"])
        #expect(found.first?.title.contains("not that of the certificate") == true)
    }
}
