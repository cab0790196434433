import Admission
import HTTPMachines
import Keys

/// What became of proving that a caller may verify keys.
enum CallerProof {
    case proven(MatchedKey)
    case missing
    case ambiguous
    case refused(Verification)
}

extension VerifySurface {
    /// Proves a caller by its own key, which needs `keys:verify`. The environment of that key is the one it may verify.
    mutating func proveCaller(
        _ fields: borrowing FieldTable, head: Span<UInt8>, _ reply: Reply, with pipeline: inout AdmissionPipeline
    ) -> CallerProof {
        var scan = CredentialScan()
        for index in 0..<fields.count where fields[index].known == .authorization || fields[index].known == .apiKey {
            scan.see(
                field: index, name: head.extracting(fields[index].name.offsets),
                value: head.extracting(fields[index].value.offsets), sources: self.sources)
        }
        switch scan.outcome {
        case .missing: return .missing
        case .ambiguous: return .ambiguous
        case .found(let field, let offset):
            let value = fields[field].value.offsets
            return self.proveCaller(head.extracting((value.lowerBound + offset)..<value.upperBound), reply, &pipeline)
        }
    }

    private mutating func proveCaller(
        _ token: Span<UInt8>, _ reply: Reply, _ pipeline: inout AdmissionPipeline
    ) -> CallerProof {
        var request = VerificationRequest(
            environment: nil, address: reply.context.peer, method: .post, now: reply.context.now,
            monotonic: reply.context.monotonic)
        // Asking is not writing: what a verifier may do is a matter of its permission alone.
        request.isBounded = false
        let verification = pipeline.verify(
            request, token: token, permissions: self.callerQuery, costs: Span(), names: Span())
        guard verification.isValid, let key = verification.matched else { return .refused(verification) }
        return .proven(key)
    }
}
