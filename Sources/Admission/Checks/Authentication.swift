import Cryptography
import Keys

/// Phase 5, authenticate: shape and checksum first, without any look-up; then, for whatever id, the same work: one HMAC
/// for each live pepper of the environment and a fixed number of comparisons in constant time.
struct Authentication {
    /// What the work came to.
    enum Outcome {
        case malformed
        /// No such key here, or the secret is another one.
        case unknown
        case matched(segment: KeySegment, entry: Int, version: Int)
        /// A token of another shape, and what is known of it.
        case foreign(ForeignFinding)
    }

    let snapshot: Snapshot
    let environment: EnvironmentEntry
    let environmentIndex: UInt16

    /// Compares a token with what is stored.
    func evaluate(_ token: Span<UInt8>) -> Outcome {
        guard let parts = TokenParts(token) else { return self.evaluateForeign(token) }
        let segment = self.snapshot.segment(holding: parts.id)
        let position = segment.position(of: parts.id)
        if let position { segment.prefetch(position) }
        let digests = self.digests(of: token, parts)
        let matched =
            self.environment.mayNest
            ? Self.compare(self.nested(digests).span, areNested: true, with: segment, position)
            : Self.compare(digests.span, areNested: false, with: segment, position)
        guard let position, let matched, self.isHome(segment, position, token, parts) else {
            return .unknown
        }
        return .matched(segment: segment, entry: position, version: matched)
    }

    /// One digest for each live pepper; the other places keep zero, which is no digest.
    private func digests(of token: Span<UInt8>, _ parts: TokenParts) -> InlineArray<4, Digest256> {
        var digests = InlineArray<4, Digest256>(repeating: .zero)
        let id = token.extracting(parts.idOffset..<(parts.idOffset + Token.idLength))
        let secret = token.extracting(parts.secretOffset..<(parts.secretOffset + Token.secretLength))
        for index in 0..<self.environment.peppers.count {
            digests[Int(self.environment.peppers[index].position)] =
                self.environment.peppers[index].hasher.digest(id: id, secret: secret)
        }
        return digests
    }

    /// Index of the version whose digest is the computed one for its pepper or, when they are nested, for its set of them.
    /// Always compares as many as a key can have.
    private static func compare(
        _ digests: Span<Digest256>, areNested: Bool, with segment: KeySegment, _ position: Int?
    ) -> Int? {
        let versions = position.map { segment.versions(ofEntry: $0) } ?? 0..<0
        let (first, count) = (versions.lowerBound, versions.count)
        var matched = -1
        for offset in 0..<KeyRecord.mostLiveVersions {
            let isReal = offset < count
            let stored = isReal ? segment.versions[first + offset].digest : Self.dummy
            let place = isReal ? segment.versions[first + offset].pepper : 0
            let made = digests[areNested ? Int(PepperSet(place: place).bits) : Int(place) & 3]
            let isEqual = stored.equalsInConstantTime(made)
            if isEqual, isReal { matched = first + offset }
        }
        return matched < 0 ? nil : matched
    }

    /// A key is unknown outside its environment, and under a prefix or tag that is not its own.
    private func isHome(_ segment: KeySegment, _ position: Int, _ token: Span<UInt8>, _ parts: TokenParts) -> Bool {
        guard segment.entries[position].environment == self.environmentIndex else { return false }
        let prefix = token.extracting(0..<parts.prefixLength)
        let tag = token.extracting(parts.tagOffset..<(parts.tagOffset + parts.tagLength))
        return prefix.equals(self.snapshot.prefixes[Int(segment.entries[position].prefix)])
            && tag.equals(self.environment.tag)
    }

    /// What is compared where there is nothing.
    static let dummy = Digest256(words: (1, 2, 3, 4))
}
