/// The outer limit of a key, whatever was granted (docs/ARCHITECTURE.md, Model).
@usableFromInline
package enum Boundary: String, Sendable, CaseIterable, Hashable {
    /// GET, HEAD and OPTIONS on read routes.
    case readOnly = "read_only"
    /// These and POST, no admin routes.
    case standard
    /// Everything.
    case admin

    /// Whether a request of this method may pass on a route of this class.
    package func permits(_ method: RequestMethod, on operation: OperationClass) -> Bool {
        switch self {
        case .readOnly: method.isSafe && operation == .read
        case .standard: (method.isSafe || method == .post) && operation != .admin
        case .admin: true
        }
    }
}
