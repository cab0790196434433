import Foundation
import Testing

@testable import gatehouse

/// How a server starts, stops, and says why it cannot start.
@Suite struct ServerLifeTests {
    @Test func `a second start finds the keys and the reasons of the first`() throws {
        let server = try ServedGatehouse()
        let refused = try server.get(nil)
        #expect(try server.reason(of: refused)["code"]?.string == "credential_missing")
        #expect(server.stop(SIGINT) == 0)
        try server.start()
        #expect(!server.report.contains("first key. It is shown"))
        #expect(try server.get(server.firstToken).status == 200)
        #expect(try server.reason(of: refused)["code"]?.string == "credential_missing")
    }

    @Test func `what was acknowledged is there after kill -9`() throws {
        let server = try ServedGatehouse()
        let token = try server.issue("survivor")
        #expect(try server.run("keys", "revoke", "first-key", "--confirm=first-key").status == 0)
        server.stop(SIGKILL)
        try server.start()
        #expect(try server.get(token).status == 200)
        #expect(try server.get(server.firstToken).status == 401)
    }

    @Test func `every reason not to start has its exit code`() throws {
        let server = try ServedGatehouse()
        #expect(try self.serve(server).status == ExitReason.dataFolderInUse.rawValue)
        let other = server.folder + "/other"
        for taken in ["gateway", "admin"] {
            try self.configure(
                server, data: other, gateway: taken == "gateway" ? server.gatewayPort : 0,
                admin: taken == "admin" ? server.adminPort : 0)
            let run = try self.serve(server)
            #expect(run.status == ExitReason.addressUnavailable.rawValue, "\(taken): \(run.error)")
        }
        server.stop()
        try self.configure(server, data: server.data)
        let key = server.data + "/root.key"
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0o444], ofItemAtPath: key)
        #expect(try self.serve(server).status == ExitReason.exposedSecret.rawValue)
        try files.removeItem(atPath: key)
        #expect(try self.serve(server, "--dev").status == ExitReason.rootKeyMissing.rawValue)
        try self.createPrivate(key, Data(repeating: 7, count: 32))
        #expect(try self.serve(server).status == ExitReason.rootKeyMissing.rawValue)
        try files.removeItem(atPath: server.data + "/gatehouse.db")
        try self.createPrivate(server.data + "/gatehouse.db", Data(repeating: 0x5a, count: 8192))
        #expect(try self.serve(server).status == ExitReason.malformedInput.rawValue)
        try "colour: red\n".write(toFile: server.configuration, atomically: true, encoding: .utf8)
        #expect(try self.serve(server).status == ExitReason.configurationRefused.rawValue)
    }

    @Test func `a start without its root key leaves nothing behind`() throws {
        let server = try ServedGatehouse()
        let fresh = server.folder + "/fresh"
        try self.configure(server, data: fresh)
        #expect(try self.serve(server).status == ExitReason.rootKeyMissing.rawValue)
        #expect(!FileManager.default.fileExists(atPath: fresh))
    }

    private func serve(_ server: ServedGatehouse, _ options: String...) throws -> ProgramRun {
        try ProgramRun(["serve", "--config", server.configuration] + (options.isEmpty ? Self.dev(server) : options))
    }

    /// A data folder without a key gets one only with `--dev`.
    private static func dev(_ server: ServedGatehouse) -> [String] {
        let text = (try? String(contentsOfFile: server.configuration, encoding: .utf8)) ?? ""
        return text.contains(server.folder + "/other") ? ["--dev"] : []
    }

    private func configure(_ server: ServedGatehouse, data: String, gateway: Int = 0, admin: Int = 0) throws {
        try ServedGatehouse.configuration(data: data, upstream: 9, gateway: gateway, admin: admin)
            .write(toFile: server.configuration, atomically: true, encoding: .utf8)
    }

    private func createPrivate(_ path: String, _ content: Data) throws {
        let isCreated = FileManager.default.createFile(
            atPath: path, contents: content, attributes: [.posixPermissions: 0o600])
        try #require(isCreated)
    }
}
