import Cryptography
import Keys

/// Phase 5 for tokens of another shape than ours, in environments that admit them: keyed digests find the token, a slow
/// hash proves those that could be guessed.
extension Authentication {
    /// Compares a foreign token with what is stored. The same work whether it is known or not.
    func evaluateForeign(_ token: Span<UInt8>) -> Outcome {
        var hashes = TokenHashes()
        return self.evaluateForeign(token, &hashes)
    }

    /// The same with the hashes that other environments have needed already.
    func evaluateForeign(_ token: Span<UInt8>, _ hashes: inout TokenHashes) -> Outcome {
        guard let tokens = self.snapshot.foreignTokens(of: self.environmentIndex), ForeignToken.isAdmissible(token)
        else { return .malformed }
        var found: ForeignEntry?
        for hash in tokens.hashes {
            let digest = hashes.digest(hash, of: token)
            var digests = InlineArray<4, Digest256>(repeating: .zero)
            for pepper in self.environment.peppers {
                let keyed = hash.keyed(digest.span, by: pepper.hasher)
                digests[Int(pepper.position)] = keyed
                let entry = tokens.entry(under: keyed)
                found = found ?? entry
            }
            guard self.environment.mayNest else { continue }
            let nested = self.nested(digests)
            for set in 1..<PepperSet.count {
                let entry = tokens.entry(under: nested[set])
                found = found ?? entry
            }
        }
        let attempt = self.attempt(token, &hashes, tokens)
        if let found { return .foreign(.found(found)) }
        return attempt.candidates.isEmpty ? .unknown : .foreign(.unproven(attempt))
    }

    /// A version of a key in this environment, as it stands now.
    func locate(_ id: KeyID, _ versionNumber: UInt32, needsUpgrade: Bool) -> ForeignStanding {
        let segment = self.snapshot.segment(holding: id)
        guard let entry = segment.position(of: id), segment.entries[entry].environment == self.environmentIndex,
            let version = segment.version(versionNumber, ofEntry: entry)
        else { return .unknown }
        return .key(segment.entries[entry], segment.versions[version], needsUpgrade: needsUpgrade)
    }

    /// What may replace the digest of a token that was found by the hash another system kept: one for each pepper.
    func upgrades(of id: KeyID, _ token: Span<UInt8>) -> [ForeignUpgrade] {
        let digest = ForeignHash.sha256.digest(of: token)
        return self.environment.peppers.map { pepper in
            .init(
                keyID: id, digest: ForeignHash.sha256.keyed(digest.span, by: pepper.hasher),
                pepperVersion: pepper.version)
        }
    }

    private func attempt(
        _ token: Span<UInt8>, _ hashes: inout TokenHashes, _ tokens: ForeignTokens
    ) -> WeakAttempt {
        var candidates: [WeakAttempt.Candidate] = []
        for hash in tokens.hashesOfWeak {
            let digest = hashes.digest(hash, of: token)
            for pepper in self.environment.peppers {
                let bucket = hash.bucket(digest.span, by: pepper.hasher)
                for entry in tokens.entries(inBucket: bucket)
                where entry.hash == hash && entry.pepperVersion == pepper.version {
                    guard let outer = self.outer(of: entry) else { continue }
                    candidates.append(.init(entry: entry, digest: digest, hasher: pepper.hasher, outer: outer))
                }
            }
        }
        return .init(
            environmentID: self.environment.id, candidates: Array(candidates.prefix(WeakAttempt.mostCandidates)),
            weakRevision: tokens.weakRevision)
    }

    /// What puts digests around that of an entry; `nil` when one of their peppers is gone.
    private func outer(of entry: WeakEntry) -> [PepperHasher]? {
        let peppers = entry.outerPeppers.compactMap { version in
            self.environment.peppers.first { $0.version == version }
        }
        return peppers.count == entry.outerPeppers.count ? peppers.map(\.hasher) : nil
    }
}
