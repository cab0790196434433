package import Keys
package import Storage

/// Records of every kind with every field set, the same each time.
package struct RecordFixtures: Sendable {
    package static let moment = WallTime(milliseconds: 1_796_083_200_123)

    package let project: Project
    package let environment: Environment
    package let identity: Identity
    package let role: Role
    package let `operator`: Operator
    package let pepper: SealedPepper
    package let key: KeyRecord

    package init() {
        var random = SeededGenerator(seed: 2026)
        let now = Self.moment
        self.project = Project(
            id: .init { random.bytes($0) }, name: "orders", expiry: .init(defaultDays: 30, maximumDays: 365),
            createdAt: now)
        self.environment = Environment(
            id: .init { random.bytes($0) }, projectID: self.project.id, name: "live", tag: "live", createdAt: now)
        self.identity = Identity(
            id: .init { random.bytes($0) }, projectID: self.project.id, category: .team, name: "Zoë & Söhne 🚀",
            externalID: "crm-17", createdAt: now)
        self.role = Role(
            id: .init { random.bytes($0) }, projectID: self.project.id, name: "reader",
            grants: Self.grants(["orders/*:read", "invoices/**:*"], ["orders/secret:read"]),
            inherits: [.init { random.bytes($0) }], createdAt: now)
        self.operator = Operator(
            id: .init { random.bytes($0) }, name: "Ada", level: .operator, digest: random.digest(),
            hint: "gko_op_abcd…wxyz", createdAt: now, expiresAt: now.adding(seconds: 60),
            revokedAt: now.adding(seconds: 50), firstUsedAt: now.adding(seconds: 5))
        self.pepper = SealedPepper(
            environmentID: self.environment.id, version: 1, envelope: random.bytes(97), createdAt: now)
        self.key = Self.key(
            in: self.environment, owner: self.identity.id, role: self.role.id, rotation: .init { random.bytes($0) },
            &random)
    }

    /// A plain key of that number: its id, name and time of creation depend on it alone.
    package func plainKey(_ number: Int, _ change: (inout KeyRecord) -> Void = { _ in }) -> KeyRecord {
        var random = SeededGenerator(seed: 1_000_000 + UInt64(number))
        let createdAt = Self.moment.adding(seconds: Int64(number / 3))
        var key = KeyRecord(
            id: .init { random.bytes($0) }, projectID: self.project.id, environmentID: self.environment.id,
            prefix: "gk", name: "Key \(number)", ownerID: nil, expiry: .at(createdAt.adding(seconds: 86_400)),
            versions: [
                .init(
                    number: 1, digest: random.digest(), pepperVersion: 1, hintSuffix: "abcd", createdAt: createdAt)
            ],
            createdAt: createdAt, createdBy: "local:0")
        change(&key)
        return key
    }

    package static func grants(_ allowed: [String], _ denied: [String] = []) -> Grants {
        .init(
            allowed: allowed.compactMap { PermissionPattern($0) }, denied: denied.compactMap { PermissionPattern($0) })
    }

    private static func key(
        in environment: Environment, owner: IdentityID, role: RoleID, rotation: RotationID,
        _ random: inout SeededGenerator
    ) -> KeyRecord {
        let now = Self.moment
        return KeyRecord(
            id: .init { random.bytes($0) }, projectID: environment.projectID, environmentID: environment.id,
            prefix: "acme", name: "Nächtlicher Abgleich", ownerID: owner, tags: ["batch", "§ 7"],
            metadata: ["ticket": "OPS-1", "note": "line\none \"two\""], roles: [role],
            grants: Self.grants(["orders:read"], ["orders:delete"]), boundary: .readOnly,
            restrictions: .init(
                allowedAddresses: ["203.0.113.0/24", "2001:db8::/32"].compactMap { NetworkRange($0) },
                deniedAddresses: ["203.0.113.7"].compactMap { NetworkRange($0) }, methods: .init([.get, .post])),
            limits: [
                .init(
                    name: "burst", scope: .key,
                    algorithm: .tokenBucket(rate: .init(limit: 10, seconds: 1), burst: 50)),
                .init(
                    name: "steady", scope: .identity,
                    algorithm: .slidingWindow([.init(limit: 100, seconds: 60), .init(limit: 1000, seconds: 3600)])),
            ],
            notBefore: now.adding(seconds: -60), expiry: .never(reason: "on the train"), state: .suspended,
            stateChange: .init(actor: "op_1", at: now, reason: "looked odd"), revokesAt: now.adding(seconds: 7200),
            versions: [
                .init(
                    number: 1, digest: random.digest(), pepperVersion: 1, hintSuffix: "x9Zt", createdAt: now,
                    notAfter: now.adding(seconds: 600), firstUsedAt: now.adding(seconds: 1),
                    revokedAt: now.adding(seconds: 2)),
                .init(
                    number: 2, digest: random.digest(), pepperVersion: 2, hintSuffix: "0000",
                    createdAt: now.adding(seconds: 3)),
            ],
            rotation: .init(
                id: rotation, newVersion: 2, overlapSeconds: 600, startedAt: now, hardStopAt: now.adding(seconds: 900),
                newVersionFirstUsedAt: now.adding(seconds: 4), cancelledAt: now.adding(seconds: 5)),
            createdAt: now, createdBy: "local:1000")
    }
}

extension SeededGenerator {
    /// 32 bytes as a digest.
    package mutating func digest() -> Digest256 {
        .init(words: (self.next(), self.next(), self.next(), self.next()))
    }
}
