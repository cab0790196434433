import Auditing
import Foundation
import TestKit
import Testing

@testable import gatehouse

/// A server and the witness of its log: cosignatures, copies that go two ways, and a witness that is away.
@Suite struct WitnessedServerTests {
    /// A server, stopped, whose configuration names a witness that knows its log.
    private static func witnessed() throws -> (ServedGatehouse, ServedWitness) {
        let server = try ServedGatehouse()
        let key = try NoteVerifierKey(try server.quiet("audit", "key"))
        server.stop()
        let witness = try ServedWitness(logs: [key])
        let settings = """
            audit:
              witnesses:
                - {name: one, url: "\(witness.url)", key: "\(witness.key)"}

            """
        let text = try String(contentsOfFile: server.configuration, encoding: .utf8)
        try (text + settings).write(toFile: server.configuration, atomically: true, encoding: .utf8)
        return (server, witness)
    }

    /// Waits until something is so; each look takes its time.
    private static func await(_ what: String, _ isSo: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if try isSo() { return }
            _ = try ProgramRun(["version"])
        }
        Issue.record("never: \(what)")
    }

    private static func findings(_ server: ServedGatehouse) throws -> String {
        try server.run("doctor", "--json").output
    }

    @Test func `the published checkpoint carries the witness's line`() throws {
        let (server, witness) = try Self.witnessed()
        try server.start()
        _ = try server.issue("cosigned")
        let head = try server.run("audit", "checkpoint").output
        let text = try #require(head.components(separatedBy: "\n\n").first)
        try Self.await("cosigned") {
            let file = try? Data(contentsOf: URL(fileURLWithPath: server.data + "/audit/checkpoint"))
            guard let file, let note = try? SignedNote(file), note.text.hasPrefix(text) else { return false }
            return (try? note.verified(by: [witness.key])) != nil
        }
        let findings = try Self.findings(server)
        #expect(!findings.contains("witness_") && !findings.contains("rollback_undetectable"))
        let metrics = try GatewayAnswer(port: server.adminPort, "GET", "/metrics").body
        #expect(metrics.contains("gatehouse_audit_anchored{anchor=\"witness one\"}"))
        #expect(server.stop() == 0)
    }

    @Test func `a copied folder started beside the first is caught by the witness`() throws {
        let (server, witness) = try Self.witnessed()
        let copy = server.folder + "/copy"
        try FileManager.default.copyItem(atPath: server.data, toPath: copy)
        try server.start()
        _ = try server.issue("here")
        let settings = try String(contentsOfFile: server.configuration, encoding: .utf8)
        let other = try ServedGatehouse { _ in .init() }
        other.stop()
        let lines = settings.replacing(server.data, with: copy)
            .replacing(server.folder + "/run/admin.sock", with: other.folder + "/run/admin.sock")
        try lines.write(toFile: other.configuration, atomically: true, encoding: .utf8)
        try Self.awaitSize(witness, at: server)
        // It has fewer entries than the witness knows: refused at the start.
        let refused = try ProgramRun(["serve", "--dev", "--config", other.configuration])
        #expect(refused.status == ExitReason.rolledBack.rawValue, "\(refused.error)")
        #expect(refused.error.contains("older than the anchor 'witness one'"))
        // Without its witness it starts and goes another way; with it again, it is found out for good.
        witness.stop()
        try other.start()
        for name in ["there-1", "there-2", "there-3", "there-4"] { _ = try other.issue(name) }
        try witness.start()
        try Self.await("found out") { try Self.findings(other).contains("witness_contradicts") }
        try Self.await("told") { witness.log.contains("forked") }
        try Self.await("the first is as it was") { try !Self.findings(server).contains("witness_") }
        other.stop()
        let again = try ProgramRun(["serve", "--dev", "--config", other.configuration])
        #expect(again.status == ExitReason.rolledBack.rawValue)
        #expect(again.error.contains("is not the one the anchor 'witness one' knows"), "\(again.error)")
    }

    /// Waits until the witness has cosigned what the server has.
    private static func awaitSize(_ witness: ServedWitness, at server: ServedGatehouse) throws {
        let text = try #require(try server.run("audit", "checkpoint").output.components(separatedBy: "\n\n").first)
        try Self.await("cosigned") {
            let names = try FileManager.default.contentsOfDirectory(atPath: witness.state)
            return names.filter { $0.count == 64 }.contains { name in
                (try? String(contentsOfFile: witness.state + "/" + name, encoding: .utf8))?.hasPrefix(text) == true
            }
        }
    }

    /// The witness is the only anchor, and says the same before and after.
    @Test func `a loss that the witness knows is accepted once, and doctor says what that costs`() throws {
        let (server, witness) = try Self.witnessed()
        try server.start()
        let files = ["ada", "bob"].map { "\(server.folder)/\($0).token" }
        for file in files {
            let made = try server.run(
                "operators", "create", "of-\(file.suffix(9).prefix(3))", "--level", "admin", "--secret-file", file)
            #expect(made.status == 0, "\(made.error)")
        }
        server.stop()
        let older = server.folder + "/older"
        func putBack() throws {
            try FileManager.default.removeItem(atPath: server.data)
            try FileManager.default.copyItem(atPath: older, toPath: server.data)
        }
        try FileManager.default.copyItem(atPath: server.data, toPath: older)
        try server.start()
        _ = try server.issue("lost")
        try Self.awaitSize(witness, at: server)
        server.stop()
        try putBack()
        let refused = try ProgramRun(["serve", "--dev", "--config", server.configuration])
        #expect(refused.status == ExitReason.rolledBack.rawValue, "\(refused.error)")
        let mark = try #require(refused.error.range(of: "--accept-rollback "))
        let name = String(refused.error[mark.upperBound...].prefix { !$0.isWhitespace })
        let flags = ["--accept-rollback", name] + files.flatMap { ["--operator-token-file", $0] }
        try server.start(with: flags)
        _ = try server.issue("worked on")
        let findings = try Self.findings(server)
        #expect(findings.contains("witness_contradicts") && findings.contains("rollback_undetectable"))
        server.stop()
        // With the flags left where they were.
        try server.start(with: flags)
        server.stop()
        try putBack()
        let again = try ProgramRun(["serve", "--dev", "--config", server.configuration] + flags)
        #expect(again.status == ExitReason.rolledBack.rawValue, "\(again.error)")
        #expect(again.error.contains("another rollback than this one"))
    }

    @Test(.timeLimit(.minutes(2))) func `a witness that drips its answers stops nothing, neither a start nor an end`()
        throws
    {
        let receiver = try #require(
            TestReceiver { connection in
                DrippingReceiver.serve(connection)
                return .close
            })
        defer { receiver.stop() }
        let key = try NoteSigner(name: "witness.example/one", key: GrowingLog.key(7), kind: .cosignature).verifierKey
        let server = try ServedGatehouse { _ in
            .init(
                settings:
                    "audit: {witnesses: [{name: one, url: \"http://127.0.0.1:\(receiver.port)\", key: \"\(key)\"}]}\n")
        }
        #expect(server.stop() == 0)
        try server.start()
        #expect(server.log.contains("a witness could not be asked"))
        #expect(try server.get(server.firstToken).status == 200)
        let findings = try Self.findings(server)
        #expect(findings.contains("witness_silent") && findings.contains("no whole answer in time"))
        #expect(server.stop() == 0)
    }

    @Test func `a witness that is away stops nothing and is named`() throws {
        let (server, witness) = try Self.witnessed()
        witness.stop()
        try server.start()
        #expect(try server.get(server.firstToken).status == 200)
        #expect(server.log.contains("a witness could not be asked"))
        _ = try server.issue("meanwhile")
        #expect(try Self.findings(server).contains("witness_silent"))
        try witness.start()
        try Self.await("cosigned again") { try !Self.findings(server).contains("witness_silent") }
        try Self.awaitSize(witness, at: server)
    }
}
