import Auditing
package import Keys
package import Storage

/// Gives a key a new secret. The old ones go on until the new one has been in use for the overlap, or until the hard
/// stop; with an overlap of 0 they are dead when this returns. A rotation still pending is cancelled by the next.
package struct RotateKey: CreatingOperation {
    package var priority: WritePriority { self.overlapSeconds == 0 ? .revocation : .ordinary }

    let id: KeyID
    /// `nil` takes the usual overlap (`RotationPolicy`).
    let overlapSeconds: UInt32?
    /// `nil` takes the usual hard stop, or the overlap when that is longer.
    let hardStopSeconds: UInt32?
    let reason: String?

    package init(
        _ id: KeyID, overlapSeconds: UInt32? = nil, hardStopSeconds: UInt32? = nil, reason: String? = nil
    ) {
        self.id = id
        self.overlapSeconds = overlapSeconds
        self.hardStopSeconds = hardStopSeconds
        self.reason = reason
    }

    package func perform(in act: Act) throws -> KeyWithToken {
        let policy = act.tools.settings.rotation
        let overlap = self.overlapSeconds ?? policy.overlapSeconds
        let hardStop = self.hardStopSeconds ?? max(policy.hardStopSeconds, overlap)
        try self.check(overlap: overlap, hardStop: hardStop)
        let before = try act.reader.existing(self.id)
        try act.require(revision: before.revision)
        let number = (before.versions.map(\.number).max() ?? 0) &+ 1
        let (secret, pepperVersion) = try act.mintSecret(
            of: before.id, prefix: before.prefix, in: before.environmentID)
        let rotation = Rotation(
            id: .init(randomBytes: act.tools.randomBytes), newVersion: number, overlapSeconds: overlap,
            startedAt: act.now, hardStopAt: act.now.adding(seconds: overlap == 0 ? 0 : Int64(hardStop)))
        var key = act.withUnheardUse(before)
        try key.rotate(
            rotation,
            adding: .init(
                number: number, digest: secret.digest, pepperVersion: pepperVersion, hintSuffix: secret.hintSuffix,
                createdAt: act.now))
        return try act.show(
            try act.save(key, replacing: before, .keyRotate, reason: self.reason), number, secret)
    }

    package func created(_ output: KeyWithToken) -> CreatedResource {
        .init(output.key.record.rotation?.id.description ?? "", versionNumber: output.versionNumber)
    }

    package func replay(_ record: IdempotencyRecord, in act: Act) throws -> KeyWithToken {
        guard let key = try act.transaction.key(self.id), let number = record.versionNumber else {
            throw ManagementError.replayLost(record)
        }
        return try act.replaceSecret(ofVersion: number, of: key)
    }

    private func check(overlap: UInt32, hardStop: UInt32) throws(ManagementError) {
        var checks = FieldChecks()
        checks.reason(self.reason)
        let longest = Rotation.longestSeconds
        checks.require(overlap <= longest, "/overlap_seconds", "must be at most \(longest)")
        checks.require((1...longest).contains(hardStop), "/hard_stop_seconds", "must be 1 to \(longest)")
        checks.require(hardStop >= overlap, "/hard_stop_seconds", "must not be shorter than the overlap")
        try checks.finish()
    }
}
