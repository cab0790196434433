import KeyManagement
import Keys
import Storage

/// The one place where failures become answers. What it does not know is an opaque 500; its cause goes to the log.
extension Problem {
    init(failure: any Error) {
        switch failure {
        case let problem as Problem: self = problem
        case let faults as FieldFaults: self.init(faults)
        case let error as ManagementError: self.init(error)
        case let error as StorageError: self.init(ManagementError(error))
        default:
            self.init(.internalError)
            self.logged = "\(failure)"
        }
    }

    /// The operator's level does not reach.
    init(missing permission: OperatorPermission, of actor: Actor) {
        let level = permission.level.rawValue
        self.init(.permissionMissing, "This takes the level \(level); the caller has \(actor.level.rawValue).")
        self.requiredPermissions = [[permission.rawValue]]
    }

    private init(_ error: ManagementError) {
        self.init(Self.code(for: error.code), error.message)
        self.fix = error.fix
        self.faults = error.fields.map { .init(pointer: "#" + $0.pointer, code: .notAllowed, detail: $0.detail) }
        switch error.code {
        case .internal, .storageUnavailable:
            self.detail = nil
            self.logged = error.description
        case .forbidden: self.requiredPermissions = error.requiredLevel.map { [["level:" + $0.rawValue]] } ?? []
        default: break
        }
    }

    private static func code(for code: ManagementError.Code) -> ProblemCode {
        switch code {
        case .unauthenticated: .credentialRejected
        case .forbidden: .permissionMissing
        case .notFound: .notFound
        case .invalid: .ruleViolated
        case .cursorInvalid: .cursorInvalid
        case .nameTaken: .nameTaken
        case .keyRevoked: .keyRevoked
        case .keyExpired: .keyExpired
        case .tooManyLiveVersions: .tooManyLiveVersions
        case .rotationNotPending: .rotationNotPending
        case .rotationUnderWay: .rotationUnderWay
        case .operatorActive: .operatorActive
        case .tooManyTargets: .tooManyTargets
        case .preconditionFailed: .preconditionFailed
        case .preconditionRequired: .preconditionRequired
        case .idempotencyMismatch: .idempotencyMismatch
        case .idempotencyUsed: .idempotencyUsed
        case .rolledBack: .rolledBack
        case .storageFull: .storageFull
        case .storageUnavailable: .storageUnavailable
        case .overloaded: .temporarilyUnavailable
        case .sealed: .sealed
        case .slotRejected: .slotRejected
        case .slotUnavailable: .slotUnavailable
        case .lastSlot: .lastSlot
        case .internal: .internalError
        }
    }
}
