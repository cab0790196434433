package import Keys
package import Storage

extension ManagementError {
    /// The object is not there.
    package static func notFound(_ what: String) -> Self { .init(.notFound, "There is no \(what).") }

    /// One member is not as it must be.
    package static func invalid(_ pointer: String, _ detail: String, fix: String? = nil) -> Self {
        .invalid([.init(pointer, detail)], fix: fix)
    }

    /// Members are not as they must be.
    package static func invalid(_ fields: [FieldObjection], fix: String? = nil) -> Self {
        let first = fields.first.map { "\($0.pointer): \($0.detail)" } ?? ""
        var error = Self(.invalid, "The request has members that are not as they must be: \(first).", fix: fix)
        error.fields = fields
        return error
    }

    static func forbidden(_ actor: Actor, needs level: Operator.Level) -> Self {
        var error = Self(
            .forbidden, "This takes the level \(level.rawValue); the caller has \(actor.level.rawValue).",
            fix: "Ask someone with the level \(level.rawValue).")
        error.requiredLevel = level
        return error
    }

    /// What a failure of the store means to a caller.
    package init(_ failure: StorageError) {
        switch failure.code {
        case .full:
            self.init(
                .storageFull, "The disk is full; nothing was changed.",
                fix:
                    "Free space on the disk of the data folder. Until then the reserve is kept for revoking and suspending."
            )
        case .duplicate:
            self.init(.nameTaken, "The name is taken.", fix: "Choose another name.")
        case .stale:
            self.init(
                .preconditionFailed, "The object was changed in the meantime.", fix: "Read it again, then repeat.")
        case .overloaded:
            self.init(.overloaded, "Too many changes are waiting.", fix: "Repeat the request in a moment.")
        case .poisoned, .closed, .held, .denied, .exposed, .foreign, .damaged, .wrongRootKey:
            self.init(.storageUnavailable, "The store cannot be used: \(failure.message)")
        case .unexpected:
            self.init(.internal, failure.message)
        }
    }

    /// What a refused transition of a key means to a caller.
    package init(_ objection: LifecycleObjection) {
        switch objection {
        case .revoked:
            self.init(.keyRevoked, "The key is revoked, which is final.", fix: "Issue a new key.")
        case .expired:
            self.init(.keyExpired, "The key has expired.", fix: "Give it a later expires_at first.")
        case .unknownVersion:
            self.init(.notFound, "The key has no version of that number.")
        case .tooManyLiveVersions:
            self.init(
                .tooManyLiveVersions, "\(KeyRecord.mostLiveVersions) versions of the key can admit already.",
                fix: "Revoke a version, or rotate with overlap_seconds 0.")
        case .rotationNotPending:
            self.init(.rotationNotPending, "Only a rotation whose version nobody has used can be cancelled.")
        case .alreadySo:
            self.init(.internal, "A state that was there already was not noticed.")
        }
    }
}
