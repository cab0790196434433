import Auditing
import Foundation
import TestKit
import Testing

@testable import gatehouse

/// Older copies of the data folder, and two of it at once: rows 11 and 12 of the faults a server must survive.
@Suite struct RollbackTests {
    /// A server with an anchor file beside its data folder.
    private static func anchored() throws -> ServedGatehouse {
        try ServedGatehouse { folder in
            .init(settings: "audit: {anchorFile: \(folder)/anchor, origin: shop.example/audit}\n")
        }
    }

    private static func copy(_ from: String, _ to: String) throws {
        try? FileManager.default.removeItem(atPath: to)
        try FileManager.default.copyItem(atPath: from, toPath: to)
    }

    /// What a start says that is refused.
    private static func refused(_ server: ServedGatehouse, _ options: String...) throws -> String {
        let run = try ProgramRun(["serve", "--dev", "--config", server.configuration] + options)
        #expect(run.status == ExitReason.rolledBack.rawValue, "\(run.output)\(run.error)")
        return run.error
    }

    @Test func `an older copy of the whole data folder is refused, the newer one taken`() throws {
        let server = try Self.anchored()
        server.stop()
        try Self.copy(server.data, server.folder + "/older")
        try server.start()
        _ = try server.issue("later")
        server.stop()
        try Self.copy(server.data, server.folder + "/newer")
        try Self.copy(server.folder + "/older", server.data)
        let error = try Self.refused(server)
        #expect(error.contains("the data is older than the anchor 'file'"), "\(error)")
        #expect(error.contains("--accept-rollback"))
        try Self.copy(server.folder + "/newer", server.data)
        try server.start()
        #expect(try server.get(server.firstToken).status == 200)
    }

    @Test func `an older copy of the database alone is refused`() throws {
        let server = try Self.anchored()
        server.stop()
        let database = server.data + "/gatehouse.db"
        try Self.copy(database, server.folder + "/older.db")
        try server.start()
        _ = try server.issue("later")
        server.stop()
        try Self.copy(server.folder + "/older.db", database)
        #expect(try Self.refused(server).contains("older"))
    }

    @Test func `an older copy of the write-ahead log alone is refused`() throws {
        let server = try Self.anchored()
        let log = server.data + "/gatehouse.db-wal"
        _ = try server.issue("before")
        try Self.copy(log, server.folder + "/older.wal")
        _ = try server.issue("later")
        try Self.awaitAnchor(server)
        server.stop(SIGKILL)
        try Self.copy(server.folder + "/older.wal", log)
        #expect(try Self.refused(server).contains("older"))
    }

    /// An anchor is told at most once a second: waits until it holds what the server has.
    private static func awaitAnchor(_ server: ServedGatehouse) throws {
        let run = try server.run("audit", "checkpoint")
        let head = try #require(run.output.components(separatedBy: "\n\n").first)
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let held = (try? String(contentsOfFile: server.folder + "/anchor", encoding: .utf8)) ?? ""
            if held.hasPrefix(head) { return }
            _ = try server.run("version")
        }
        Issue.record("the anchor file never held the head")
    }

    @Test func `a folder that lost everything is refused, too`() throws {
        let server = try Self.anchored()
        server.stop()
        try FileManager.default.removeItem(atPath: server.data)
        #expect(try Self.refused(server).contains("the data folder holds 0 audit entries"))
    }

    @Test func `two operators may accept a loss, on record and once`() throws {
        let server = try Self.anchored()
        for name in ["ada", "bob"] {
            let file = "\(server.folder)/\(name).token"
            let made = try server.run("operators", "create", name, "--level", "admin", "--secret-file", file)
            #expect(made.status == 0, "\(made.error)")
        }
        #expect(try server.run("operators", "create", "eve", "--secret-file", server.folder + "/eve.token").status == 0)
        server.stop()
        try Self.copy(server.data, server.folder + "/older")
        try server.start()
        _ = try server.issue("lost")
        server.stop()
        try Self.copy(server.folder + "/older", server.data)
        let error = try Self.refused(server)
        let mark = try #require(error.range(of: "--accept-rollback "))
        let name = String(error[mark.upperBound...].prefix { !$0.isWhitespace })
        let (ada, bob, eve) = (server.folder + "/ada.token", server.folder + "/bob.token", server.folder + "/eve.token")
        func accept(_ name: String, _ files: String...) throws -> ProgramRun {
            let arguments = ["serve", "--dev", "--config", server.configuration, "--accept-rollback", name]
            return try ProgramRun(arguments + files.flatMap { ["--operator-token-file", $0] })
        }
        for (files, reason) in [((ada, ada), "two operators"), ((ada, eve), "right"), ((eve, bob), "level admin")] {
            let run = try accept(name, files.0, files.1)
            #expect(run.status == ExitReason.rolledBack.rawValue && run.error.contains(reason), "\(run.error)")
        }
        #expect(try accept(name, ada).status == ExitReason.usage.rawValue)
        #expect(try accept("nonsense", ada, bob).status == ExitReason.usage.rawValue)
        let other = try accept("1:\(String(repeating: "0", count: 24))", ada, bob)
        #expect(other.status == ExitReason.rolledBack.rawValue && other.error.contains("another rollback"))
        try server.start(with: [
            "--accept-rollback", name, "--operator-token-file", ada, "--operator-token-file", bob,
        ])
        let entries = try server.run("audit", "list", "--action", "storage.rollback_accepted", "--json")
        let entry = try #require(JSONValue(parsing: Array(entries.output.utf8))?["data"]?.array?.first)
        #expect(entry["object"]?["id"]?.string == "file")
        #expect(entry["actor"]?["type"]?.string == "operator")
        #expect(entry["reason"]?.string?.contains("agreed") == true)
        #expect(server.log.contains("operators have accepted a rollback"))
        if ProcessMemory.isReadable {
            let keys = try [ada, bob].map { Array(try String(contentsOfFile: $0, encoding: .utf8).utf8.dropLast()) }
            let memory = ProcessMemory(processIdentifier: server.processIdentifier)
            #expect(try memory.found(keys).isEmpty, "an operator's key has stayed in memory")
        }
        server.stop(SIGKILL)
        try server.start()
        server.stop()
        // What was accepted is that loss, not the next one.
        try Self.copy(server.folder + "/older", server.data)
        let again = try accept(name, ada, bob)
        #expect(again.status == ExitReason.rolledBack.rawValue && again.error.contains("another rollback"))
    }

    @Test func `an anchor file that guards nothing, or cannot be read, is refused`() throws {
        let server = try Self.anchored()
        server.stop()
        let anchor = server.folder + "/anchor"
        let text = try String(contentsOfFile: anchor, encoding: .utf8)
        try text.replacing("\n", with: "x\n", maxReplacements: 2).write(
            toFile: anchor, atomically: false, encoding: .utf8)
        #expect(try Self.refused(server).contains("cannot be told"))
        try FileManager.default.removeItem(atPath: anchor)
        try server.start()
        #expect(server.log.contains("there is no anchor file yet"))
        server.stop()
        let settings = try String(contentsOfFile: server.configuration, encoding: .utf8)
        let open = server.folder + "/open"
        try FileManager.default.createDirectory(atPath: open, withIntermediateDirectories: false)
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: open)
        try settings.replacing(anchor, with: open + "/anchor")
            .write(toFile: server.configuration, atomically: true, encoding: .utf8)
        let exposed = try ProgramRun(["serve", "--dev", "--config", server.configuration])
        #expect(exposed.status == ExitReason.exposedSecret.rawValue, "\(exposed.error)")
        try settings.replacing(anchor, with: server.data + "/anchor")
            .write(toFile: server.configuration, atomically: true, encoding: .utf8)
        let inside = try ProgramRun(["serve", "--dev", "--config", server.configuration])
        #expect(inside.status == ExitReason.configurationRefused.rawValue, "\(inside.error)")
    }

    @Test func `without an anchor doctor says so, with one it does not`() throws {
        let plain = try ServedGatehouse()
        #expect(try plain.run("doctor", "--json").output.contains("rollback_undetectable"))
        let anchored = try Self.anchored()
        #expect(try !anchored.run("doctor", "--json").output.contains("rollback_undetectable"))
    }
}
