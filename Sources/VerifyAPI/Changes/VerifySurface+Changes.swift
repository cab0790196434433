package import Admission
import HTTPMachines

/// The feed of changes, for caches elsewhere.
extension VerifySurface {
    /// `GET /v1/changes?after=GENERATION`: what has changed since, answered when there is something, or when the time is
    /// over. What there is, the shell knows.
    mutating func changes(
        _ request: RequestHead, _ fields: borrowing FieldTable, head: Span<UInt8>, _ reply: Reply,
        with pipeline: inout AdmissionPipeline, to answer: inout VerifyAnswer
    ) -> VerifyOutcome {
        let proof = self.proveCaller(fields, head: head, reply, with: &pipeline)
        guard let caller = self.caller(proof, .other, reply, with: pipeline, to: &answer) else { return .answered }
        guard let query = request.query, let after = Self.generation(head.extracting(query.offsets)) else {
            self.refuse(
                .requestMalformed, reply, detail: "Ask with after= and the generation that is known.", to: &answer)
            return .answered
        }
        return .awaitChanges(ChangeQuery(after: after, caller: caller))
    }

    /// Reads `after=17`.
    private static func generation(_ query: Span<UInt8>) -> UInt64? {
        guard query.hasPrefix("after="), (7...26).contains(query.count) else { return nil }
        var value: UInt64 = 0
        for index in 6..<query.count {
            let digit = query[index] &- 0x30
            guard digit < 10 else { return nil }
            let (product, wide) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = product.addingReportingOverflow(UInt64(digit))
            guard !wide, !overflow else { return nil }
            value = sum
        }
        return value
    }

    /// Answers a question for changes: the keys that have changed up to a generation; without `keys` any key may have.
    package mutating func answer(
        changes: EnvironmentChanges, upTo generation: UInt64, keepsAlive: Bool, in context: VerifyContext,
        to answer: inout VerifyAnswer
    ) {
        self.begin(keepsAlive: keepsAlive, &answer)
        self.body.write("{\"generation\":")
        self.body.writeDecimal(generation)
        if case .keys(let keys) = changes {
            self.body.write(",\"keys\":[")
            for (index, key) in keys.enumerated() {
                self.body.write(index == 0 ? "\"" : ",\"")
                self.body.writeID(key, prefix: "key_")
                self.body.write("\"")
            }
            self.body.write("]")
        }
        self.body.write("}")
        self.finish(200, Reply(context, isHead: false), to: &answer)
    }
}
