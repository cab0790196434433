package import Keys

extension Snapshot {
    /// The version of a key whose secret a token shows, in any environment and whatever its standing; `nil` for none
    /// and for one that is revoked already. For the acts of those who hold a key.
    package func holder(of token: Span<UInt8>, at now: WallTime) -> MatchedKey? {
        self.holders(of: token, at: now).first
    }

    /// All of them: a foreign token may be a key of several environments.
    package func holders(of token: Span<UInt8>, at now: WallTime) -> [MatchedKey] {
        guard case .matched(let segment, let position, let version) = self.lookUp(token, environment: nil) else {
            return TokenParts(token) == nil ? self.foreignHolders(of: token, at: now) : []
        }
        let (entry, shown) = (segment.entries[position], segment.versions[version])
        return StandingCheck.evaluate(entry, shown, at: now) == .credentialRevoked ? [] : [MatchedKey(entry, shown)]
    }

    /// A foreign token names no environment: every one that admits them is asked. Those that only a slow hash tells are
    /// not found.
    private func foreignHolders(of token: Span<UInt8>, at now: WallTime) -> [MatchedKey] {
        var holders: [MatchedKey] = []
        for index in self.environments.indices where self.environments[index].admitsForeignTokens {
            guard let authentication = self.authentication(in: UInt16(index)),
                case .foreign(.found(let entry)) = authentication.evaluateForeign(token),
                case .key(let key, let version, _) = authentication.locate(
                    entry.keyID, entry.versionNumber, needsUpgrade: false),
                StandingCheck.evaluate(key, version, at: now) != .credentialRevoked
            else { continue }
            holders.append(MatchedKey(key, version))
        }
        return holders
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
