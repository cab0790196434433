import HTTPTypes
import TestKit
import Testing

@testable import GatehouseClient

@Suite struct WireVerdictTests {
    private func read(_ text: String, about key: String = Samples.key) -> WireVerdict? {
        Self.read(Array(text.utf8), about: key)
    }

    private static func read(_ bytes: [UInt8], about key: String = Samples.key) -> WireVerdict? {
        JSONReader.read(bytes).flatMap { try? WireVerdict($0, about: .init(key)) }
    }

    @Test func `an admission carries all that the server says of the key`() throws {
        let limits =
            #","limits":[{"name":"burst","limit":10,"remaining":3,"window_seconds":60,"reset_seconds":42,"exceeded":false}]"#
        let ends = #","expires_at":"2026-12-01T00:00:00Z","version_expires_at":"2026-11-30T23:59:59.5Z""#
        let text = Samples.admission(cacheable: false, more: limits + ends)
        let answer = try #require(self.read(text))
        let key = try #require(answer.verdict.admitted)
        #expect(key.requestID == "req_1")
        #expect(key.keyID == Samples.keyID)
        #expect(key.version == 2)
        #expect(key.project == "shop")
        #expect(key.environment == "live")
        #expect(key.owner == "idn_0000000000000042")
        #expect(key.permissions == ["documents:read"])
        #expect(key.boundary == .standard)
        #expect(key.expiresAt == Timestamp(secondsSince1970: 1_796_083_200))
        #expect(key.versionExpiresAt == Timestamp(secondsSince1970: 1_796_083_199))
        #expect(key.endsAt == key.versionExpiresAt)
        let limit = try #require(key.limits.first)
        #expect((limit.name, limit.limit, limit.remaining) == ("burst", 10, 3))
        #expect((limit.window, limit.reset, limit.isExceeded) == (.seconds(60), .seconds(42), false))
        #expect(!key.isCached)
        #expect(!answer.isCacheable)
        #expect(answer.generation == 7)
    }

    @Test func `members of later servers are ignored, and values of later servers are kept`() throws {
        let text = Samples.admission(more: #","colour":{"a":[1]},"boundary2":null"#)
            .replacing("standard", with: "orbital")
        #expect(try #require(self.read(text)).verdict.admitted?.boundary == KeyBoundary(rawValue: "orbital"))
        let refusal = try #require(self.read(Samples.refusal("moon_phase_wrong"))?.verdict.refusal)
        #expect(refusal.code.rawValue == "moon_phase_wrong")
        #expect(refusal.status == .forbidden)
    }

    @Test func `a refusal says what is missing and how long to wait`() throws {
        let used =
            #","limits":[{"name":"a","limit":5,"remaining":0,"reset_seconds":9,"exceeded":true}],"retry_after":12"#
        let limited = try #require(self.read(Samples.refusal("limit_exceeded", more: used))?.verdict.refusal)
        #expect(limited.retryAfter == .seconds(12))
        #expect(limited.limits.first?.isExceeded == true)
        #expect(self.read(Samples.refusal("key_expired"))?.verdict.refusal?.retryAfter == nil)
        let missing = Samples.refusal("permission_missing", more: #","missing_permission":"documents:write""#)
        #expect(self.read(missing)?.verdict.refusal?.missingPermission == "documents:write")
    }

    @Test func `a server that cannot decide has not refused`() throws {
        let document = try #require(JSONReader.read(Array(Samples.refusal("temporarily_unavailable").utf8)))
        let error = #expect(throws: VerifyError.self) { try WireVerdict(document, about: .init(Samples.key)) }
        #expect(error?.code == .serverFailed)
    }

    @Test(arguments: [
        "{}", "[]", "true", #"{"valid":true}"#, #"{"valid":true,"code":"valid"}"#,
        #"{"valid":true,"code":"valid","request_id":"req_1"}"#,
        #"{"valid":"true","code":"valid","request_id":"req_1","key_id":"key_K7QmB2xW9ZtL4nRs"}"#,
        #"{"valid":1,"code":"valid","request_id":"req_1","key_id":"key_K7QmB2xW9ZtL4nRs"}"#,
        #"{"valid":true,"code":"key_expired","request_id":"req_1","key_id":"key_K7QmB2xW9ZtL4nRs"}"#,
        #"{"valid":true,"code":"VALID","request_id":"req_1","key_id":"key_K7QmB2xW9ZtL4nRs"}"#,
        #"{"valid":false,"code":"valid","request_id":"req_1"}"#, #"{"valid":false,"code":"","request_id":"req_1"}"#,
        #"{"valid":true,"code":"valid","request_id":"req_1","key_id":"key_000000000000000A"}"#,
        #"{"valid":true,"code":"valid","request_id":"req_1","key_id":"key_K7QmB2xW9ZtL4nRs","expires_at":"soon"}"#,
        #"{"valid":true,"code":"valid","request_id":"req_1","key_id":"key_K7QmB2xW9ZtL4nRs","expires_at":5}"#,
        #"{"valid":true,"code":"valid","request_id":"req_1","key_id":"key_K7QmB2xW9ZtL4nRs","version_expires_at":""}"#,
        #"{"valid":true,"code":"valid","request_id":"req_1","key_id":"key_K7QmB2xW9ZtL4nRs","limits":{}}"#,
        #"{"valid":true,"code":"valid","request_id":"req_1","key_id":"key_K7QmB2xW9ZtL4nRs","limits":[{}]}"#,
        #"{"data":{"valid":true,"code":"valid","request_id":"req_1","key_id":"key_K7QmB2xW9ZtL4nRs"}}"#,
    ]) func `what is not a verdict about this key is none`(_ text: String) {
        #expect(self.read(text) == nil)
    }

    @Test func `a key of another form may have any id`() {
        #expect(self.read(Samples.admission("key_000000000000000A"), about: "sk_imported")?.verdict.admitted != nil)
        #expect(self.read(Samples.admission("key_000000000000000A"), about: Samples.key) == nil)
    }

    @Test func `no part of an admission admits`() {
        let bytes = Array(Samples.admission().utf8)
        for count in bytes.indices {
            #expect(Self.read(Array(bytes[..<count])) == nil)
        }
    }

    @Test func `no damage turns a refusal into an admission`() {
        let bytes = Array(Samples.refusal("key_suspended", more: #","key_id":"\#(Samples.keyID)""#).utf8)
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20_000 {
            var damaged = bytes
            for _ in 0...generator.number(below: 3) {
                damaged[generator.number(below: damaged.count)] = UInt8(truncatingIfNeeded: generator.next())
            }
            #expect(Self.read(damaged)?.verdict.admitted == nil)
        }
    }
}
