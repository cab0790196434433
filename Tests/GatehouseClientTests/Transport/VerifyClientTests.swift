import HTTPTypes
import Synchronization
import Testing

@testable import GatehouseClient

@Suite struct VerifyClientTests {
    @Test func `a question is sent as the native dialect writes it`() async throws {
        let sent = FakeTransport(Samples.admission())
        let client = try Samples.client(sent)
        let verdict = try await client.verify(
            .init(
                key: Samples.key, permissions: "documents:read", address: "203.0.113.7", method: .delete,
                limits: [.init("burst", cost: 3)], cost: 2, mustBeFresh: true))
        #expect(verdict.admitted?.keyID == Samples.keyID)
        let request = try #require(sent.asked.first)
        #expect(request.head.method == .post)
        #expect(request.head.path == "/v1/keys/verify")
        #expect(request.credential == "Bearer " + Samples.caller)
        #expect(request.head.headerFields[.contentType] == "application/json")
        #expect(request.head.headerFields[.cacheControl] == "no-cache")
        #expect(
            request.document
                == .object([
                    "key": .string(Samples.key), "permissions": .string("documents:read"),
                    "address": .string("203.0.113.7"), "method": .string("DELETE"), "cost": .integer(2),
                    "limits": .array([.object(["name": .string("burst"), "cost": .integer(3)])]),
                ]))
    }

    @Test func `what is not asked is not sent`() async throws {
        let sent = FakeTransport(Samples.refusal("key_expired"))
        let verdict = try await Samples.client(sent).verify(.init(key: Samples.key))
        #expect(verdict.refusal?.code == .keyExpired)
        #expect(sent.asked.first?.document == .object(["key": .string(Samples.key)]))
        #expect(sent.asked.first?.head.headerFields[.cacheControl] == nil)
    }

    @Test func `what cannot be a key is refused without a call`() async throws {
        let sent = FakeTransport(Samples.admission())
        let client = try Samples.client(sent)
        let empty = try await client.verify(.init(key: ""))
        #expect(empty.refusal?.code == .credentialMissing)
        for key in [String(repeating: "a", count: 513), "a b", "a\r\nb", "kéy", "a\u{0}", "\u{7f}"] {
            let odd = try await client.verify(.init(key: key))
            #expect(odd.refusal?.code == .credentialRejected)
        }
        for method in [HTTPRequest.Method.connect, .trace] {
            let verdict = try await client.verify(.init(key: Samples.key, method: method))
            #expect(verdict.refusal?.code == .methodNotPermitted)
        }
        #expect(sent.asked.isEmpty)
    }

    @Test(arguments: [
        (204, VerifyError.Code.answerMalformed), (302, .answerMalformed), (304, .answerMalformed),
        (400, .questionRefused),
        (401, .callerRefused), (403, .callerRefused), (404, .questionRefused), (413, .questionRefused),
        (429, .throttled),
        (500, .serverFailed), (502, .serverFailed), (503, .serverFailed), (599, .serverFailed), (201, .answerMalformed),
    ]) func `an answer of another status is no verdict, whatever it says`(_ status: Int, _ code: VerifyError.Code)
        async throws
    {
        let client = try Samples.client(FakeTransport(status: status, Samples.admission()))
        let error = await #expect(throws: VerifyError.self) { try await client.verify(.init(key: Samples.key)) }
        #expect(error?.code == code)
        #expect(error?.status == status)
    }

    @Test(arguments: ["", "ok", "<html>valid</html>", "[]", "{}", "null", #"{"valid":true}"#])
    func `a 200 without a verdict is no verdict`(_ body: String) async throws {
        let client = try Samples.client(FakeTransport(body))
        let error = await #expect(throws: VerifyError.self) { try await client.verify(.init(key: Samples.key)) }
        #expect(error?.code == .answerMalformed)
    }

    @Test(arguments: [
        (TransportError.unreachable, VerifyError.Code.unreachable), (.interrupted, .interrupted),
        (.answerTooLarge, .answerTooLarge), (.cancelled, .cancelled),
    ]) func `a failure of the transport is no verdict, and is not tried again`(
        _ failure: TransportError, _ code: VerifyError.Code
    ) async throws {
        let sent = FakeTransport(failure)
        let client = try Samples.client(sent)
        let error = await #expect(throws: VerifyError.self) { try await client.verify(.init(key: Samples.key)) }
        #expect(error == VerifyError(code))
        #expect(sent.asked.count == 1)
    }

    @Test func `an answer that belongs to another key decides nothing`() async throws {
        let client = try Samples.client(FakeTransport(Samples.admission(Samples.otherKeyID)))
        let error = await #expect(throws: VerifyError.self) { try await client.verify(.init(key: Samples.key)) }
        #expect(error?.code == .answerMalformed)
    }

    @Test func `an answer above the bound is refused even when the transport lets it through`() async throws {
        let client = try Samples.client(
            FakeTransport(Samples.admission()), configuration: .init(maximumAnswerBytes: 10))
        let error = await #expect(throws: VerifyError.self) { try await client.verify(.init(key: Samples.key)) }
        #expect(error?.code == .answerTooLarge)
    }

    @Test func `what the server says about its failure is kept`() async throws {
        let problem = #"{"code":"temporarily_unavailable","request_id":"req_abc123"}"#
        let client = try Samples.client(FakeTransport(status: 503, problem, fields: [.retryAfter: "7"]))
        let error = await #expect(throws: VerifyError.self) { try await client.verify(.init(key: Samples.key)) }
        #expect(error?.problemCode == "temporarily_unavailable")
        #expect(error?.requestID == "req_abc123")
        #expect(error?.retryAfter == .seconds(7))
    }

    @Test(arguments: ["-1", "soon", "99999999999999999999", "Tue, 01 Dec 2026 00:00:00 GMT", "86401"])
    func `a wait that makes no sense is ignored`(_ value: String) async throws {
        let client = try Samples.client(FakeTransport(status: 503, "", fields: [.retryAfter: value]))
        let error = await #expect(throws: VerifyError.self) { try await client.verify(.init(key: Samples.key)) }
        #expect(error?.retryAfter == nil)
    }
}
