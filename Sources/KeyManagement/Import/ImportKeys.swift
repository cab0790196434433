import Auditing
import Keys
import Storage

/// Brings prepared keys of another system in, in one transaction with their audit entries. A key that cannot come in is
/// reported and leaves the others alone; one that was imported before stays as it is, so an import can be repeated.
struct ImportKeys: ManagementOperation {
    let order: ImportOrder
    let prepared: [PreparedKey]
    /// Of the pepper that the proofs were made under.
    let pepperVersion: UInt32

    /// What became of the keys; `nil` when they have to be prepared once more: a newer pepper has come since, or another
    /// key that may have the token of one of these. Nothing goes under an older pepper: a rotation may have counted already
    /// that nothing is left there.
    func perform(in act: Act) throws -> ImportReport? {
        let environment = try act.reader.existing(self.order.environmentID)
        try environment.requireForeignTokens()
        guard try act.reader.peppers(of: environment.id).last?.version == self.pepperVersion,
            try self.areNeighboursKnown(in: environment.id, act)
        else { return nil }
        let project = try act.reader.existing(environment.projectID)
        if let owner = self.order.ownerID { try act.reader.require(owner: owner, roles: [], in: project.id) }
        var createdIdentities = 0
        let outcomes = try self.prepared.map { prepared in
            try self.outcome(of: prepared, in: environment, project, act, &createdIdentities)
        }
        return .init(outcomes: outcomes, createdIdentities: createdIdentities)
    }

    /// Whether no token that only a slow hash tells has come into a bucket of these keys since they were prepared.
    private func areNeighboursKnown(in environment: EnvironmentID, _ act: Act) throws -> Bool {
        let hashers = try ImportGroundQuery.hashers(of: environment, act.reader, act.tools)
        return try self.prepared.allSatisfy { prepared in
            guard case .new(_, _, let others) = prepared.finding else { return true }
            return try ImportGroundQuery.neighbours(of: prepared.key, in: environment, hashers, act.reader)
                .allSatisfy { others.contains($0.keyID) }
        }
    }

    private func outcome(
        of prepared: PreparedKey, in environment: Environment, _ project: Project, _ act: Act,
        _ createdIdentities: inout Int
    ) throws -> ImportOutcome {
        switch prepared.finding {
        case .refused(let fault): return prepared.key.refused(fault)
        case .known(let known): return prepared.key.outcome(.unchanged, known.keyID, known.proof)
        case .new(let proof, let digests, _):
            do {
                try self.requireUnknown(prepared.key, digests, environment, act)
                var record = try self.record(prepared.key, environment, project, act)
                try KeyCheck.check(record, in: act.reader)
                record.ownerID = try self.owner(of: prepared.key, in: project, act, &createdIdentities)
                try act.insert(record, prepared.key, proof, from: self.order.source, self.pepperVersion)
                return prepared.key.outcome(.created, record.id, proof)
            } catch let error as ManagementError where error.code == .invalid {
                return prepared.key.refused(error.rowFault)
            }
        }
    }

    /// Somebody may have imported the same meanwhile; and a token has one key, whatever it is told by.
    private func requireUnknown(
        _ key: ImportedKey, _ digests: [Digest256], _ environment: Environment, _ act: Act
    ) throws {
        if let known = try act.reader.foreignCredential(key.foreignID, from: self.order.source, in: environment.id) {
            throw ManagementError.invalid("/foreign_id", "was imported a moment ago, as \(known.keyID)")
        }
        for digest in digests {
            let same = try act.reader.foreignCredentials(.under(.digest(digest), environment.id), after: nil, limit: 1)
            if let same = same.first { throw ManagementError.invalid("/token", "is that of \(same.keyID) already") }
        }
    }

    private func record(
        _ key: ImportedKey, _ environment: Environment, _ project: Project, _ act: Act
    ) throws -> KeyRecord {
        var checks = FieldChecks()
        checks.text(key.foreignID, atMost: ForeignCredential.longestForeignID, "/foreign_id")
        try checks.finish()
        let expiry = key.expiresAt.map { ExpiryRequest.at($0) } ?? self.order.expiry
        let roles = try key.roles.map { name throws -> RoleID in
            guard let role = try act.reader.role(named: name, in: project.id) else {
                throw ManagementError.invalid("/roles", "must name roles of the project; there is no “\(name)”")
            }
            return role.id
        }
        // Nobody knows what this is the digest of: what admits is the foreign credential.
        let unmatched = Digest256(bytes: act.tools.randomBytes(32)) ?? .zero
        let version = KeyVersion(
            number: 1, digest: unmatched, pepperVersion: self.pepperVersion, hintSuffix: "", createdAt: act.now)
        var record = KeyRecord(
            id: .init(randomBytes: act.tools.randomBytes), projectID: project.id, environmentID: environment.id,
            prefix: act.tools.settings.tokenPrefix, name: key.name, ownerID: nil, tags: key.tags,
            metadata: key.metadata, roles: roles, grants: .init(allowed: key.permissions), limits: key.limits,
            expiry: try expiry.resolved(by: project.expiry, at: act.now),
            state: key.isEnabled ? .active : .suspended,
            stateChange: key.isEnabled ? nil : act.stateChange("disabled in \(self.order.source.rawValue)"),
            versions: [version], createdAt: act.now, createdBy: act.caller.actor.description)
        record.carryTrust(from: nil, at: act.now)
        return record
    }

    /// The identity of that name; made when it is not there.
    private func owner(
        of key: ImportedKey, in project: Project, _ act: Act, _ created: inout Int
    ) throws -> IdentityID? {
        guard let name = key.owner else { return self.order.ownerID }
        if let found = try act.reader.identity(named: name, in: project.id) { return found.id }
        // Programs may know the owner by this name: Unkey's clients read it as `externalId`.
        let made = try CreateIdentity(projectID: project.id, category: .service, name: name, externalID: name)
            .perform(in: act)
        created += 1
        return made.id
    }
}

extension Act {
    fileprivate func insert(
        _ record: KeyRecord, _ key: ImportedKey, _ proof: ForeignProof, from source: ImportSource,
        _ pepperVersion: UInt32
    ) throws {
        try self.transaction.insert(record)
        try self.transaction.insert(
            ForeignCredential(
                keyID: record.id, environmentID: record.environmentID, source: source, foreignID: key.foreignID,
                proof: proof, pepperVersion: pepperVersion, importedAt: self.now))
        try self.record(.keyImport, .init(record), reason: "\(source.rawValue): \(key.foreignID)")
    }
}

extension ImportedKey {
    fileprivate func outcome(
        _ result: ImportOutcome.Result, _ id: KeyID, _ proof: ForeignProof
    ) -> ImportOutcome {
        .init(
            line: self.line, foreignID: self.foreignID, result: result, keyID: id, strength: proof.strength,
            fault: nil)
    }

    fileprivate func refused(_ fault: String) -> ImportOutcome {
        .init(
            line: self.line, foreignID: self.foreignID, result: .refused, keyID: nil, strength: nil, fault: fault)
    }
}

extension ManagementError {
    /// What is wrong with a key of an import, in one line.
    fileprivate var rowFault: String {
        self.fields.map { "\($0.pointer.drop { $0 == "/" }): \($0.detail)" }.joined(separator: "; ")
    }
}
