/// The units we measure in.
package enum MetricUnit: Sendable, Hashable {
    case seconds
    case bytes
    /// Seconds since 1970.
    case timestamp
    /// Things of that name; Prometheus has no suffix for them.
    case count(String)

    var prometheusSuffix: String {
        switch self {
        case .seconds: "_seconds"
        case .bytes: "_bytes"
        case .timestamp: "_timestamp_seconds"
        case .count: ""
        }
    }
}
