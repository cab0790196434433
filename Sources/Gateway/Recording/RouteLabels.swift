import Admission
import DecisionLog

/// What the records of a route's requests say of it, prepared once.
struct RouteLabels: Sendable {
    let name: InlineText<64>
    let template: InlineText<96>
    let environment: InlineText<64>

    /// The number that the route is counted by.
    let series: UInt16

    init(_ route: RouteConfiguration, names: SeriesNames) {
        self.series = names.number(of: .init(path: route.path, environment: route.rules.environment))
        self.name = InlineText(route.rules.name)
        self.template = InlineText(route.path)
        self.environment = InlineText(route.rules.environment)
    }
}
