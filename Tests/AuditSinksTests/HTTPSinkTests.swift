import AuditExport
import AuditSinks
import Foundation
import Storage
import Synchronization
import TestKit
import Testing

@Suite(.timeLimit(.minutes(5))) struct HTTPSinkTests {
    private static func settings(_ port: UInt16, _ change: (inout HTTPDestination) -> Void = { _ in }) -> SinkSettings {
        var http = HTTPDestination(url: "http://127.0.0.1:\(port)/in?a=b")
        change(&http)
        var settings = SinkSettings(name: "lake", format: .jsonl, destination: .http(http))
        settings.timeout = .milliseconds(500)
        return settings
    }

    private static func note(_ request: HTTPReceiver.Request, in ledger: SequenceLedger) {
        for line in request.lines { HTTPReceiver.sequence(in: line).map(ledger.note) }
    }

    @Test func `records come in one request, with token, type and numbers`() async throws {
        let folder = try TestFolder()
        let token = folder.path + "/token"
        _ = FileManager.default.createFile(
            atPath: token, contents: Data("s3cret-token\n".utf8), attributes: [.posixPermissions: 0o600])
        let ledger = SequenceLedger()
        let head = Mutex("")
        let receiver = try #require(
            TestReceiver { connection in
                HTTPReceiver.serve(connection) { request in
                    head.withLock { $0 = request.head }
                    Self.note(request, in: ledger)
                    return 204
                }
                return .close
            })
        defer { receiver.stop() }
        let world = try ExportWorld([Self.settings(receiver.port) { $0.tokenFile = token }])
        try await world.write(40)
        try await world.exporting {
            while world.exporter.statuses[0].delivered < 40 { await Task.yield() }
        }
        #expect(ledger.all == Array(0..<40))
        let seen = head.withLock { $0 }
        #expect(seen.hasPrefix("POST /in?a=b HTTP/1.1\r\n"))
        for field in [
            "Authorization: Bearer s3cret-token", "Content-Type: application/x-ndjson",
            "Gatehouse-Audit-Sequence: 0-39",
        ] {
            #expect(seen.contains(field), "\(seen)")
        }
    }

    @Test func `answers of 500, redirections, silence and resets are no deliveries`() async throws {
        let ledger = SequenceLedger()
        let requests = Atomic(0)
        let receiver = try #require(
            TestReceiver { connection in
                HTTPReceiver.serve(connection) { request in
                    let number = requests.wrappingAdd(1, ordering: .relaxed).oldValue
                    switch number {
                    case 0..<3: return 500
                    case 3: return 302
                    case 4: return 429
                    case 5: return nil
                    case 6:
                        poll(nil, 0, 900)
                        return nil
                    default:
                        Self.note(request, in: ledger)
                        return 200
                    }
                }
                return .close
            })
        defer { receiver.stop() }
        let world = try ExportWorld([Self.settings(receiver.port)])
        try await world.write(100)
        try await world.exporting { await ledger.wait { $0.isComplete(below: 100) } }
        #expect(world.exporter.statuses[0].failed >= 7)
    }

    @Test func `a receiver that drips its answer does not hold up the next delivery`() async throws {
        let receiver = try #require(
            TestReceiver { connection in
                DrippingReceiver.serve(connection)
                return .close
            })
        defer { receiver.stop() }
        let world = try ExportWorld([Self.settings(receiver.port)])
        try await world.write(1)
        try await world.exporting {
            while world.exporter.statuses[0].failed < 2 { await Task.yield() }
        }
        #expect(world.exporter.statuses[0].failure?.contains("did not answer in time") == true)
        #expect(world.exporter.statuses[0].delivered == 0)
    }

    @Test func `what stands in the path or the query of a receiver is told to nobody`() async throws {
        var settings = Self.settings(9)
        settings.destination = .http(.init(url: "http://127.0.0.1:9/s3cret-path?s3cret=query"))
        let world = try ExportWorld([settings])
        try await world.write(1)
        try await world.exporting {
            while world.exporter.statuses[0].failed < 1 { await Task.yield() }
        }
        let failure = world.exporter.statuses[0].failure ?? ""
        #expect(failure.hasPrefix("http://127.0.0.1:9: ") && !failure.contains("s3cret"), "\(failure)")
    }

    @Test func `a token that others can read is not used`() async throws {
        let folder = try TestFolder()
        let token = folder.path + "/token"
        _ = FileManager.default.createFile(
            atPath: token, contents: Data("s3cret\n".utf8), attributes: [.posixPermissions: 0o644])
        let requests = Atomic(0)
        let receiver = try #require(
            TestReceiver { connection in
                HTTPReceiver.serve(connection) { _ in
                    requests.add(1, ordering: .relaxed)
                    return 200
                }
                return .close
            })
        defer { receiver.stop() }
        let world = try ExportWorld([Self.settings(receiver.port) { $0.tokenFile = token }])
        try await world.write(1)
        try await world.exporting {
            while world.exporter.statuses[0].failed < 2 { await Task.yield() }
        }
        #expect(requests.load(ordering: .relaxed) == 0)
        #expect(world.exporter.statuses[0].failure?.contains("others can read the token file") == true)
        #expect(world.exporter.statuses[0].failure?.contains("s3cret") == false)
    }
}
