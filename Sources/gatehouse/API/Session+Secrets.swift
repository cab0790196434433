extension Session {
    /// Sends a create or a rotation and hands out its secret once: alone with `-q`, in a file, or with the object.
    /// `headline` says to a person what happened, from the object.
    func reveal(
        _ request: APIRequest, _ write: WriteOptions, _ secret: SecretOptions, order: [String],
        headline: (JSONValue) -> String
    ) async throws {
        guard let path = secret.secretFile, !write.dryRun, !write.showRequest else {
            guard let response = try await self.act(request, write) else { return }
            return try self.show(response, order: order, headline: headline)
        }
        let file = try SecretFile(creating: path)
        let response: APIResponse
        do {
            response = try await self.perform(request, proofFile: write.proofFile)
        } catch {
            file.discard()
            throw error
        }
        let revealed = RevealedSecret(response.document)
        guard let text = revealed.secret else {
            file.discard()
            throw CommandFailure(.failed, code: "unexpected_answer", "The answer holds no secret.")
        }
        try file.store(text)
        if self.output.isQuiet && self.output.format != .json { return }
        if self.output.format == .people { self.output.note(headline(revealed.rest) + " The secret is in \(path).") }
        try self.output.show(revealed.rest, order: order, isDone: true)
    }

    private func show(_ response: APIResponse, order: [String], headline: (JSONValue) -> String) throws {
        let revealed = RevealedSecret(response.document)
        guard let secret = revealed.secret else {
            return try self.output.show(response.document, body: response.body, order: order, isDone: true)
        }
        switch self.output.format {
        case .json: self.output.printJSON(response.document, body: response.body)
        case _ where self.output.isQuiet: StandardStream.output.writeLine(secret)
        case .programs: try self.output.show(response.document, order: [RevealedSecret.member] + order, isDone: true)
        case .people:
            self.output.note(headline(revealed.rest))
            self.output.note("This is the only time the secret is shown; nothing stores it.")
            StandardStream.output.writeLine(secret)
        }
    }
}
