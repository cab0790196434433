/// Why a WebSocket ended.
///
/// Raw values are stored in the decision log: never reuse one.
@usableFromInline
package enum SocketEnd: UInt8, Sendable, CaseIterable {
    /// The client closed, or its connection was lost.
    case client = 1
    /// The upstream did.
    case upstream = 2
    /// Nothing had passed for too long.
    case idle = 3
    /// It had been open for as long as it may be.
    case age = 4
    /// Its key would no longer be admitted.
    case key = 5
    /// Its route is no longer there, or takes no WebSocket any more.
    case route = 6
    /// The gateway shut down.
    case shutdown = 7
    /// The client took more than its share: it read too slowly, or too much lay in buffers.
    case protection = 8

    /// As the metric and the log say it.
    package var label: StaticString {
        switch self {
        case .client: "client"
        case .upstream: "upstream"
        case .idle: "idle"
        case .age: "age"
        case .key: "key"
        case .route: "route"
        case .shutdown: "shutdown"
        case .protection: "protection"
        }
    }
}
