import Foundation
import Testing

@testable import gatehouse

/// Sealing and opening the real server by its own commands.
@Suite struct SealingTests {
    @Test func `a server under a passphrase is opened, sealed, killed and opened again, and its keys go on working`()
        throws
    {
        let server = try PassphraseGatehouse()
        try server.start()
        #expect(try server.run(["keys", "list"]).status == ExitReason.unreachable.rawValue)
        let wrong = try server.run(["unseal", "--passphrase-file", "-"], input: "not this one at all")
        #expect(wrong.status == ExitReason.refused.rawValue)
        try server.unseal()
        let token = try server.makeKey()
        #expect(try server.get(token).status == 200)

        #expect(try server.run(["seal"]).status == ExitReason.usage.rawValue, "nobody can be asked")
        let sealed = try server.done("seal", "--confirm=seal", "--json")
        #expect(JSONValue(parsing: Array(sealed.utf8))?["phase"]?.string == "sealed")
        #expect(!server.gatewayListens)
        let refused = try server.run(["keys", "list", "--json"])
        #expect(refused.status == ExitReason.unreachable.rawValue)
        #expect(JSONValue(parsing: Array(refused.error.utf8))?["code"]?.string == "sealed")
        try server.done("seal", "--confirm=seal")

        try server.unseal()
        #expect(try server.get(token).status == 200)
        server.stop(SIGKILL)
        try server.start()
        #expect(!server.gatewayListens)
        try server.unseal()
        #expect(try server.get(token).status == 200)
        try server.done("seal", "--confirm=seal")
        server.stop(SIGKILL)
        try server.start()
        try server.unseal()
        #expect(try server.get(token).status == 200)
        let acts = try server.done("audit", "list", "--object", "installation", "--fields", "action,actor.id")
        let lines = acts.split(separator: "\n").map { $0.split(separator: "\t")[0] }
        #expect(
            lines == ["system.unseal", "system.seal", "system.unseal", "system.unseal", "system.seal", "system.unseal"])
        #expect(server.stop(SIGTERM) == 0)
    }

    @Test func `under load, nothing is admitted a second after sealing has begun`() throws {
        let server = try PassphraseGatehouse()
        try server.start()
        try server.unseal()
        let (token, port) = (try server.makeKey(), server.gatewayPort)
        let load = LoadUnderSealing(threads: 4) { PlainRequest.isAdmitted(port: port, token: token) }
        load.awaitAdmissions(200)
        let began = ContinuousClock.now
        try server.done("seal", "--confirm=seal")
        let answered = ContinuousClock.now
        let atAnswer = load.admitted
        #expect(atAnswer.last - began < .seconds(1))
        try server.unseal()
        load.stop()
        #expect(load.admitted.count == atAnswer.count, "nobody listens at the old port any more")
        #expect(answered - began < .seconds(5))
    }

    @Test func `a sealed server stops when it is told to, and tells probes what it is`() throws {
        let server = try PassphraseGatehouse()
        try server.start()
        for (path, status) in [("/livez", "200"), ("/readyz", "503")] {
            let process = Process()
            let output = Pipe()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [
                "curl", "-s", "--max-time", "10", "--unix-socket", server.folder + "/run/admin.sock", "-w",
                " %{http_code}",
                "http://localhost\(path)",
            ]
            process.standardOutput = output
            try process.run()
            let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
            process.waitUntilExit()
            #expect(text.hasSuffix(" " + status), "\(text)")
            if path == "/readyz" { #expect(text.contains(#""status":"sealed""#)) }
        }
        #expect(server.stop(SIGTERM) == 0)
    }

    @Test func `slots are added, tried and removed, and the last way in stays`() throws {
        let server = try PassphraseGatehouse()
        try server.start()
        try server.unseal()
        let key = server.folder + "/spare.key"
        #expect(try server.run(["slots", "remove", "0", "--confirm=0"]).status == ExitReason.conflict.rawValue)
        try server.done("slots", "add", "--kind", "file", "--source", key)
        let mode = try FileManager.default.attributesOfItem(atPath: key)[.posixPermissions] as? Int
        #expect(mode == 0o400)
        try server.done("slots", "test", "1", "--source", key)
        try server.done("slots", "test", "0", "--passphrase-file", "-", input: PassphraseGatehouse.passphrase)
        let wrong = try server.run(["slots", "test", "0", "--passphrase-file", "-"], input: "something else")
        #expect(wrong.status == ExitReason.refused.rawValue)
        try server.done("slots", "remove", "0", "--confirm=0")
        let left = try server.done("slots", "list", "--fields", "number,kind")
        #expect(left == "1\tfile")
        // From now on a start takes no person, once the configuration names the file.
        #expect(server.stop(SIGTERM) == 0)
        let text = try String(contentsOfFile: server.configuration, encoding: .utf8)
        try (text + "rootKey: {file: \(key)}\n").write(toFile: server.configuration, atomically: true, encoding: .utf8)
        let again = try BackgroundProgram(["serve", "--config", "gatehouse.yaml"], folder: server.folder)
        _ = try again.printed(until: "is ready")
        #expect(again.end(SIGTERM) == 0)
    }

    @Test func `two people open it together, one after the other`() throws {
        let server = try PassphraseGatehouse()
        try server.start()
        try server.unseal()
        let people = ["the first of two people", "the second of two people"]
        try server.done(
            "slots", "add", "--kind", "passphrase", "--with-kind", "passphrase", "--passphrase-file", "-",
            input: people.joined(separator: "\n"))
        try server.done("slots", "remove", "0", "--confirm=0")
        try server.done("seal", "--confirm=seal")
        let first = try server.done("unseal", "--passphrase-file", "-", "--json", input: people[1])
        let status = try #require(JSONValue(parsing: Array(first.utf8)))
        #expect(status["phase"]?.string == "sealed")
        #expect(status["opened_slots"]?.array?.count == 1)
        try server.unseal(people[0])
        let alone = try server.run(["slots", "remove", "1", "--confirm=1"])
        #expect(alone.status == ExitReason.conflict.rawValue)
    }

    @Test func `an installation without its passphrase or file does not start`() throws {
        let server = try PassphraseGatehouse()
        try FileManager.default.removeItem(atPath: server.data)
        let run = try server.run(["serve"])
        #expect(run.status == ExitReason.rootKeyMissing.rawValue)
        #expect(!FileManager.default.fileExists(atPath: server.data))
    }
}
