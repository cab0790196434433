import Auditing

extension AuditAction {
    /// What the act means to other systems. Whoever adds an act says it here.
    var meaning: ActionMeaning {
        switch self {
        case .keyIssue: .init("Key issued", .entity(.create))
        case .keyReissue: .init("Key issued again", .entity(.update))
        case .keyImport: .init("Key imported", .entity(.create))
        case .keyImportUpgrade: .init("Imported key upgraded", .entity(.update))
        case .keyUpdate: .init("Key changed", .entity(.update))
        case .keySuspend: .init("Key suspended", .entity(.suspend), .low)
        case .keyResume: .init("Key resumed", .entity(.resume))
        case .keyRotate: .init("Key rotated", .entity(.update))
        case .keyRotationCancel: .init("Key rotation cancelled", .entity(.update))
        case .keyRotationFinish: .init("Key rotation finished", .entity(.update))
        case .keyVersionFirstUse: .init("Key version used for the first time", .entity(.activate))
        case .keyRehash: .init("Key told by a newer pepper", .entity(.update))
        case .keyRevoke: .init("Key revoked", .entity(.delete), .low)
        case .keyVersionRevoke: .init("Key version revoked", .entity(.update), .low)
        case .keyLeakReport: .init("Leaked key reported", .entity(.other), .high)
        case .projectCreate: .init("Project created", .entity(.create))
        case .projectUpdate: .init("Project changed", .entity(.update))
        case .environmentCreate: .init("Environment created", .entity(.create))
        case .environmentUpdate: .init("Environment changed", .entity(.update))
        case .pepperCreate: .init("Pepper created", .entity(.create))
        case .identityCreate: .init("Identity created", .entity(.create))
        case .identityUpdate: .init("Identity changed", .entity(.update))
        case .identityErase: .init("Identity erased from the audit log", .entity(.delete), .medium)
        case .roleCreate: .init("Role created", .entity(.create))
        case .roleUpdate: .init("Role changed", .entity(.update), .low)
        case .operatorCreate: .init("Operator created", .user(.create), .medium)
        case .operatorUpdate: .init("Operator changed", .user(.update), .medium)
        case .operatorRevoke: .init("Operator revoked", .user(.delete), .low)
        case .operatorErase: .init("Operator erased from the audit log", .entity(.delete), .medium)
        case .operatorLogin: .init("Operator key used for the first time", .logon)
        case .storageBackup: .init("Store backed up", .entity(.other), .medium)
        case .storageRestore: .init("Store restored from a backup", .entity(.update), .high)
        case .systemSeal: .init("Server sealed", .entity(.suspend), .medium)
        case .systemUnseal: .init("Server opened", .entity(.resume), .medium)
        case .slotAdd: .init("Root key slot added", .entity(.create), .medium)
        case .slotRemove: .init("Root key slot removed", .entity(.delete), .medium)
        case .rotationStart: .init("Rotation of a stored key started", .entity(.create), .low)
        case .rotationResidualZero: .init("Nothing left under the old key", .entity(.update))
        case .rotationFinish: .init("Rotation of a stored key finished", .entity(.update), .low)
        case .storageRollbackAccepted: .init("Rollback of the storage accepted", .entity(.other), .high)
        }
    }
}
