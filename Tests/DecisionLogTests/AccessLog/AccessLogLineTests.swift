import Admission
import Foundation
import Keys
import TestKit
import Testing

@testable import DecisionLog

@Suite struct AccessLogLineTests {
    private func object(_ record: DecisionRecord) throws -> [String: Any] {
        let line = AccessLogLine(record).bytes
        #expect(line.last == 0x0a && line.count { $0 == 0x0a } == 1)
        return try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
    }

    @Test func `a line is one flat object under the settled names`() throws {
        let record = DecisionRecord.sample(31)
        let object = try self.object(record)
        let names: Set = [
            "timestamp", "severity", "http.request.method", "http.route", "url.path", "url.scheme",
            "http.response.status_code", "network.protocol.version", "client.address", "server.address", "trace_id",
            "span_id",
            "user_agent.original", "http.request.body.size", "http.response.body.size", "gatehouse.request_id",
            "gatehouse.key.id", "gatehouse.key.version", "gatehouse.identity", "gatehouse.environment",
            "gatehouse.outcome", "gatehouse.phase", "gatehouse.upstream.host", "gatehouse.upstream.duration",
            "gatehouse.duration", "gatehouse.surface",
        ]
        #expect(Set(object.keys) == names)
        #expect(object["timestamp"] as? String == "1970-01-12T13:46:40Z")
        #expect(object["url.path"] as? String == "/orders/31")
        #expect(object["http.response.status_code"] as? Int == 200)
        #expect(object["gatehouse.request_id"] as? String == record.requestID.description)
        #expect(object["gatehouse.duration"] as? Double == 0.031001)
        #expect(object["gatehouse.upstream.duration"] as? Double == 0.0279)
        #expect(object["network.protocol.version"] as? String == "1.1")
        #expect(object["gatehouse.outcome"] as? String == "admit")
        #expect(object["gatehouse.surface"] as? String == "ext_authz")
        #expect(object["trace_id"] as? String == "000000000000001f0000000000000002")
        #expect(object["span_id"] as? String == "0000000000000abc")
    }

    @Test func `the peer is named where it is the client`() throws {
        var record = DecisionRecord.sample(31)
        record.surface = .gateway
        let object = try self.object(record)
        #expect(object["network.peer.address"] as? String == record.address.description)
        #expect(object["client.address"] as? String == record.address.description)
    }

    @Test func `a request without a trace has a line without one`() throws {
        let object = try self.object(.sample(4))
        #expect(object["trace_id"] == nil && object["span_id"] == nil)
    }

    @Test func `a refusal tells its reason, phase and flags; an error its type`() throws {
        let refused = try self.object(.sample(5))
        #expect(refused["gatehouse.outcome"] as? String == "refuse")
        #expect(refused["gatehouse.reason"] as? String == "limit_exceeded")
        #expect(refused["gatehouse.phase"] as? String == "limit")
        #expect(refused["gatehouse.flags"] as? String == "RL,UAEX")
        #expect(refused["error.type"] == nil && refused["severity"] as? String == "INFO")
        var record = DecisionRecord.sample(1)
        record.status = 504
        record.reason = .upstreamTimeout
        let failed = try self.object(record)
        #expect(failed["error.type"] as? String == "upstream_timeout" && failed["severity"] as? String == "ERROR")
    }

    @Test func `nothing a client sends can break out of its line`() throws {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<500 {
            var record = DecisionRecord.sample(1)
            record.userAgent = .init(generator.bytes(128))
            record.host = .init(Array("\"\\\u{1b}[2J\r\n\u{7f}\u{0}".utf8))
            record.setPath(generator.bytes(90).span)
            let line = AccessLogLine(record).bytes
            #expect(line.dropLast().allSatisfy { $0 >= 0x20 && $0 != 0x7f })
            let object = try self.object(record)
            #expect(object["server.address"] as? String == "\"\\\u{1b}[2J\r\n\u{7f}\u{0}")
        }
    }
}
