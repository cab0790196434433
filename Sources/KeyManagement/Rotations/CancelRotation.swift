import Auditing
package import Keys

/// Takes back a rotation whose version nobody has used: the old versions go on as if it had not been.
package struct CancelRotation: ManagementOperation {
    let keyID: KeyID
    let rotationID: RotationID
    let reason: String?

    package init(_ keyID: KeyID, rotation: RotationID, reason: String? = nil) {
        self.keyID = keyID
        self.rotationID = rotation
        self.reason = reason
    }

    package func perform(in act: Act) throws -> KeyDetails {
        try FieldChecks.check(reason: self.reason)
        let before = try act.reader.existing(self.keyID)
        try act.require(revision: before.revision)
        guard let rotation = before.rotation, rotation.id == self.rotationID else {
            throw ManagementError.notFound("rotation \(self.rotationID) of that key")
        }
        guard rotation.cancelledAt == nil else { return try .init(before, in: act.reader, at: act.now) }
        guard !before.isRevoked(at: act.now) else { throw LifecycleObjection.revoked }
        var key = act.withUnheardUse(before)
        try key.cancelRotation(at: act.now)
        let saved = try act.save(key, replacing: before, .keyRotationCancel, reason: self.reason)
        return try .init(saved, in: act.reader, at: act.now)
    }
}
