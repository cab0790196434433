import Auditing
package import Keys
package import Storage

/// Makes an environment with a pepper of its own, which leaves this process only sealed.
package struct CreateEnvironment: CreatingOperation {
    package static var requiredLevel: Operator.Level { .admin }

    let projectID: ProjectID
    let name: String
    let tag: String
    let admitsForeignTokens: Bool

    /// The tag is what its tokens carry after the prefix, `[a-z0-9]{1,16}`; it never changes.
    package init(projectID: ProjectID, name: String, tag: String, admitsForeignTokens: Bool = false) {
        self.projectID = projectID
        self.name = name
        self.tag = tag
        self.admitsForeignTokens = admitsForeignTokens
    }

    package func perform(in act: Act) throws -> Environment {
        var checks = FieldChecks()
        checks.slug(self.name, "/name")
        checks.require(Token.isTag(self.tag), "/tag", "must be 1 to 16 of a-z 0-9")
        try checks.finish()
        _ = try act.reader.existing(self.projectID)
        let environment = Environment(
            id: .init(randomBytes: act.tools.randomBytes), projectID: self.projectID, name: self.name, tag: self.tag,
            createdAt: act.now, admitsForeignTokens: self.admitsForeignTokens)
        try act.transaction.insert(environment)
        try act.record(.environmentCreate, .init(environment))
        let pepper = try act.tools.keyring.peppers.draw(
            version: 1, for: environment.id, at: act.now, under: act.rootKey())
        try act.transaction.insert(pepper)
        try act.record(.pepperCreate, .init(pepper))
        return environment
    }

    package func created(_ output: Environment) -> CreatedResource { .init(output.id) }

    package func replay(_ record: IdempotencyRecord, in act: Act) throws -> Environment {
        guard let id = EnvironmentID(record.resourceID), let environment = try act.transaction.environment(id) else {
            throw ManagementError.replayLost(record)
        }
        return environment
    }
}
