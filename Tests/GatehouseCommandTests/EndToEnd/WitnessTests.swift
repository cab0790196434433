import Auditing
import Foundation
import TestKit
import Testing

@testable import gatehouse

/// The witness as its operator runs it, and as a log meets it.
@Suite struct WitnessTests {
    private static func log(_ size: Int = 300) throws -> GrowingLog {
        var log = try GrowingLog()
        log.grow(to: size)
        return log
    }

    @Test func `it is made, run, asked and stopped`() throws {
        let log = try Self.log()
        let witness = try ServedWitness(logs: [log.signer.verifierKey])
        let alive = try GatewayAnswer(port: witness.port, "GET", "/livez")
        #expect(alive.status == 200 && alive.document?["status"]?.string == "alive")
        let answer = try witness.add(log.request(from: 0, to: 12))
        #expect(answer.status == 200)
        let note = try SignedNote(Array("\(log.note(at: 12).text)\n\(answer.body)".utf8))
        let time = try #require(try note.verified(by: [witness.key]).first?.timestamp)
        #expect(abs(Date.now.timeIntervalSince1970 - Double(time)) < 60)
        let shown = try witness.run("key", "--json")
        #expect(shown.output.contains(witness.key.description))
        #expect(!SchemaCheck.isAvailable || SchemaCheck.accepts(shown.output, command: "witness key"))
        #expect(witness.stop() == 0)
    }

    @Test func `kill -9 at any moment loses nothing it has cosigned`() throws {
        let log = try Self.log()
        let witness = try ServedWitness(logs: [log.signer.verifierKey])
        var size: UInt64 = 0
        for next in [3, 40, 255, 256, 300] as [UInt64] {
            #expect(try witness.add(log.request(from: size, to: next)).status == 200)
            witness.stop(SIGKILL)
            try witness.start(port: 0)
            let stale = try witness.add(log.request(from: 0, to: 1))
            #expect(stale.status == 409 && stale.body == "\(next)\n")
            #expect(stale.fields["content-type"] == "text/x.tlog.size")
            size = next
        }
    }

    @Test func `a fork is refused and told in the log`() throws {
        let log = try Self.log()
        let witness = try ServedWitness(logs: [log.signer.verifierKey])
        #expect(try witness.add(log.request(from: 0, to: 12)).status == 200)
        var fork = log.cut(to: 11)
        fork.grow(to: 20, branch: 1)
        #expect(try witness.add(fork.request(from: 12, to: 12)).status == 409)
        #expect(try witness.add(fork.request(from: 12, to: 20)).status == 422)
        witness.stop()
        let lines = witness.log.split(separator: "\n").compactMap { JSONValue(parsing: Array($0.utf8)) }
        let alarms = lines.filter { $0["severity"]?.string == "error" }
        #expect(alarms.count == 2)
        #expect(alarms.allSatisfy { $0["message"]?.string?.contains("forked") == true })
        #expect(alarms.first?["note"]?.string?.hasPrefix(log.origin) == true, "the evidence is there")
    }

    @Test func `every reason not to start has its exit code`() throws {
        let log = try Self.log()
        let witness = try ServedWitness(logs: [log.signer.verifierKey])
        #expect(try witness.add(log.request(from: 0, to: 12)).status == 200)
        let second = try ProgramRun(["witness", "--config", witness.configuration])
        #expect(second.status == ExitReason.dataFolderInUse.rawValue, "\(second.error)")
        #expect(try witness.run("forget", log.origin, "--confirm", log.origin).status == second.status)
        witness.stop()
        let files = FileManager.default
        let key = witness.folder + "/keys/witness.key"
        try files.setAttributes([.posixPermissions: 0o440], ofItemAtPath: key)
        #expect(try witness.run().status == ExitReason.exposedSecret.rawValue)
        try files.setAttributes([.posixPermissions: 0o400], ofItemAtPath: key)
        try files.setAttributes([.posixPermissions: 0o750], ofItemAtPath: witness.state)
        #expect(try witness.run().status == ExitReason.exposedSecret.rawValue)
        try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: witness.state)
        let name = try #require(try files.contentsOfDirectory(atPath: witness.state).first { $0.count == 64 })
        let state = witness.state + "/" + name
        let text = try String(contentsOfFile: state, encoding: .utf8)
        try text.replacing("\n12\n", with: "\n11\n").write(toFile: state, atomically: false, encoding: .utf8)
        let changed = try witness.run()
        #expect(changed.status == ExitReason.malformedInput.rawValue)
        #expect(changed.error.contains("is not what this witness wrote"))
        try text.write(toFile: state, atomically: false, encoding: .utf8)
        try files.removeItem(atPath: key)
        #expect(try witness.run().status == ExitReason.rootKeyMissing.rawValue)
        try "colour: red\n".write(toFile: witness.configuration, atomically: true, encoding: .utf8)
        #expect(try witness.run().status == ExitReason.configurationRefused.rawValue)
    }

    @Test func `what is there is not replaced, and what is forgotten begins anew`() throws {
        let log = try Self.log()
        let witness = try ServedWitness(logs: [log.signer.verifierKey])
        let again = try ProgramRun(["witness", "init", "--config", witness.configuration, "--name", "other"])
        #expect(again.status == ExitReason.conflict.rawValue)
        #expect(try witness.add(log.request(from: 0, to: 12)).status == 200)
        witness.stop()
        #expect(try witness.run("forget", log.origin, "--confirm", "other").status == ExitReason.usage.rawValue)
        #expect(try witness.run("forget", "other", "--confirm", "other").status == ExitReason.notFound.rawValue)
        let forgotten = try witness.run("forget", log.origin, "--confirm", log.origin, "--json")
        #expect(forgotten.status == 0 && forgotten.output.contains("\"forgotten_size\":12"))
        #expect(!SchemaCheck.isAvailable || SchemaCheck.accepts(forgotten.output, command: "witness forget"))
        try witness.start(port: 0)
        #expect(try witness.add(log.request(from: 0, to: 7)).status == 200)
    }

    @Test func `a name that a signature cannot carry is refused`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        let run = try ProgramRun([
            "witness", "init", "--config", folder + "/witness.yaml", "--name", "a name", "--key-file", folder + "/key",
        ])
        #expect(run.status == ExitReason.configurationRefused.rawValue)
        #expect(!FileManager.default.fileExists(atPath: folder))
    }
}
