import HTTPTypes
import Testing

@testable import GatehouseClient

/// Whatever a service does with the library's values, keys and credentials stay out of its logs.
@Suite struct SecrecyTests {
    private static let canary = "canary9f3b"

    private func texts(_ value: some Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return ["\(value)", String(describing: value), String(reflecting: value), dumped, String(describing: [value])]
    }

    @Test func `no description of a value with a secret tells it`() async throws {
        let key = "gk_live_K7QmB2xW9ZtL4nRs_" + Self.canary
        let credential = try Samples.credential(key)
        let sent = FakeTransport(Samples.refusal("credential_rejected"))
        let client = try Samples.client(sent, credential: FixedCredential(credential))
        _ = try await client.verify(.init(key: key, permissions: "a:read"))
        let request = try #require(sent.asked.first)
        #expect(String(decoding: request.body, as: UTF8.self).contains(Self.canary))
        #expect(request.credential?.contains(Self.canary) == true)
        let values: [any Sendable] = [
            PresentedKey(key), VerificationRequest(key: key), credential, FixedCredential(credential), request,
            Caller.Call(path: "/"), client,
        ]
        for value in values {
            for text in self.texts(value) { #expect(!text.contains(Self.canary)) }
        }
        #expect("\(PresentedKey(key))" == "<secret>")
        #expect("\(credential)" == "<secret>")
        #expect("\(request)" == "POST /v1/keys/verify")
    }

    @Test func `an answer that repeats the question does not get into an error`() async throws {
        let key = Self.canary
        let echo = FakeTransport { request in
            let text = String(decoding: request.body, as: UTF8.self)
            let body = #"{"code":"\#(Self.canary)","request_id":"req_\#(Self.canary)!","detail":"\#(Self.canary)"}"#
            return .sample(500, text.isEmpty ? "" : body)
        }
        let client = try Samples.client(echo)
        let error = await #expect(throws: VerifyError.self) { try await client.verify(.init(key: key)) }
        for text in self.texts(try #require(error)) { #expect(!text.contains(Self.canary)) }
        #expect(error?.code == .serverFailed)
        #expect(error?.status == 500)
    }

    @Test func `no error of the library has room for a secret`() {
        for code in VerifyError.Code.allCases {
            let error = VerifyError(code, status: 503, problemCode: "temporarily_unavailable", requestID: "req_1")
            #expect(error.description.hasSuffix("(status 503, temporarily_unavailable, req_1)"))
            #expect(VerifyError(code).description.hasSuffix("."))
        }
    }

    @Test func `the credential is marked so that no header compression keeps it`() async throws {
        let sent = FakeTransport(Samples.refusal("key_expired"))
        _ = try await Samples.client(sent).verify(.init(key: Samples.key))
        let field = try #require(sent.asked.first?.head.headerFields.first { $0.name == .authorization })
        #expect(field.indexingStrategy == .disallow)
    }
}
