/// Every way in which the admin API says no: one list that feeds answers, error pages, the OpenAPI document and tests.
enum ProblemCode: String, Sendable, CaseIterable {
    case requestMalformed = "request_malformed"
    case requestInvalid = "invalid_request"
    case cursorInvalid = "cursor_invalid"
    case idempotencyKeyInvalid = "idempotency_key_invalid"
    case credentialMissing = "credential_missing"
    case credentialRejected = "credential_rejected"
    case permissionMissing = "permission_missing"
    case slotRejected = "slot_rejected"
    case notFound = "not_found"
    case routeNotFound = "route_not_found"
    case methodNotAllowed = "method_not_allowed"
    case nameTaken = "name_taken"
    case keyRevoked = "key_revoked"
    case keyExpired = "key_expired"
    case tooManyLiveVersions = "too_many_live_versions"
    case rotationUnderWay = "rotation_under_way"
    case rotationNotPending = "rotation_not_pending"
    case idempotencyUsed = "idempotency_used"
    case operatorActive = "operator_active"
    case lastSlot = "last_slot"
    case slotUnavailable = "slot_unavailable"
    case rolledBack = "rolled_back"
    case preconditionFailed = "precondition_failed"
    case contentTooLarge = "content_too_large"
    case mediaTypeUnsupported = "media_type_unsupported"
    case hostRejected = "host_rejected"
    case ruleViolated = "rule_violated"
    case tooManyTargets = "too_many_targets"
    case idempotencyMismatch = "idempotency_mismatch"
    case preconditionRequired = "precondition_required"
    case limitExceeded = "limit_exceeded"
    case internalError = "internal_error"
    case temporarilyUnavailable = "temporarily_unavailable"
    case sealed = "sealed"
    case storageUnavailable = "storage_unavailable"
    case storageFull = "storage_full"

    var status: Int {
        switch self {
        case .requestMalformed, .requestInvalid, .cursorInvalid, .idempotencyKeyInvalid: 400
        case .credentialMissing, .credentialRejected: 401
        case .permissionMissing, .slotRejected: 403
        case .notFound, .routeNotFound: 404
        case .methodNotAllowed: 405
        case .nameTaken, .keyRevoked, .keyExpired, .tooManyLiveVersions, .rotationNotPending, .rotationUnderWay,
            .idempotencyUsed, .operatorActive, .lastSlot, .slotUnavailable, .rolledBack:
            409
        case .preconditionFailed: 412
        case .contentTooLarge: 413
        case .mediaTypeUnsupported: 415
        case .hostRejected: 421
        case .ruleViolated, .tooManyTargets, .idempotencyMismatch: 422
        case .preconditionRequired: 428
        case .limitExceeded: 429
        case .internalError: 500
        case .temporarilyUnavailable, .storageUnavailable, .sealed: 503
        case .storageFull: 507
        }
    }

    /// What happened, in a few words: the problem's `title`.
    var title: String {
        switch self {
        case .requestMalformed: "The request is malformed"
        case .requestInvalid: "The request has members or parameters that are not valid"
        case .cursorInvalid: "The cursor does not belong to this list"
        case .idempotencyKeyInvalid: "The Idempotency-Key is malformed"
        case .credentialMissing: "An operator key is required"
        case .credentialRejected: "The operator key was rejected"
        case .permissionMissing: "The operator lacks a permission"
        case .slotRejected: "The slot does not open with this"
        case .lastSlot: "The last way to the root key cannot be removed"
        case .slotUnavailable: "The slot cannot be made or opened"
        case .rolledBack: "The data is older than what is known of it outside"
        case .sealed: "The server is sealed"
        case .notFound: "There is no such object"
        case .routeNotFound: "There is no such path"
        case .methodNotAllowed: "The path does not allow this method"
        case .nameTaken: "The name is taken"
        case .keyRevoked: "The key is revoked"
        case .keyExpired: "The key has expired"
        case .tooManyLiveVersions: "Too many versions of the key are live"
        case .rotationUnderWay: "The key is being replaced already"
        case .rotationNotPending: "The rotation is not pending"
        case .idempotencyUsed: "What the Idempotency-Key created is in use"
        case .operatorActive: "The operator can still act"
        case .preconditionFailed: "The object has changed"
        case .contentTooLarge: "The request body is too large"
        case .mediaTypeUnsupported: "The media type of the body is not supported"
        case .hostRejected: "The request was meant for another host"
        case .ruleViolated: "A rule does not allow this"
        case .tooManyTargets: "Too many keys match"
        case .idempotencyMismatch: "The Idempotency-Key was used for another request"
        case .preconditionRequired: "An If-Match header is required"
        case .limitExceeded: "Too many failed authentications from this address"
        case .internalError: "Something went wrong inside the server"
        case .temporarilyUnavailable: "The server cannot do this right now"
        case .storageUnavailable: "The store cannot be used"
        case .storageFull: "The server has no storage space left"
        }
    }

    /// What the caller can do about it, when nothing more precise is known.
    var fix: String {
        switch self {
        case .requestMalformed: "send a request as described at /openapi.yaml"
        case .requestInvalid: "mend what `errors` points at"
        case .cursorInvalid: "start again without a cursor, or send the filters the cursor was given for"
        case .idempotencyKeyInvalid: "send 1 to 255 visible characters, in double quotes"
        case .credentialMissing: "send `Authorization: Bearer` with an operator key (gko_…), or use the Unix socket"
        case .credentialRejected: "use an operator key that is neither revoked nor expired"
        case .permissionMissing: "ask an admin to raise the operator's level"
        case .slotRejected: "check the passphrase or the file; gatehouse slots list shows the slots there are"
        case .lastSlot: "add another slot first: gatehouse slots add"
        case .slotUnavailable: "mend what the detail says, then repeat"
        case .rolledBack: "stop the server and do what the detail says, then start it and repeat"
        case .sealed: "open it on its own machine: gatehouse unseal"
        case .notFound: "list the collection to see what there is"
        case .routeNotFound, .methodNotAllowed: "see /openapi.yaml for what there is"
        case .nameTaken: "choose another name"
        case .keyRevoked: "issue a new key"
        case .keyExpired: "give the key a later expires_at first"
        case .tooManyLiveVersions: "revoke a version, or rotate with overlap_seconds 0"
        case .rotationUnderWay: "see how far it is: gatehouse rotation list"
        case .rotationNotPending: "look at the rotation first; only a pending one can be cancelled"
        case .idempotencyUsed: "rotate the key to obtain a new secret"
        case .operatorActive: "revoke the operator first"
        case .preconditionFailed: "read the object again and repeat the change with its new ETag"
        case .contentTooLarge: "send at most 1 MiB"
        case .mediaTypeUnsupported: "send application/json (application/merge-patch+json for PATCH)"
        case .hostRejected: "name the server by its address or as localhost"
        case .ruleViolated: "mend what `errors` points at"
        case .tooManyTargets: "narrow the filters and repeat"
        case .idempotencyMismatch: "send a new Idempotency-Key for a new request"
        case .preconditionRequired: "send the ETag of the object you read as If-Match"
        case .limitExceeded: "wait as long as Retry-After says"
        case .internalError: "look for the request id in the server's log"
        case .temporarilyUnavailable: "try again as Retry-After says"
        case .storageUnavailable: "look at the server's log; it needs an operator"
        case .storageFull: "free space on the server's disk; until then the reserve is kept for revocations"
        }
    }
}
