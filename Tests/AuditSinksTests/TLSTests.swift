import AuditExport
import AuditSinks
import TestKit
import Testing

/// Records go to the host that was meant, as its certificate proves, and to nobody else.
@Suite(.timeLimit(.minutes(5)), .enabled(if: TLSReceiver.isAvailable, "openssl or python3 is missing"))
struct TLSTests {
    private func world(_ receiver: TLSReceiver, certificate: String?) async throws -> ExportWorld {
        var http = HTTPDestination(url: "https://localhost:\(receiver.port)/in")
        http.certificateFile = certificate
        let world = try ExportWorld([SinkSettings(name: "lake", format: .ocsf, destination: .http(http))])
        try await world.write(3)
        return world
    }

    @Test func `the host that was meant gets the records`() async throws {
        let folder = try TestFolder()
        let receiver = try TLSReceiver(name: "localhost", in: folder)
        let world = try await self.world(receiver, certificate: receiver.certificate)
        try await world.exporting {
            while world.exporter.statuses[0].delivered < 3 { await Task.yield() }
        }
        #expect(world.exporter.statuses[0].lag == 0)
    }

    @Test func `a certificate of another name, or of nobody known, gets none`() async throws {
        for (name, isKnown) in [("other.example", true), ("localhost", false)] {
            let folder = try TestFolder()
            let receiver = try TLSReceiver(name: name, in: folder)
            let world = try await self.world(receiver, certificate: isKnown ? receiver.certificate : nil)
            try await world.exporting {
                while world.exporter.statuses[0].failed < 2 { await Task.yield() }
            }
            #expect(world.exporter.statuses[0].delivered == 0, "\(name)")
        }
    }
}
