package import Keys
import Storage

/// What `--dev` sets up on its first start, in one transaction, so that a newcomer's first request gets through: a
/// project, an environment, an owner, and a key limited to sixty requests a minute.
package struct FirstSteps: ManagementOperation {
    package static let projectName = "demo"
    package static let environmentName = "dev"
    package static let keyName = "first-key"
    package static var requiredLevel: Operator.Level { .admin }

    package init() {}

    /// The key; `nil` when there is a project already.
    package func perform(in act: Act) throws -> KeyWithToken? {
        guard try act.reader.projects(after: nil, limit: 1).isEmpty else { return nil }
        let project = try CreateProject(name: Self.projectName).perform(in: act)
        let environment = try CreateEnvironment(
            projectID: project.id, name: Self.environmentName, tag: Self.environmentName
        ).perform(in: act)
        let owner = try CreateIdentity(projectID: project.id, category: .service, name: "first-service")
            .perform(in: act)
        var key = IssueKey(environmentID: environment.id, name: Self.keyName)
        key.ownerID = owner.id
        key.grants = Grants(allowed: ["demo:read", "demo:write"].compactMap { PermissionPattern($0) })
        key.limits = [
            LimitPolicy(name: "per-minute", scope: .key, algorithm: .slidingWindow([.init(limit: 60, seconds: 60)]))
        ]
        return try key.perform(in: act)
    }
}
