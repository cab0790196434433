package import Keys
import Storage

/// Why an act on the control plane was not done. Never holds a secret.
package struct ManagementError: Error, Sendable, CustomStringConvertible {
    /// The stable `code` of the API is the raw value.
    package enum Code: String, Sendable, CaseIterable, Hashable {
        /// No operator key, or one that is not known, expired or revoked.
        case unauthenticated
        /// The caller's level does not reach: `requiredLevel` says what would.
        case forbidden
        /// The object is not there.
        case notFound = "not_found"
        /// Fields are not as they must be: `fields` says which.
        case invalid = "invalid_request"
        /// The cursor was not made by this server for these filters.
        case cursorInvalid = "cursor_invalid"
        /// A unique name is taken.
        case nameTaken = "name_taken"
        /// The key is revoked, which is final.
        case keyRevoked = "key_revoked"
        /// The key has expired.
        case keyExpired = "key_expired"
        /// As many versions can admit as may.
        case tooManyLiveVersions = "too_many_live_versions"
        /// Only a rotation whose version nobody has used can be cancelled.
        case rotationNotPending = "rotation_not_pending"
        /// The operator can still act.
        case operatorActive = "operator_active"
        /// The key is being replaced already.
        case rotationUnderWay = "rotation_under_way"
        /// More keys match than one act may reach.
        case tooManyTargets = "too_many_targets"
        /// The object has changed since the revision the caller named.
        case preconditionFailed = "precondition_failed"
        /// The caller must name the revision it changes.
        case preconditionRequired = "precondition_required"
        /// The idempotency key came with another body before.
        case idempotencyMismatch = "idempotency_mismatch"
        /// What the idempotency key created is in use already, so its secret cannot be shown again.
        case idempotencyUsed = "idempotency_used"
        /// No space left on the disk: nothing was written.
        case storageFull = "storage_full"
        /// The store cannot take writes now.
        case storageUnavailable = "storage_unavailable"
        /// Too many writes are waiting.
        case overloaded = "temporarily_unavailable"
        /// The server holds no keys.
        case sealed
        /// What was given does not open the slot.
        case slotRejected = "slot_rejected"
        /// A slot cannot be made or opened: a file is in the way, none is free, …
        case slotUnavailable = "slot_unavailable"
        /// The data is older than what somebody outside knows of it: the server does not open.
        case rolledBack = "rolled_back"
        /// Nothing would be left that gives the root key.
        case lastSlot = "last_slot"
        /// A bug: the message is for the log, not for the caller.
        case `internal` = "internal_error"
    }

    package let code: Code
    /// One sentence for the caller.
    package let message: String
    /// How to mend it, when that is known.
    package var fix: String?
    /// What is wrong with which member of the request.
    package var fields: [FieldObjection] = []
    /// The level that would have been enough.
    package var requiredLevel: Operator.Level?

    package init(_ code: Code, _ message: String, fix: String? = nil) {
        self.code = code
        self.message = message
        self.fix = fix
    }

    package var description: String { "\(self.code.rawValue): \(self.message)" }
}
