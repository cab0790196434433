/// The phases of a request, by the names used everywhere: code, logs, metrics, docs.
package enum Phase: UInt8, Sendable, CaseIterable, Comparable, CustomStringConvertible {
    case accept = 1
    case head, route, identify, authenticate, restrict, authorize, limit, forward, record

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

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
