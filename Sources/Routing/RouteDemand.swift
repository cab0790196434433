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
    private let cost: UInt32
    private let reportedCost: UInt32?

    init(_ rules: RouteRules) {
        self.requiresKey = rules.requiresKey
        self.project = rules.project
        self.environment = rules.environment
        self.permission = rules.permission
        self.operation = rules.operation
        self.sources = rules.sources
        self.limits = rules.limits
        self.cost = rules.cost
        self.reportedCost = rules.reportedCost
    }
}
