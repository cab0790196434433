import Auditing
import Cryptography
import Keys
import Storage

extension Act {
    /// Writes the entry of a change. Every change of a record has exactly one, in its transaction.
    func record(
        _ action: AuditAction, _ subject: AuditSubject, before: AuditSubject? = nil, reason: String? = nil,
        details: [String: String] = [:]
    ) throws {
        let address = self.caller.address.map { ["address": $0.description] } ?? [:]
        let erasable = details.merging(address) { detail, _ in detail }
        try self.transaction.append(
            .init(
                timestamp: self.now.milliseconds, tenant: subject.tenant, actor: self.caller.actor.auditActor,
                action: action, object: .init(type: subject.type, id: subject.id, version: subject.revision),
                reason: reason, requestID: self.caller.requestID?.description,
                previousStateHash: before?.stateHash(under: self.tools.keyring.stateKey),
                newStateHash: subject.stateHash(under: self.tools.keyring.stateKey),
                details: erasable.isEmpty
                    ? nil : .init(erasable, about: self.person(in: subject), randomBytes: self.tools.randomBytes)))
    }

    /// Whom the details of an entry tell of: whoever acts, or, when the server does something by itself or for somebody
    /// it does not know, whoever answers for what it is done to.
    private func person(in subject: AuditSubject) -> String {
        switch self.caller.actor {
        case .local, .operator: self.caller.actor.description
        case .holder, .system: subject.person ?? subject.id
        }
    }
}

/// What an entry is about.
struct AuditSubject {
    let type: String
    let id: String
    /// Id of the environment or project it lies in; `nil` for the installation.
    let tenant: String?
    let revision: UInt64
    /// What its state is the code of; `nil` for what has none.
    private let content: [UInt8]?
    /// The identity or operator that it is or that answers for it, by id.
    private(set) var person: String?

    init(_ project: Project) {
        self.init("project", project.id, tenant: project.id.description, project.revision, project)
    }

    init(_ environment: Environment) {
        self.init("environment", environment.id, tenant: environment.id.description, environment.revision, environment)
    }

    init(_ pepper: SealedPepper) {
        let environment = pepper.environmentID
        self.init("pepper", environment, tenant: environment.description, UInt64(pepper.version), pepper)
    }

    init(_ identity: Identity) {
        self.init("identity", identity.id, tenant: identity.projectID.description, identity.revision, identity)
        self.person = self.id
    }

    init(_ role: Role) {
        self.init("role", role.id, tenant: role.projectID.description, role.revision, role)
    }

    init(_ policy: Policy) {
        self.init("policy", policy.id, tenant: policy.environmentID.description, policy.revision, policy)
    }

    init(_ operator: Operator) {
        self.init("operator", `operator`.id, tenant: nil, `operator`.revision, `operator`)
        self.person = self.id
    }

    init(_ key: KeyRecord) {
        self.init("key", key.id, tenant: key.environmentID.description, key.revision, key)
        self.person = key.ownerID?.description
    }

    init(_ slot: RootKeySlot) {
        self.init("root_key_slot", slot.number, tenant: nil, 1, slot)
    }

    /// The installation as a whole.
    static var installation: Self { .init() }

    private init() {
        self.type = "installation"
        self.id = KeyringKey.installation
        self.tenant = nil
        self.revision = 1
        self.content = nil
    }

    init(_ key: LogKey) {
        self.init("log_key", key.number, tenant: nil, key.revision, key)
    }

    init(_ rekeying: Rekeying) {
        let tenant = rekeying.tenant == KeyringKey.installation ? nil : rekeying.tenant
        self.init("rotation", rekeying.id, tenant: tenant, rekeying.revision, rekeying)
    }

    private init(
        _ type: String, _ id: some CustomStringConvertible, tenant: String?, _ revision: UInt64,
        _ content: some CanonicalCodable
    ) {
        self.type = type
        self.id = id.description
        self.tenant = tenant
        self.revision = revision
        self.content = content.canonicalBytes
    }

    /// HMAC-SHA-256 of its canonical content: equal for equal states, and nothing for who has not the key.
    func stateHash(under key: HMACKey) -> Digest256? { self.content.map { key.authenticate($0.span) } }
}

extension Actor {
    /// The actor as entries name it.
    var auditActor: AuditEntry.Actor {
        switch self {
        case .local: .init(type: "local", id: self.description)
        case .operator: .init(type: "operator", id: self.description)
        case .holder: .init(type: "key", id: self.description)
        case .system: .init(type: "system", id: self.description)
        }
    }
}
