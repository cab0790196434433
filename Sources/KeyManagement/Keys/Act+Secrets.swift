import Auditing
import Keys
import Storage

extension Act {
    /// Draws a secret for a key, digested under the newest pepper of its environment.
    func mintSecret(
        of id: KeyID, prefix: String, in environment: EnvironmentID
    ) throws -> (secret: MintedSecret, pepperVersion: UInt32) {
        let (tag, pepperVersion, hasher) = try self.minting(in: environment)
        let secret = MintedSecret(
            id: id, prefix: prefix, tag: tag, hasher: hasher, randomBytes: self.tools.randomBytes)
        return (secret, pepperVersion)
    }

    /// The answer that carries a new secret; without it when nothing was really made.
    func show(_ key: KeyRecord, _ versionNumber: UInt32, _ secret: MintedSecret) throws -> KeyWithToken {
        .init(
            key: try .init(key, in: self.reader, at: self.now), versionNumber: versionNumber,
            token: self.options.isDryRun ? nil : secret.token)
    }

    /// Puts a fresh secret in the place of one that was shown and that nobody has used; the one before is dead.
    func replaceSecret(ofVersion number: UInt32, of before: KeyRecord) throws -> KeyWithToken {
        guard !before.isRevoked(at: self.now) else { throw LifecycleObjection.revoked }
        guard let index = before.versions.firstIndex(where: { $0.number == number }),
            before.versions[index].firstUsedAt == nil, before.versions[index].isLive(at: self.now),
            !self.tools.insight.hasBeenUsed(before.id, number)
        else { throw ManagementError.replayUsed }
        let (secret, pepperVersion) = try self.mintSecret(
            of: before.id, prefix: before.prefix, in: before.environmentID)
        var key = before
        key.versions[index] = before.versions[index].replaced(
            by: secret.digest, under: pepperVersion, hintSuffix: secret.hintSuffix, at: self.now)
        return try self.show(try self.save(key, replacing: before, .keyReissue), number, secret)
    }
}
