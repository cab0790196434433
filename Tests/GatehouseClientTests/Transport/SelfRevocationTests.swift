import HTTPTypes
import Testing

@testable import GatehouseClient

@Suite struct SelfRevocationTests {
    private static func answer(_ keyID: String = Samples.keyID, more: String = "") -> String {
        #"{"revoked":true,"key_id":"\#(keyID)","version":2,"revoked_at":"2026-12-01T00:00:00Z"\#(more)}"#
    }

    @Test func `the version that is presented ends, and the key itself is the right to it`() async throws {
        let sent = FakeTransport(Self.answer())
        let client = try Samples.client(sent)
        let outcome = try await client.selfRevoke(.init(Samples.key), reason: "it was in a \"log\"")
        #expect(
            outcome
                == .revoked(
                    .init(
                        keyID: Samples.keyID, version: 2, revokedAt: .init(secondsSince1970: 1_796_083_200))))
        let request = try #require(sent.asked.first)
        #expect(request.head.method == .post && request.head.path == "/v1/keys:selfRevoke")
        #expect(request.credential == "Bearer " + Samples.key)
        #expect(request.document?["reason"]?.string == "it was in a \"log\"")
        #expect(request.document?["key"] == nil)
    }

    @Test func `without a reason the body has none`() async throws {
        let sent = FakeTransport(Self.answer())
        _ = try await Samples.client(sent).selfRevoke(.init(Samples.key))
        #expect(sent.asked.first?.body == Array("{}".utf8))
    }

    @Test func `what cannot be a key, and a reason that is too long, are not sent`() async throws {
        let sent = FakeTransport(Self.answer())
        let client = try Samples.client(sent)
        let empty = try await client.selfRevoke(.init(""))
        let spaced = try await client.selfRevoke(.init("not a key"))
        #expect(empty == .refused(.init(code: .credentialMissing)))
        #expect(spaced == .refused(.init(code: .credentialRejected)))
        let longest = String(repeating: "ä", count: 128)
        let error = await #expect(throws: VerifyError.self) {
            try await client.selfRevoke(.init(Samples.key), reason: longest + "x")
        }
        #expect(error?.code == .questionRefused)
        #expect(sent.asked.isEmpty)
        _ = try await client.selfRevoke(.init(Samples.key), reason: longest)
        #expect(sent.asked.count == 1)
    }

    @Test func `a version that has ended before is refused, and nothing is asked twice`() async throws {
        let sent = FakeTransport { _ in
            .sample(401, #"{"code":"credential_rejected","request_id":"req_7"}"#)
        }
        let outcome = try await Samples.client(sent).selfRevoke(.init(Samples.key))
        #expect(outcome == .refused(.init(code: .credentialRejected, requestID: "req_7")))
        #expect(sent.asked.count == 1)
    }

    @Test func `whatever does not say that the version has ended is an error`() async throws {
        let wrong: [(Int, String, VerifyError.Code)] = [
            (200, "{}", .answerMalformed), (200, Self.answer(Samples.otherKeyID), .answerMalformed),
            (200, Self.answer().replacing("true", with: "false"), .answerMalformed),
            (200, Self.answer().replacing("2026", with: "year"), .answerMalformed),
            (200, Self.answer().replacing(#""version":2,"#, with: ""), .answerMalformed),
            (200, "no JSON", .answerMalformed), (202, Self.answer(), .answerMalformed), (401, "{}", .callerRefused),
            (403, #"{"code":"credential_rejected"}"#, .callerRefused),
            (429, #"{"code":"limit_exceeded"}"#, .throttled), (503, "", .serverFailed),
        ]
        for (status, body, code) in wrong {
            let client = try Samples.client(FakeTransport { _ in .sample(status, body) })
            let error = await #expect(throws: VerifyError.self) { try await client.selfRevoke(.init(Samples.key)) }
            #expect(error?.code == code, "\(status) \(body)")
        }
    }

    @Test func `an imported key of another form is taken as the server names it`() async throws {
        let client = try Samples.client(FakeTransport(Self.answer()))
        let outcome = try await client.selfRevoke(.init("sk_imported"))
        guard case .revoked(let version) = outcome else {
            Issue.record("not revoked")
            return
        }
        #expect(version.keyID == Samples.keyID)
    }
}
