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
    /// A version was presented: its token is told by a digest under the newest pepper from now on.
    case keyRehash = "key.rehash"
    case keyRevoke = "key.revoke"
    /// Permissions or routes were taken from the key, nothing else.
    case keyWithdraw = "key.withdraw"
    /// The key got rights for a time.
    case keyGrant = "key.grant"
    /// Rights for a time ended before it.
    case keyGrantEnd = "key.grant_end"
    case keyVersionRevoke = "key.version_revoke"
    /// A secret of the key was found in the open, and somebody told.
    case keyLeakReport = "key.leak_report"
    /// Nobody uses the key: it was announced that it will be suspended; the reason says when.
    case keyUnusedNotice = "key.unused_notice"
    /// More keys of a project at once were to be suspended because nobody uses them than can be right: none is, until
    /// somebody says so.
    case unusedKeysHold = "unused_keys.hold"

    /// Somebody has looked through all keys of an identity and stands by them; the reason says how many there were.
    case reviewSignOff = "review.sign_off"

    case projectCreate = "project.create"
    case projectUpdate = "project.update"
    case environmentCreate = "environment.create"
    case environmentUpdate = "environment.update"
    case pepperCreate = "pepper.create"
    /// Somebody said that others know the pepper.
    case pepperLeak = "pepper.leak"
    case identityCreate = "identity.create"
    case identityUpdate = "identity.update"
    /// What older entries tell of the person can no longer be read.
    case identityErase = "identity.erase"
    case roleCreate = "role.create"
    case roleUpdate = "role.update"
    case policyCreate = "policy.create"
    case policyUpdate = "policy.update"
    case operatorCreate = "operator.create"
    case operatorUpdate = "operator.update"
    case operatorRevoke = "operator.revoke"
    /// From where the operator acted can no longer be read.
    case operatorErase = "operator.erase"
    case operatorLogin = "operator.login"

    /// Somebody took a copy of everything.
    case storageBackup = "storage.backup"
    /// A backup was opened again, read in full and found good.
    case storageBackupVerify = "storage.backup_verify"
    /// Everything was put back as a backup had it.
    case storageRestore = "storage.restore"

    /// The server gave up its keys.
    case systemSeal = "system.seal"
    /// Somebody opened the server.
    case systemUnseal = "system.unseal"
    /// A way to the root key was added.
    case slotAdd = "slot.add"
    /// A way to the root key was taken away.
    case slotRemove = "slot.remove"
    /// What older entries told of persons in clear was sealed; the reason says how much, and how much is left.
    case detailsSeal = "audit.details_seal"
    /// A key for the audit log was made. The reason is the note that names it, signed by the key before and by itself.
    case logKeyCreate = "log_key.create"
    /// A key signs the audit log from the checkpoint over this entry on.
    case logKeyActivate = "log_key.activate"
    /// A key that stored things lie under is being replaced.
    case rotationStart = "rotation.start"
    /// A leaked pepper alone tells no key any more: what lay under it lies in digests under the new one.
    case rotationNested = "rotation.nested"
    /// Nothing lies under the old key any more.
    case rotationResidualZero = "rotation.residual_zero"
    /// The old key is gone.
    case rotationFinish = "rotation.finish"
    /// Two operators went on with data that an anchor knows to be older, or another.
    case storageRollbackAccepted = "storage.rollback_accepted"
    /// Following the system's clock would end many keys at once: time goes on without it until somebody looks.
    case clockHold = "clock.hold"
    /// Somebody looked at the system's clock and said that it is right.
    case clockFollow = "clock.follow"
}
