import Admission

extension VerifySurface {
    /// Answers a holder's act that is done.
    package mutating func answer(
        _ result: HolderActResult, keepsAlive: Bool, in context: VerifyContext, to answer: inout VerifyAnswer
    ) {
        self.begin(keepsAlive: keepsAlive, &answer)
        let reply = Reply(context, isHead: false)
        switch result {
        case .revokedSelf(let key, let time):
            self.body.write("{\"revoked\":true,\"key_id\":\"")
            self.body.writeID(key.keyID, prefix: "key_")
            self.body.write("\",\"version\":")
            self.body.writeDecimal(key.versionNumber)
            self.body.write(",\"revoked_at\":\"")
            self.body.writeTime(time)
            self.body.write("\"}")
            self.finish(200, reply, to: &answer)
        case .accepted:
            self.body.write("{}")
            self.finish(202, reply, to: &answer)
        case .feedback(let verdicts):
            LeakFeedback.write(verdicts, to: &self.body)
            self.finish(200, reply, to: &answer)
        case .signatureRejected:
            self.refuse(.callerRejected, status: 401, reply, detail: "The signature does not hold.", to: &answer)
        case .reportMalformed:
            self.refuse(.requestMalformed, reply, detail: "The body is no report of leaks.", to: &answer)
        case .rejected: self.refuse(.credentialUnknown, reply, to: &answer)
        case .unavailable: self.refuse(.overloaded, reply, to: &answer)
        }
    }
}
