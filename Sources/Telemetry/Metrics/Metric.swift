/// What a metric is called, in what it counts and which labels it carries: named once, both spellings follow.
///
/// Every label value comes from configuration or a closed set: never a key id, an identity, an address or a path.
package struct Metric: Sendable, Hashable {
    /// How its values may move.
    package enum Kind: String, Sendable, Hashable {
        case counter, gauge, histogram
    }

    /// OpenTelemetry's name, with dots.
    package let name: String
    package let kind: Kind
    package let unit: MetricUnit
    package let help: String
    /// OpenTelemetry's attribute names, in the order in which series state their values.
    package let labels: [String]

    package init(_ name: String, _ kind: Kind, _ unit: MetricUnit, _ help: String, labels: [String] = []) {
        self.name = name
        self.kind = kind
        self.unit = unit
        self.help = help
        self.labels = labels
    }

    /// Prometheus's name: underscores, then the unit, then `_total` for counters.
    package var prometheusName: String {
        Self.underscored(self.name) + self.unit.prometheusSuffix + (self.kind == .counter ? "_total" : "")
    }

    /// The labels as Prometheus spells them.
    package var prometheusLabels: [String] { self.labels.map(Self.underscored) }

    private static func underscored(_ name: String) -> String {
        String(name.map { $0 == "." ? "_" : $0 })
    }
}
