extension VerifyClient {
    /// Verifies up to ``largestBatch`` keys in one call: one verdict for each, in the same order.
    ///
    /// A batch goes past the cache: it is for back-office work, which asks about each key once.
    ///
    /// - Throws: `VerifyError` when the verdicts were not reached; `question_refused`, without a call, when there are too
    ///   many questions.
    public func verify(batch requests: [VerificationRequest]) async throws(VerifyError) -> [Verdict] {
        guard requests.count <= Self.largestBatch else { throw VerifyError(.questionRefused) }
        let asked = requests.filter { $0.refusalAtSight == nil }
        var answers = asked.isEmpty ? [][...] : try await self.verdicts(asked)[...]
        return requests.compactMap { request in
            request.refusalAtSight.map(Verdict.refused) ?? answers.popFirst()
        }
    }

    private func verdicts(_ requests: [VerificationRequest]) async throws(VerifyError) -> [Verdict] {
        var writer = JSONWriter()
        writer.object { members in
            members.name("verifications")
            members.array(requests) { writer, request in request.write(to: &writer) }
        }
        let call = Caller.Call(
            path: "/v1/keys:batchVerify", body: writer.bytes, mustBeFresh: requests.contains(where: \.mustBeFresh))
        let answers = try await self.ask(call)["results"]?.array ?? []
        guard answers.count == requests.count else { throw VerifyError(.answerMalformed) }
        var verdicts: [Verdict] = []
        for (answer, request) in zip(answers, requests) {
            verdicts.append(try WireVerdict(answer, about: request.key).verdict)
        }
        return verdicts
    }
}
