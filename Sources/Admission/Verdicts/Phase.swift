/// The phases of a request, by the names used everywhere: code, logs, metrics, docs.
package enum Phase: UInt8, Sendable, CaseIterable, CustomStringConvertible {
    case accept = 1
    case head, route, identify, authenticate, restrict, authorize, limit, forward, record

    package var description: String {
        switch self {
        case .accept: "accept"
        case .head: "head"
        case .route: "route"
        case .identify: "identify"
        case .authenticate: "authenticate"
        case .restrict: "restrict"
        case .authorize: "authorize"
        case .limit: "limit"
        case .forward: "forward"
        case .record: "record"
        }
    }
}
