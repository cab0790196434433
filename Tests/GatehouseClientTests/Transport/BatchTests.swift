import HTTPTypes
import Testing

@testable import GatehouseClient

@Suite struct BatchTests {
    /// Answers every question of a batch: even ones are admitted, odd ones refused.
    private func transport() -> FakeTransport {
        FakeTransport { request in
            let asked = request.document?["verifications"]?.array ?? []
            let answers = asked.enumerated().map { place, question in
                let id = PresentedKey(question["key"]?.string ?? "").publicID ?? "key_imported"
                return place.isMultiple(of: 2) ? Samples.admission(id) : Samples.refusal("key_suspended")
            }
            return .sample(200, #"{"results":["# + answers.joined(separator: ",") + "]}")
        }
    }

    @Test func `each question gets its verdict, in order`() async throws {
        let sent = self.transport()
        let client = try Samples.client(sent)
        let keys = [Samples.key, Samples.otherKey, "", Samples.otherKey, "not a key", Samples.key]
        let verdicts = try await client.verify(batch: keys.map { .init(key: $0, permissions: "a:read") })
        #expect(
            verdicts.map { $0.admitted?.keyID ?? $0.refusal?.code.rawValue } == [
                Samples.keyID, "key_suspended", "credential_missing", Samples.otherKeyID, "credential_rejected",
                "key_suspended",
            ])
        #expect(sent.asked.map(\.head.path) == ["/v1/keys:batchVerify"])
        #expect(sent.asked.first?.document?["verifications"]?.array?.count == 4)
    }

    @Test func `nothing to ask is nothing to send`() async throws {
        let sent = self.transport()
        let client = try Samples.client(sent)
        #expect(try await client.verify(batch: []).isEmpty)
        #expect(try await client.verify(batch: [.init(key: "")]).count == 1)
        #expect(sent.asked.isEmpty)
    }

    @Test func `a batch has a bound`() async throws {
        let sent = self.transport()
        let client = try Samples.client(sent)
        let question = VerificationRequest(key: Samples.key)
        let full = try await client.verify(batch: .init(repeating: question, count: VerifyClient.largestBatch))
        #expect(full.count == 100)
        let error = await #expect(throws: VerifyError.self) {
            try await client.verify(batch: .init(repeating: question, count: VerifyClient.largestBatch + 1))
        }
        #expect(error?.code == .questionRefused)
        #expect(sent.asked.count == 1)
    }

    @Test(arguments: [
        #"{"results":[]}"#, #"{"results":[{}]}"#, "{}", "[]",
        #"{"results":[\#(Samples.admission()),\#(Samples.admission())]}"#,
        #"{"results":[\#(Samples.admission(Samples.otherKeyID))]}"#,
    ]) func `one verdict that is none spoils the batch`(_ body: String) async throws {
        let client = try Samples.client(FakeTransport(body))
        let error = await #expect(throws: VerifyError.self) {
            try await client.verify(batch: [.init(key: Samples.key)])
        }
        #expect(error?.code == .answerMalformed)
    }

    @Test func `verdicts in another order than the questions decide nothing`() async throws {
        let body = #"{"results":[\#(Samples.admission(Samples.otherKeyID)),\#(Samples.admission(Samples.keyID))]}"#
        let client = try Samples.client(FakeTransport(body))
        await #expect(throws: VerifyError(.answerMalformed)) {
            try await client.verify(batch: [.init(key: Samples.key), .init(key: Samples.otherKey)])
        }
    }
}
