import Admission
import HTTPMachines
import JSONText
import Keys

extension VerifySurface {
    /// `POST /v1/keys/verify`.
    mutating func verify(
        _ fields: borrowing FieldTable, head: Span<UInt8>, body: Span<UInt8>, _ reply: Reply,
        with pipeline: inout AdmissionPipeline, to answer: inout VerifyAnswer
    ) {
        guard let caller = self.caller(.native, fields, head: head, reply, with: &pipeline, to: &answer) else { return }
        do throws(JSONFault) {
            try self.questions.readNative(body)
        } catch {
            let fault = BodyFault(error, at: self.questions.location)
            return self.refuse(.requestMalformed, reply, entrance: .native, fault: fault, to: &answer)
        }
        guard self.readQueries(.native, reply, to: &answer) else { return }
        guard !self.awaitsProofs(for: caller, reply, with: &pipeline) else { return }
        let id = reply.context.requestID
        let verification = self.decide(0, id, caller, .native, reply, with: &pipeline, to: &answer)
        guard !self.awaitsQuota(verification.reason, reply) else { return }
        let isMapped = self.questions.isMapped
        guard isMapped, let reason = verification.reason else { return self.finish(200, reply, to: &answer) }
        self.begin(reason.status, "application/json", reply, to: &answer)
        if reason.status == 401 { self.writeChallenge(reason, to: &answer) }
        if let limit = verification.limit {
            LimitFields.writeRetryAfter(ProblemBody.retryAfter(limit), to: &answer.bytes)
            self.writeLimit(limit, isAdmitted: false, reply, to: &answer)
        }
        self.end(reply, to: &answer)
    }

    /// `POST /v1/keys:batchVerify`. The whole body is read, and every query in it, before the first key is charged.
    mutating func batchVerify(
        _ fields: borrowing FieldTable, head: Span<UInt8>, body: Span<UInt8>, _ reply: Reply,
        with pipeline: inout AdmissionPipeline, to answer: inout VerifyAnswer
    ) {
        guard let caller = self.caller(.batch, fields, head: head, reply, with: &pipeline, to: &answer) else { return }
        do throws(JSONFault) {
            try self.questions.readBatch(body)
        } catch {
            let fault = BodyFault(error, at: self.questions.location)
            return self.refuse(.requestMalformed, reply, entrance: .batch, fault: fault, to: &answer)
        }
        guard self.readQueries(.batch, reply, to: &answer) else { return }
        guard !self.awaitsProofs(for: caller, reply, with: &pipeline) else { return }
        self.body.write("{\"results\":[")
        for index in self.questions.questions.indices {
            if index > 0 { self.body.append(0x2c) }
            let id = reply.requestID(ofVerification: index)
            _ = self.decide(index, id, caller, .batch, reply, with: &pipeline, to: &answer)
        }
        self.body.write("]}")
        self.finish(200, reply, to: &answer)
    }

    /// Reads the permission queries of all questions; refuses the request when one is none.
    private mutating func readQueries(
        _ entrance: VerifyEntrance, _ reply: Reply, to answer: inout VerifyAnswer
    ) -> Bool {
        for index in self.questions.questions.indices {
            do throws(PermissionQueryFault) {
                try self.readQuery(of: index)
            } catch {
                var location = BodyLocation()
                if entrance == .batch { location.verification = index }
                location.enter("permissions")
                let fault = BodyFault(error, at: location)
                self.refuse(.requestMalformed, reply, entrance: entrance, fault: fault, to: &answer)
                return false
            }
        }
        return true
    }

    /// Verifies one key and appends what is said of it to the body.
    private mutating func decide(
        _ index: Int, _ id: RequestID, _ caller: MatchedKey, _ entrance: VerifyEntrance, _ reply: Reply,
        with pipeline: inout AdmissionPipeline, to answer: inout VerifyAnswer
    ) -> Verification {
        let verification = self.verification(index, by: caller, reply, with: &pipeline)
        NativeAnswer.writeBegin(verification, requestID: id, texts: &self.texts, to: &self.body)
        let costs = self.questions.questions[index].costs
        var isFirst = true
        for position in 0..<verification.limitCount {
            let limit = pipeline.weighedLimit(
                position, of: verification, costs: self.questions.costs.span.extracting(costs),
                names: self.questions.text.span)
            guard let limit else { continue }
            NativeAnswer.write(limit, isFirst: isFirst, to: &self.body)
            isFirst = false
        }
        NativeAnswer.writeEnd(verification, hasLimits: !isFirst, to: &self.body)
        self.record(verification, of: index, id, caller, entrance, with: pipeline, to: &answer)
        return verification
    }
}
