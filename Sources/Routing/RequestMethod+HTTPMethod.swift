package import HTTPMachines
package import Keys

extension RequestMethod {
    /// The method as rules name it; `nil` for those that are never routed: CONNECT, and TRACE, which would show a caller
    /// what was added on the way.
    package init?(_ method: HTTPMethod) {
        switch method {
        case .get: self = .get
        case .head: self = .head
        case .options: self = .options
        case .post: self = .post
        case .put: self = .put
        case .patch: self = .patch
        case .delete: self = .delete
        case .other: self = .other
        case .connect, .trace: return nil
        }
    }
}
