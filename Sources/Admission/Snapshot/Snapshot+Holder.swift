package import Keys

extension Snapshot {
    /// The version of a key whose secret a token shows, in any environment and whatever its standing; `nil` for none
    /// and for one that is revoked already. For the acts of those who hold a key.
    package func holder(of token: Span<UInt8>, at now: WallTime) -> HeldVersion? {
        self.search(for: token, at: now).versions.first { !$0.isRevoked }
    }

    /// All versions that a token shows: a foreign one may be a key of several environments. The work for a token of our
    /// shape is that of one verification; for any other it grows with the environments, and belongs on no event loop.
    package func search(for token: Span<UInt8>, at now: WallTime) -> HolderSearch {
        guard TokenParts(token) == nil else { return self.searchOwn(token, at: now) }
        var search = HolderSearch()
        var hashes = TokenHashes()
        for index in self.environments.indices where self.environments[index].admitsForeignTokens {
            guard let authentication = self.authentication(in: UInt16(index)),
                case .foreign(let finding) = authentication.evaluateForeign(token, &hashes)
            else { continue }
            switch finding {
            case .unproven(let attempt): search.attempts.append(attempt)
            case .found(let entry):
                if let held = self.held(entry.keyID, entry.versionNumber, at: now) { search.versions.append(held) }
            }
        }
        return search
    }

    private func searchOwn(_ token: Span<UInt8>, at now: WallTime) -> HolderSearch {
        var search = HolderSearch()
        if case .matched(let segment, let position, let version) = self.lookUp(token, environment: nil) {
            search.versions = [HeldVersion(segment.entries[position], segment.versions[version], at: now)]
        }
        return search
    }

    /// Whether a token of another shape than ours may be anybody's key.
    package var admitsForeignTokens: Bool { self.environments.contains(where: \.admitsForeignTokens) }

    /// How many environments a foreign token is looked for in.
    package var foreignEnvironmentCount: Int { self.environments.count(where: \.admitsForeignTokens) }

    /// A version of a key as it stands; `nil` when it is not there.
    func held(_ id: KeyID, _ versionNumber: UInt32, at now: WallTime) -> HeldVersion? {
        let segment = self.segment(holding: id)
        guard let entry = segment.position(of: id),
            let version = segment.version(versionNumber, ofEntry: entry)
        else { return nil }
        return HeldVersion(segment.entries[entry], segment.versions[version], at: now)
    }

    /// Looks a token up in an environment, or in that of the key it names; `nil` when there is no such environment.
    func lookUp(_ token: Span<UInt8>, environment: UInt16?) -> Authentication.Outcome? {
        self.authentication(of: token, in: environment)?.evaluate(token)
    }

    /// What compares a token with an environment's keys, or with those of the environment of the key it names.
    func authentication(of token: Span<UInt8>, in environment: UInt16?) -> Authentication? {
        self.authentication(in: environment ?? self.home(of: token))
    }

    /// What compares tokens with an environment's keys; `nil` when there is no such environment.
    func authentication(in index: UInt16) -> Authentication? {
        guard Int(index) < self.environments.count else { return nil }
        return Authentication(snapshot: self, environment: self.environments[Int(index)], environmentIndex: index)
    }

    /// The environment of the key that a token names; the first one when it names none, so that the work is the same.
    private func home(of token: Span<UInt8>) -> UInt16 {
        guard let parts = TokenParts(token) else { return 0 }
        let segment = self.segment(holding: parts.id)
        return segment.position(of: parts.id).map { segment.entries[$0].environment } ?? 0
    }
}
