import Admission
import DecisionLog

/// What the records of a route's requests say of it, prepared once.
struct RouteLabels: Sendable {
    let name: InlineText<64>
    let template: InlineText<96>
    let environment: InlineText<64>

    init(_ route: RouteConfiguration) {
        self.name = InlineText(route.rules.name)
        self.template = InlineText(route.path)
        self.environment = InlineText(route.rules.environment)
    }
}
