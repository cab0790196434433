import Auditing
package import Keys

/// Renames an environment, or says whether it admits the tokens of imported keys. Routes name environments, so those that
/// did so no longer find it.
package struct UpdateEnvironment: ManagementOperation {
    package static var requiredLevel: Operator.Level { .admin }

    let id: EnvironmentID
    package var name: String?
    package var admitsForeignTokens: Bool?

    package init(_ id: EnvironmentID, name: String? = nil, admitsForeignTokens: Bool? = nil) {
        self.id = id
        self.name = name
        self.admitsForeignTokens = admitsForeignTokens
    }

    package func perform(in act: Act) throws -> Environment {
        let before = try act.reader.existing(self.id)
        try act.require(revision: before.revision)
        var environment = before
        if let name = self.name { environment.name = name }
        if let admits = self.admitsForeignTokens { environment.admitsForeignTokens = admits }
        var checks = FieldChecks()
        checks.slug(environment.name, "/name")
        try checks.finish()
        return environment == before ? before : try act.save(environment, replacing: before, .environmentUpdate)
    }
}
