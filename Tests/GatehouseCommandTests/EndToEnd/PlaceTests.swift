import Foundation
import TestKit
import Testing

@testable import gatehouse

/// Restrictions by country and network, with databases that the operator puts in place while requests go on.
@Suite struct PlaceTests {
    private static func server(_ files: [(name: String, bytes: [UInt8])]) throws -> ServedGatehouse {
        try ServedGatehouse { folder in
            for file in files { try Self.put(file.bytes, folder + "/" + file.name) }
            let settings = files.map { "\($0.name)Database: \(folder)/\($0.name)" }.joined(separator: ", ")
            return .init(settings: "\ngeo: {\(settings)}\n")
        }
    }

    /// As tools do it: the whole file appears at once.
    private static func put(_ bytes: [UInt8], _ path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    }

    private static func countries(_ code: String) -> [UInt8] {
        PlaceDatabase.countries([("127.0.0.0/8", code), ("203.0.113.0/24", "US")]).bytes
    }

    /// Asks again until it holds, for as long as a file may take to be noticed.
    private func eventually(_ holds: () throws -> Bool) rethrows -> Bool {
        let deadline = Date(timeIntervalSinceNow: 20)
        while Date() < deadline {
            if try holds() { return true }
        }
        return false
    }

    private func findings(_ server: ServedGatehouse) throws -> String {
        try server.run("doctor", "--json").output
    }

    @Test func `country and network decide, and a new database is in force without a restart`() throws {
        let systems = PlaceDatabase.systems([("127.0.0.0/8", 64_500)]).bytes
        let server = try Self.server([("country", Self.countries("DE")), ("network", systems)])
        let german = try server.issue("german", "--country", "DE")
        let american = try server.issue("american", "--country", "US")
        let theirs = try server.issue("theirs", "--network", "AS64500")
        let others = try server.issue("others", "--deny-network", "AS64500")
        let admitted = try server.get(german)
        #expect(admitted.status == 200)
        let refused = try server.get(american)
        #expect(refused.status == 403 && refused.code == "country_not_allowed")
        #expect(try server.get(theirs).status == 200)
        #expect(try server.get(others).code == "network_not_allowed")
        for answer in [admitted, refused] {
            let reason = try server.reason(of: answer)
            #expect(reason["country"]?.string == "DE" && reason["network"]?.string == "AS64500")
        }

        try Self.put(Self.countries("US"), server.folder + "/country")
        #expect(try self.eventually { try server.get(american).status == 200 })
        #expect(try server.get(german).code == "country_not_allowed")

        // Half a file, then one of something else: what was good stays, and it is said.
        for broken in [Array(Self.countries("FR").dropLast(40)), systems] {
            try Self.put(broken, server.folder + "/country")
            #expect(try self.eventually { try self.findings(server).contains("place_database_refused") })
            #expect(try server.get(american).status == 200)
            #expect(try server.get(german).code == "country_not_allowed")
            try Self.put(Self.countries("US"), server.folder + "/country")
            #expect(try self.eventually { try !self.findings(server).contains("place_database_refused") })
        }
    }

    @Test func `a rule without a database is a finding, and a database that is none is an error at the start`() throws {
        let server = try ServedGatehouse()
        #expect(try !self.findings(server).contains("place_database_missing"))
        _ = try server.issue("german", "--country", "DE")
        #expect(try self.findings(server).contains("place_database_missing"))
        #expect(server.stop() == 0)
        let (path, configuration) = (server.folder + "/country", server.configuration)
        try Self.put(Array("nothing".utf8), path)
        let text = try String(contentsOfFile: configuration, encoding: .utf8)
        try (text + "\ngeo: {countryDatabase: \(path)}\n").write(
            toFile: configuration, atomically: true, encoding: .utf8)
        let start = try server.run("serve", "--dev", "--config", configuration)
        #expect(start.status == 78 && start.error.contains("it is not a MaxMind database"), "\(start.error)")
    }
}
