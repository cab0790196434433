import Foundation
import Keys
import TestKit
import Testing

@testable import DecisionLog

/// A token put wherever a client can put one reaches neither segment nor line nor sink.
@Suite struct CanaryTests {
    @Test func `a canary token is nowhere`() async throws {
        var generator = SeededGenerator(seed: 987_654)
        let secret = Base62.draw(Token.secretLength) { generator.bytes($0) }
        let token = String(
            decoding: Token.compose(prefix: "gk", tag: "live", id: DecisionRecord.id(1), secret: secret), as: UTF8.self)
        let lines = NSTemporaryDirectory() + "/lines-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: lines) }
        let (folder, heard) = (TemporaryFolder(), Heard())
        let log = try DecisionLog.open(folder, heard: heard) { $0.accessLog = .file(lines) }
        for padding in 0..<160 {
            var record = DecisionRecord.sample(UInt64(padding))
            record.isFirstUse = true
            let pad = String(repeating: "p", count: padding)
            record.setPath(Array("/\(pad)/\(token)?key=\(token)".utf8).span)
            record.userAgent = .init("\(pad) \(token)")
            record.host = .init("\(pad).\(token)")
            log.ring(0).append(record)
        }
        log.drain(isLast: true)
        let written = folder.contents + (FileManager.default.contents(atPath: lines).map(Array.init) ?? [])
        let heardText = "\(heard.usages) \(heard.firstUses)"
        #expect(written.count > 100_000 && heardText.count > 1000)
        // Not even six characters of the secret in a row.
        for start in 0..<(secret.count - 5) {
            let piece = Array(secret[start..<(start + 6)])
            #expect(Data(written).range(of: Data(piece)) == nil)
            #expect(!heardText.contains(String(decoding: piece, as: UTF8.self)))
        }
        #expect(await log.recent(limit: 1000).count == 160)
    }

    @Test func `lines are appended to their file, one for each request`() throws {
        let lines = NSTemporaryDirectory() + "/lines-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: lines) }
        for round in 0..<2 {
            let log = try DecisionLog.open(.init()) { $0.accessLog = .file(lines) }
            for number in 0..<UInt64(10) { log.ring(0).append(.sample(number)) }
            log.drain()
            let text = try String(contentsOfFile: lines, encoding: .utf8)
            #expect(text.split(separator: "\n").count == (round + 1) * 10)
        }
    }

    @Test func `lines that cannot be written are counted, and records stay`() async throws {
        let log = try DecisionLog.open(.init()) { $0.accessLog = .file("/dev/full") }
        for number in 0..<UInt64(10) { log.ring(0).append(.sample(number)) }
        log.drain()
        #expect(log.dropped == 10)
        #expect(await log.recent(limit: 100).count == 10)
    }

    @Test func `a line file that cannot be opened is an error with a name`() {
        #expect {
            _ = try DecisionLog.open(.init()) { $0.accessLog = .file("/nowhere/at/all.log") }
        } throws: { ($0 as? DecisionLogError)?.code == .accessLogUnusable }
    }
}
