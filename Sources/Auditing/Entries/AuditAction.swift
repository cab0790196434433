/// Every act that leaves an entry. A released name never changes its meaning.
package enum AuditAction: String, Sendable, CaseIterable, Hashable {
    case keyIssue = "key.issue"
    /// A create repeated under its idempotency key before first use: the secret was replaced and shown.
    case keyReissue = "key.reissue"
    /// A key of another system came in.
    case keyImport = "key.import"
    /// An imported key was presented: its token is told by a digest of ours from now on.
    case keyImportUpgrade = "key.import_upgrade"
    case keyUpdate = "key.update"
    case keySuspend = "key.suspend"
    case keyResume = "key.resume"
    case keyRotate = "key.rotate"
    case keyRotationCancel = "key.rotation_cancel"
    /// The overlap or the hard stop is over: the old versions admit nobody any more.
    case keyRotationFinish = "key.rotation_finish"
    /// A version was used for the first time; ends a rotation's waiting.
    case keyVersionFirstUse = "key.version_first_use"
    case keyRevoke = "key.revoke"
    case keyVersionRevoke = "key.version_revoke"
    case keyRevokeBulk = "key.revoke_bulk"
    /// A secret of the key was found in the open, and somebody told.
    case keyLeakReport = "key.leak_report"

    case projectCreate = "project.create"
    case projectUpdate = "project.update"
    case projectDelete = "project.delete"
    case environmentCreate = "environment.create"
    case environmentUpdate = "environment.update"
    case environmentDelete = "environment.delete"
    case pepperCreate = "pepper.create"
    case identityCreate = "identity.create"
    case identityUpdate = "identity.update"
    case identityDelete = "identity.delete"
    case roleCreate = "role.create"
    case roleUpdate = "role.update"
    case roleDelete = "role.delete"
    case operatorCreate = "operator.create"
    case operatorUpdate = "operator.update"
    case operatorRevoke = "operator.revoke"
    case operatorLogin = "operator.login"

    case configurationLoad = "configuration.load"
    case rootKeyCreate = "root_key.create"
    case auditExport = "audit.export"
    case auditDetailsErase = "audit.details_erase"

    /// Class A (docs/ARCHITECTURE.md): durable before the answer, or refused. The rest is durable all the same today;
    /// only class A may not be given up when space runs out.
    package var isClassA: Bool {
        switch self {
        case .keyIssue, .keyReissue, .keyImport, .keyUpdate, .keySuspend, .keyResume, .keyRotate, .keyRotationCancel,
            .keyRevoke, .keyVersionRevoke, .keyRevokeBulk, .keyLeakReport, .projectUpdate, .roleUpdate, .roleDelete,
            .operatorCreate, .operatorUpdate, .operatorRevoke, .operatorLogin, .configurationLoad, .rootKeyCreate,
            .auditExport,
            .auditDetailsErase:
            true
        case .keyImportUpgrade, .keyVersionFirstUse, .keyRotationFinish, .projectCreate, .projectDelete,
            .environmentCreate, .environmentUpdate, .environmentDelete, .pepperCreate, .identityCreate, .identityUpdate,
            .identityDelete, .roleCreate:
            false
        }
    }

    /// Takes access away: these go first in every queue and may use the reserve of a full disk.
    package var isRevocation: Bool {
        switch self {
        case .keySuspend, .keyRevoke, .keyVersionRevoke, .keyRevokeBulk, .operatorRevoke: true
        default: false
        }
    }
}
