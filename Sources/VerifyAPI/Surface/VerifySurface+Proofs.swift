import Admission

/// Keys that only a slow hash can tell: the answer waits for the proof where the shell can wait.
extension VerifySurface {
    /// The proof that the last refusal for want of one waits for, when this request may wait for it.
    func mayAwait(_ reply: Reply, _ pipeline: borrowing AdmissionPipeline) -> ForeignTicket? {
        reply.context.mayAwaitProof ? pipeline.pendingProof : nil
    }

    /// Whether an answer that would be this refusal waits for a quota to be written down. Nothing was spent.
    mutating func awaitsQuota(_ reason: Reason?, _ reply: Reply) -> Bool {
        self.awaitsQuota = reason == .quotaPending && reply.context.mayAwaitProof
        return self.awaitsQuota
    }

    /// Begins the slow proofs of all keys asked about, before any of them is decided and charged.
    ///
    /// - Returns: whether the answer has to wait for one.
    mutating func awaitsProofs(
        for caller: MatchedKey, _ reply: Reply, with pipeline: inout AdmissionPipeline
    ) -> Bool {
        guard reply.context.mayAwaitProof else { return false }
        for index in self.questions.questions.indices {
            let question = self.questions.questions[index]
            let proof = pipeline.awaitedProof(
                of: self.questions.text.span.extracting(question.key), in: caller.environment,
                from: ProofAsker(caller: caller.keyID, address: question.address), at: reply.context.monotonic)
            self.awaitedProof = proof ?? self.awaitedProof
        }
        return self.awaitedProof != nil
    }
}
