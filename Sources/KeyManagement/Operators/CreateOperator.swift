import Auditing
package import Keys
package import Storage

/// Makes an operator with a key of their own (`gko_…`), shown once. The key ends after 90 days unless something else is
/// asked for.
package struct CreateOperator: CreatingOperation {
    package static var requiredLevel: Operator.Level { .admin }

    let name: String
    let level: Operator.Level
    let expiry: ExpiryRequest

    package init(name: String, level: Operator.Level, expiry: ExpiryRequest = .projectDefault) {
        self.name = name
        self.level = level
        self.expiry = expiry
    }

    package func perform(in act: Act) throws -> CreatedOperator {
        try FieldChecks.checkOperator(name: self.name)
        let expiry = try self.expiry.resolved(by: .operators, at: act.now)
        let id = OperatorID(randomBytes: act.tools.randomBytes)
        let secret = act.mintOperatorSecret(id)
        let made = Operator(
            id: id, name: self.name, level: self.level, digest: secret.digest, hint: OperatorToken.hint(id, secret),
            createdAt: act.now, expiresAt: expiry.date)
        try act.transaction.insert(made)
        try act.record(.operatorCreate, .init(made), reason: expiry.reason)
        return .init(operator: made, token: act.options.isDryRun ? nil : secret.token)
    }

    package func created(_ output: CreatedOperator) -> CreatedResource { .init(output.operator.id) }

    package func replay(_ record: IdempotencyRecord, in act: Act) throws -> CreatedOperator {
        guard let id = OperatorID(record.resourceID), let before = try act.transaction.operator(id) else {
            throw ManagementError.replayLost(record)
        }
        guard before.firstUsedAt == nil, before.isLive(at: act.now) else { throw ManagementError.replayUsed }
        let secret = act.mintOperatorSecret(id)
        var changed = before
        changed.digest = secret.digest
        changed.hint = OperatorToken.hint(id, secret)
        let saved = try act.save(changed, replacing: before, .operatorUpdate)
        return .init(operator: saved, token: act.options.isDryRun ? nil : secret.token)
    }
}

extension Act {
    func mintOperatorSecret(_ id: OperatorID) -> MintedSecret {
        .init(
            id: .init(high: id.high, low: id.low), prefix: Operator.tokenPrefix, tag: OperatorToken.tag,
            hasher: self.tools.keyring.operatorHasher, randomBytes: self.tools.randomBytes)
    }
}

extension FieldChecks {
    static func checkOperator(name: String) throws(ManagementError) {
        var checks = FieldChecks()
        checks.text(name, atMost: KeyRecord.longestName, "/name")
        try checks.finish()
    }
}

extension ExpiryPolicy {
    /// How long operator keys live: 90 days unless said otherwise.
    static let operators = Self()
}
