import Auditing
import Cryptography
import Keys

/// Everything an in-memory store holds. A value: an image of it is what would have survived a crash.
struct MemoryTables: Sendable {
    var projects: [ProjectID: Project] = [:]
    var environments: [EnvironmentID: Environment] = [:]
    var peppers: [EnvironmentID: [SealedPepper]] = [:]
    var identities: [IdentityID: Identity] = [:]
    var roles: [RoleID: Role] = [:]
    var policies: [PolicyID: Policy] = [:]
    var operators: [OperatorID: Operator] = [:]
    var keys: [KeyID: KeyRecord] = [:]
    var foreignCredentials: [KeyID: ForeignCredential] = [:]
    var usage: [KeyID: [VersionUsage]] = [:]
    var idempotency: [IdempotencyScope: IdempotencyRecord] = [:]
    var logKeys: [UInt32: LogKey] = [:]
    var rekeyings: [RekeyingID: Rekeying] = [:]
    var marks: [MaintenanceMark: WallTime] = [:]
    var exportPositions: [String: UInt64] = [:]
    var rootKeyCheckValue: Digest256?
    var rootKeySlots: [UInt8: RootKeySlot] = [:]
    var systemKeys: [SystemKeyName: SealedSystemKey] = [:]
    var keyringKeys: [KeyringKeyID: KeyringKey] = [:]
    var dataKeys: [DataKeyID: SealedDataKey] = [:]
    /// Their details lie apart.
    var audit: [StoredAuditEntry] = []
    var details: [UInt64: SealedAuditDetails] = [:]
    var chain = AuditChain()
    /// Full tiles of the tree over the entries.
    var tiles: [TilePlace: [Digest256]] = [:]
    /// What the last commit with entries signed.
    var checkpoint: SignedNote?

    /// What tells system keys apart.
    struct SystemKeyName: Hashable, Sendable {
        let purpose: SystemKeyPurpose
        let version: UInt32
    }
}
