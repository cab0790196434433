/// Writes metrics in Prometheus's text format 0.0.4 (prometheus.io, "Exposition formats").
package struct PrometheusText: Sendable {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The document so far.
    package private(set) var text = ""

    package init() {}

    /// Writes a counter or a gauge with all its series. Label values come in the order of the metric's labels; an empty
    /// one is left out.
    package mutating func write(_ metric: Metric, _ series: [(labels: [String], value: UInt64)]) {
        self.write(metric, series.map { ($0.labels, String($0.value)) })
    }

    /// Writes a counter or a gauge without labels.
    package mutating func write(_ metric: Metric, _ value: UInt64) {
        self.write(metric, [([], String(value))])
    }

    /// Writes a gauge of seconds.
    package mutating func write(_ metric: Metric, nanoseconds series: [(labels: [String], value: UInt64)]) {
        self.write(metric, series.map { ($0.labels, Self.seconds($0.value)) })
    }

    /// Writes a histogram with all its series.
    package mutating func write(_ metric: Metric, _ series: [(labels: [String], value: HistogramReading)]) {
        guard !series.isEmpty else { return }
        self.head(metric)
        let name = metric.prometheusName
        for (values, reading) in series {
            let labels = Self.labels(metric, values)
            var sum: UInt64 = 0
            for (index, count) in reading.counts.enumerated() {
                sum &+= count
                let bound = index < reading.buckets.texts.count ? reading.buckets.texts[index] : "+Inf"
                self.line(name + "_bucket", labels + [("le", bound)], String(sum))
            }
            self.line(name + "_sum", labels, Self.seconds(reading.sumNanoseconds))
            self.line(name + "_count", labels, String(sum))
        }
    }

    /// Writes `gatehouse_build_info`, which exists for Prometheus only.
    package mutating func writeBuild(version: String, revision: String) {
        let metric = Metric(
            "gatehouse.build_info", .gauge, .count("build"), "The build that answers; always 1.",
            labels: ["version", "revision"])
        self.write(metric, [([version, revision], "1")])
    }

    private mutating func write(_ metric: Metric, _ series: [([String], String)]) {
        guard !series.isEmpty else { return }
        self.head(metric)
        for (values, value) in series { self.line(metric.prometheusName, Self.labels(metric, values), value) }
    }

    private mutating func head(_ metric: Metric) {
        let name = metric.prometheusName
        self.text +=
            "# HELP \(name) \(Self.escaped(metric.help, quotes: false))\n# TYPE \(name) \(metric.kind.rawValue)\n"
    }

    private mutating func line(_ name: String, _ labels: [(String, String)], _ value: String) {
        self.text += name
        if !labels.isEmpty {
            let pairs = labels.map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }
            self.text += "{" + pairs.joined(separator: ",") + "}"
        }
        self.text += " " + value + "\n"
    }

    private static func labels(_ metric: Metric, _ values: [String]) -> [(String, String)] {
        zip(metric.prometheusLabels, values).filter { !$1.isEmpty }
    }

    /// Backslash and line feed are escaped everywhere, quotes in label values.
    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Exact to the nanosecond, without a detour over floating point.
    private static func seconds(_ nanoseconds: UInt64) -> String {
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        guard rest > 0 else { return String(seconds) }
        var digits = String(rest)
        digits = String(repeating: "0", count: 9 - digits.utf8.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(seconds).\(digits)"
    }
}
