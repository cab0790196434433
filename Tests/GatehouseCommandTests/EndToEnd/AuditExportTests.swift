import Foundation
import TestKit
import Testing

@testable import gatehouse

/// The audit log on its way to others, from the configuration and from the command line.
@Suite(.timeLimit(.minutes(2))) struct AuditExportTests {
    private static func receiver(port: UInt16 = 0, _ ledger: SequenceLedger) throws -> TestReceiver {
        try #require(
            TestReceiver(port: port) {
                // Slow enough that a kill finds it in the middle.
                SyslogFrames.read($0, into: ledger, atOnce: 400, pauseMs: 5)
                return .close
            })
    }

    private static func serve(_ port: UInt16, folder: inout String) throws -> ServedGatehouse {
        var files = ""
        let server = try ServedGatehouse { made in
            files = made
            return .init(
                settings: """
                    audit:
                      export:
                        - {name: siem, format: ocsf, mostRecords: 4, syslog: {address: 127.0.0.1, port: \(port)}}
                        - {name: archive, format: jsonl, mostRecords: 5, file: {path: \(made)/audit.jsonl}}
                        - {name: hole, format: ecs, http: {url: "http://127.0.0.1:9/"}}

                    """)
        }
        folder = files
        return server
    }

    /// How many entries the log has.
    private static func logSize(_ server: ServedGatehouse) throws -> UInt64 {
        let run = try server.run("audit", "list", "--limit", "1", "--json")
        let newest = JSONValue(parsing: Array(run.output.utf8))?["data"]?.array?.first
        return try #require(newest?["sequence"]?.integer.flatMap(UInt64.init(exactly:))) + 1
    }

    @Test func `a server killed in the middle leaves no gap, at a receiver that is restarted too`() async throws {
        let ledger = SequenceLedger()
        var receiver = try Self.receiver(ledger)
        let port = receiver.port
        defer { receiver.stop() }
        var folder = ""
        let server = try Self.serve(port, folder: &folder)
        for round in 0..<3 {
            for number in 0..<8 { _ = try server.issue("key-\(round)-\(number)") }
            let size = try Self.logSize(server)
            await ledger.wait { ledger in ledger.all.contains { $0 + 6 >= size } }
            server.stop(SIGKILL)
            receiver.stop()
            try server.start()
            receiver = try Self.receiver(port: port, ledger)
        }
        let size = try Self.logSize(server)
        await ledger.wait { $0.isComplete(below: size) }
        #expect(ledger.isComplete(below: size))
        let archive = SequenceLedger()
        while archive.all.last != size - 1 {
            let text = (try? String(contentsOfFile: folder + "/audit.jsonl", encoding: .utf8)) ?? ""
            for line in text.split(separator: "\n").dropFirst(archive.all.count) {
                archive.note(try #require(HTTPReceiver.sequence(in: String(line)), "\(line)"))
            }
        }
        #expect(archive.isComplete(below: size))
        let metrics = try GatewayAnswer(port: server.adminPort, "GET", "/metrics", fields: [:]).body
        #expect(metrics.contains("gatehouse_audit_export_lag_entries{sink=\"hole\"} \(size)"), "\(metrics)")
        #expect(metrics.contains("gatehouse_audit_export_lag_entries{sink=\"archive\"} 0"))
        #expect(metrics.contains("gatehouse_audit_export_failures_total{sink=\"hole\"}"))
    }

    @Test func `sinks that hang hold up no request, no change and no stop`() throws {
        let hole = try #require(TestReceiver { _ in .keepOpen })
        let slow = try #require(
            TestReceiver {
                SyslogFrames.read($0, into: SequenceLedger(), atOnce: 1, pauseMs: 1000)
                return .close
            })
        defer {
            hole.stop()
            slow.stop()
        }
        let server = try ServedGatehouse { _ in
            .init(
                settings: """
                    audit:
                      export:
                        - {name: hole, format: ecs, http: {url: "http://127.0.0.1:\(hole.port)/"}}
                        - {name: hole2, format: syslog, syslog: {address: 127.0.0.1, port: \(hole.port)}}
                        - {name: slow, format: cef, syslog: {address: 127.0.0.1, port: \(slow.port)}}

                    """)
        }
        let clock = ContinuousClock()
        for number in 0..<5 {
            let began = clock.now
            let token = try server.issue("key-\(number)")
            for _ in 0..<20 { #expect(try server.get(token).status == 200) }
            #expect(clock.now - began < .seconds(5))
        }
        let began = clock.now
        #expect(server.stop(SIGTERM) == 0)
        #expect(clock.now - began < .seconds(10))
    }

    @Test func `the log is printed in every format, from where one left off, and as it grows`() throws {
        let server = try ServedGatehouse()
        for number in 0..<3 { _ = try server.issue("key-\(number)") }
        let size = Int(try Self.logSize(server))
        for format in ["ocsf", "ecs", "cef", "syslog", "jsonl"] {
            let run = try server.run("audit", "export", "--format", format)
            let lines = run.output.split(separator: "\n")
            #expect(run.status == 0 && lines.count == size, "\(run.error)")
            let rest = try server.run("audit", "export", "--format", format, "--since", "\(size - 2)")
            #expect(rest.output.split(separator: "\n") == lines.suffix(2))
            guard ["ocsf", "ecs", "jsonl"].contains(format) else { continue }
            #expect(lines.allSatisfy { JSONValue(parsing: Array($0.utf8)) != nil })
        }
        let following = try BackgroundProgram(
            ["audit", "export", "--follow", "--since", "\(size)"], folder: server.folder,
            environment: ["GATEHOUSE_CONFIG": server.configuration])
        _ = try server.issue("late")
        #expect(try following.printed(until: "\n").contains("\"sequence\":\(size)}"))
        server.stop()
        #expect(following.ended() == ExitReason.unreachable.rawValue)
        #expect(server.log.contains("go on with --since \(size + 1)"))
    }

    @Test func `a closed pipe ends the export without a word`() throws {
        let server = try ServedGatehouse()
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/bash")
        let program = ProgramRun.program.path
        shell.arguments = ["-c", "'\(program)' audit export --follow | head -n 1; echo ${PIPESTATUS[0]}"]
        shell.environment = ["PATH": "/usr/bin:/bin", "GATEHOUSE_CONFIG": server.configuration]
        let (output, errors) = (Pipe(), Pipe())
        (shell.standardOutput, shell.standardError) = (output, errors)
        try shell.run()
        shell.waitUntilExit()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(text.split(separator: "\n").count == 2 && text.hasSuffix("\n141\n"), "\(text)")
        #expect(errors.fileHandleForReading.readDataToEndOfFile().isEmpty)
    }

    @Test func `an auditor reads the log over the network and nothing else`() throws {
        let server = try ServedGatehouse()
        let token = try server.quiet("operators", "create", "auditor-1", "--level", "auditor")
        let environment = [
            "GATEHOUSE_ADDR": "http://127.0.0.1:\(server.adminPort)", "GATEHOUSE_TOKEN": token,
        ]
        #expect(try server.run("audit", "export", environment: environment).status == 0)
        #expect(try server.run("audit", "list", environment: environment).status == 0)
        for words in [["keys", "list"], ["operators", "list"], ["doctor"], ["audit", "export", "--details"]] {
            let run = try ProgramRun(
                words, environment: environment.merging(["GATEHOUSE_CONFIG": server.configuration]) { $1 })
            #expect(run.status == ExitReason.refused.rawValue, "\(words): \(run.error)")
        }
    }
}
