import Cryptography
import Keys

extension AdmissionPipeline {
    /// Notes what the token of a key that was just let in is to be told by, if it was told by an older pepper.
    func noteRehash(
        of token: Span<UInt8>, _ key: KeyEntry, _ version: VersionEntry, in environment: EnvironmentEntry
    ) {
        guard let parts = TokenParts(token), let newest = environment.peppers.last else { return }
        let id = token.extracting(parts.idOffset..<(parts.idOffset + Token.idLength))
        let secret = token.extracting(parts.secretOffset..<(parts.secretOffset + Token.secretLength))
        self.plan.rehashes.note(
            .init(
                keyID: key.id, versionNumber: version.number, replaced: version.digest,
                digest: newest.hasher.digest(id: id, secret: secret), pepperVersion: newest.version))
    }
}
