package import Keys

/// What admission asks of a request on one route. Which requests are on it is the router's affair.
package struct RouteRules: Sendable {
    /// Position among the routes of the configuration; indexes the snapshot's bindings and permission bits.
    package let index: Int
    package let name: String
    /// Names of project and environment, resolved at each publication.
    package let project: String
    package let environment: String
    /// `nil` asks for no permission beyond a valid key.
    package let permission: Permission?
    /// `nil` takes the class of the method.
    package let operation: OperationClass?
    package let sources: [CredentialSource]
    /// Whether a key is asked for at all.
    package let requiresKey: Bool
    package let limits: [LimitPolicy]

    package init(
        index: Int, name: String, project: String, environment: String, permission: Permission? = nil,
        operation: OperationClass? = nil, sources: [CredentialSource] = CredentialSource.standard,
        requiresKey: Bool = true, limits: [LimitPolicy] = []
    ) {
        self.index = index
        self.name = name
        self.project = project
        self.environment = environment
        self.permission = permission
        self.operation = operation
        self.sources = sources
        self.requiresKey = requiresKey
        self.limits = limits
    }
}
