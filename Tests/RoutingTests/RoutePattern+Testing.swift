import Admission
import Keys
import Routing

extension RoutePattern {
    /// A route of the tests: `route-0`, `route-1`…
    init(
        _ index: Int, _ path: String, host: String? = nil, methods: MethodSet? = nil, permission: String? = nil,
        requiresKey: Bool = true, limits: [LimitPolicy] = []
    ) {
        self.init(
            rules: RouteRules(
                index: index, name: "route-\(index)", project: "orders", environment: "live",
                permission: permission.flatMap { Permission($0) }, requiresKey: requiresKey, limits: limits),
            host: host, methods: methods, path: path)
    }
}
