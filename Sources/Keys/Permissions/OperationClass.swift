/// What a route does to the world. By default the method says so; `admin` only where the route does.
package enum OperationClass: String, Sendable, CaseIterable, Hashable {
    case read, write, admin
}
