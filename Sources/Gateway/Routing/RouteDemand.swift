import Admission
import Keys

/// What a route asks of a request, whatever its name and path: two routes with equal demands protect equally.
struct RouteDemand: Hashable {
    private let requiresKey: Bool
    private let project: String
    private let environment: String
    private let permission: Permission?
    private let operation: OperationClass?
    private let sources: [CredentialSource]
    private let limits: [LimitPolicy]

    init(_ route: RouteConfiguration) {
        self.requiresKey = route.rules.requiresKey
        self.project = route.rules.project
        self.environment = route.rules.environment
        self.permission = route.rules.permission
        self.operation = route.rules.operation
        self.sources = route.rules.sources
        self.limits = route.rules.limits
    }
}
