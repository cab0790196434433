import Admission
package import Keys
import Storage

/// What the control plane tells requests of uses that they have not seen themselves.
extension ControlPlane {
    /// Every use before that moment is in the store.
    package func allUsesAreStored(until moment: WallTime) async throws(ManagementError) {
        // Written down first: a start must not know less than requests did.
        if self.uses.isCounting { try await self.perform(NoteUsesKnown(moment), by: .system) }
        self.uses.learn(knownUntil: moment)
    }

    /// Answers what requests have asked since the last time: when keys were used that have come under a rule about it.
    package func answerUseQuestions() async throws(ManagementError) {
        let questions = self.uses.takeQuestions()
        guard !questions.isEmpty else { return }
        let known = self.uses.knownUntil
        var keys = questions.keys.sorted()[...]
        while !keys.isEmpty {
            await self.take(try await self.answer(UsesOfKeys(Array(keys.prefix(UsesOfKeys.most)), known), for: .system))
            keys = keys.dropFirst(UsesOfKeys.most)
        }
        for environment in questions.isAboutAll ? [nil] : questions.environments.map(Optional.some) {
            var position: KeyPosition?
            repeat {
                let page = try await self.answer(UsesInEnvironment(environment, after: position, known), for: .system)
                await self.take(page.findings)
                position = page.next
            } while position != nil
        }
    }

    /// Rests afterwards, so that changes of keys come first.
    private func take(_ findings: [UseFinding]) async {
        for finding in findings { self.uses.take(finding, at: self.time.monotonic()) }
        await self.time.sleep(1)
    }
}

/// When keys were last used, as the store tells.
private struct UsesOfKeys: ManagementQuery {
    static let most = 500

    let keys: [KeyID]
    let known: WallTime?

    init(_ keys: [KeyID], _ known: WallTime?) {
        self.keys = keys
        self.known = known
    }

    func answer(in inquiry: Inquiry) throws -> [UseFinding] {
        try self.keys.compactMap { try UseFinding($0, in: inquiry.reader, known: self.known) }
    }
}

/// The same of all keys of an environment, or of all there are, page by page.
private struct UsesInEnvironment: ManagementQuery {
    let environment: EnvironmentID?
    let position: KeyPosition?
    let known: WallTime?

    init(_ environment: EnvironmentID?, after position: KeyPosition?, _ known: WallTime?) {
        self.environment = environment
        self.position = position
        self.known = known
    }

    func answer(in inquiry: Inquiry) throws -> (findings: [UseFinding], next: KeyPosition?) {
        var filter = KeyFilter(now: inquiry.now)
        filter.environmentID = self.environment
        let keys = try inquiry.reader.keys(matching: filter, after: self.position, limit: UsesOfKeys.most)
        let findings = try keys.map { key in
            UseFinding(key, lastUse: try inquiry.reader.usage(of: key.id).map(\.at).max(), known: self.known)
        }
        return (findings, keys.count == UsesOfKeys.most ? keys.last.map { KeyPosition($0) } : nil)
    }
}
