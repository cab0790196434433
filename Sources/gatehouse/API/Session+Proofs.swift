extension Session {
    /// Does an act, tells a person where it stands in the audit log, and keeps its proof in the file that was asked for.
    func perform(_ request: APIRequest, proofFile path: String?) async throws -> APIResponse {
        guard let path else {
            let response = try await self.send(request)
            if let receipt = AuditReceipt(response.document) { self.output.note(receipt.line) }
            return response
        }
        let file = try NewFile.proof(path)
        let response: APIResponse
        do {
            response = try await self.send(request)
        } catch {
            file.discard()
            throw error
        }
        guard let receipt = AuditReceipt(response.document) else {
            file.discard()
            self.output.remark("nothing was changed, so there is no proof")
            return response
        }
        // The act is done whatever becomes of the file, and its answer may hold a secret.
        if file.store(receipt.proof) {
            self.output.note(receipt.line + "; the proof is in \(path)")
        } else {
            self.output.remark("\(path) could not be written; gatehouse audit prove \(receipt.sequence)")
        }
        return response
    }
}
