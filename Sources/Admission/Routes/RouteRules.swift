package import Keys

/// What admission asks of a request on one route. Which requests are on it is the router's affair.
///
/// A class, so that a request holds one reference and not one for each string and list.
package final class RouteRules: Sendable {
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
    /// Bit n: a source has a name of n bytes, counted modulo 64.
    private let sourceLengths: UInt64

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
        self.sourceLengths = sources.reduce(0) { $0 | 1 << UInt64($1.name.count & 63) }
    }

    /// Whether a field with a name of so many bytes may be one of the sources: most are not, at the cost of one bit.
    package func mayBeSource(nameLength: Int) -> Bool { self.sourceLengths & 1 << UInt64(nameLength & 63) != 0 }
}
