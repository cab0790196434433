package import Keys

extension Snapshot {
    /// The version of a key whose secret a token shows, in any environment and whatever its standing; `nil` for none
    /// and for one that is revoked already. For the acts of those who hold a key.
    package func holder(of token: Span<UInt8>, at now: WallTime) -> MatchedKey? {
        guard case .matched(let segment, let position, let version) = self.lookUp(token, environment: nil) else {
            return nil
        }
        let (entry, shown) = (segment.entries[position], segment.versions[version])
        return StandingCheck.evaluate(entry, shown, at: now) == .credentialRevoked ? nil : MatchedKey(entry, shown)
    }

    /// Looks a token up in an environment, or in that of the key it names; `nil` when there is no such environment.
    func lookUp(_ token: Span<UInt8>, environment: UInt16?) -> Authentication.Outcome? {
        let index = environment ?? self.home(of: token)
        guard Int(index) < self.environments.count else { return nil }
        return Authentication(snapshot: self, environment: self.environments[Int(index)], environmentIndex: index)
            .evaluate(token)
    }

    /// The environment of the key that a token names; the first one when it names none, so that the work is the same.
    private func home(of token: Span<UInt8>) -> UInt16 {
        guard let parts = TokenParts(token) else { return 0 }
        let segment = self.segment(holding: parts.id)
        return segment.position(of: parts.id).map { segment.entries[$0].environment } ?? 0
    }
}
