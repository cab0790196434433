extension Session {
    /// How a question was answered, when the answer lets something happen.
    enum Consent: Hashable, Sendable {
        case goAhead
        /// The milder act was chosen.
        case alternative
    }

    /// Shows whom an act hits and asks, as its severity demands.
    ///
    /// `act` says what is about to happen, as the subject of a sentence; the dry run of `request` tells the blast radius,
    /// unless `effect` says what follows in a sentence; `alternative` is a word that chooses a milder act, and what that
    /// does. Exit 64 when nobody can be
    /// asked, 2 when the answer is no.
    func confirm(
        _ act: String, _ severity: Severity, _ options: ConfirmationOptions, request: APIRequest,
        effect: String? = nil, alternative: (word: String, effect: String)? = nil
    ) async throws -> Consent {
        switch ConfirmationPolicy.decide(severity, yes: options.yes, confirm: options.confirm, canAsk: self.canAsk) {
        case .proceed: return .goAhead
        case .refuse(let flag):
            throw CommandFailure(
                .usage, code: "confirmation_required", "\(act) wants a confirmation, and nobody can be asked here.",
                fix: "add \(flag)")
        case .wrongName(let name):
            throw CommandFailure(
                .usage, code: "confirmation_wrong",
                "--confirm says “\(options.confirm ?? "")”, not “\(name)”; nothing was changed.")
        case .askYesNo:
            try await self.showBlastRadius(of: request, act: act, effect)
            guard Prompt.yesNo("Go ahead?") else { throw CommandFailure.cancelled }
            return .goAhead
        case .askName(let name):
            try await self.showBlastRadius(of: request, act: act, effect)
            return try self.askName(name, alternative)
        }
    }

    private func askName(_ name: String, _ alternative: (word: String, effect: String)?) throws -> Consent {
        if let alternative {
            StandardStream.error.writeLine("Type “\(alternative.word)” instead to \(alternative.effect).")
        }
        let question = "Type “\(PlainText.oneLine(name))” to go ahead:"
        switch Prompt.name(question, expecting: name, alternative: alternative?.word) {
        case .confirmed: return .goAhead
        case .alternative: return .alternative
        case .cancelled: throw CommandFailure.cancelled
        }
    }

    private func showBlastRadius(of request: APIRequest, act: String, _ sentence: String?) async throws {
        let effect = try await self.send(request.asDryRun).document
        let isColoured = self.output.errorIsColoured
        StandardStream.error.writeLine(Style.bold.applied(to: PlainText.oneLine(act) + ".", isColoured: isColoured))
        if let sentence { return StandardStream.error.writeLine("  " + PlainText.oneLine(sentence)) }
        let view = DetailView(document: effect["blast_radius"] ?? effect["effect"] ?? effect, order: BlastRadius.order)
        for line in view.lines(isColoured: isColoured, now: self.output.now) {
            StandardStream.error.writeLine("  " + line)
        }
    }
}
