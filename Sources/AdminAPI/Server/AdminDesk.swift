package import Cryptography
package import Logging
import Synchronization

/// What the listeners of the admin API answer with: everything, or, while the server is sealed, what it takes to open
/// it. Closing the desk drops every reference to what serves an open server; requests under way keep theirs until they
/// are answered.
package final class AdminDesk: Sendable {
    /// What serves one phase.
    private struct Staff: Sendable {
        let routes: RouteTable
        let gatekeeper: Gatekeeper
    }

    package let system: any SystemControl
    let version: String
    let randomBytes: RandomBytes
    let logger: Logger
    /// `nil` while sealed.
    private let staff = Mutex<Staff?>(nil)

    /// A desk that is closed.
    package init(
        system: any SystemControl, version: String, randomBytes: @escaping RandomBytes, logger: Logger
    ) {
        self.system = system
        self.version = version
        self.randomBytes = randomBytes
        self.logger = logger
    }

    /// A desk that is open for good.
    convenience init(_ surroundings: AdminSurroundings, failures: FailureGate) {
        self.init(
            system: surroundings.system, version: surroundings.version, randomBytes: surroundings.randomBytes,
            logger: surroundings.logger)
        self.open(surroundings, failures: failures)
    }

    /// Answers everything from now on. `failures` is the budget of failed authentications by address.
    package func open(_ surroundings: AdminSurroundings, failures: FailureGate) {
        let staff = Staff(
            routes: RouteTable(Endpoint.all(surroundings)),
            gatekeeper: Gatekeeper(plane: surroundings.plane, failures: failures, time: surroundings.time))
        self.staff.withLock { $0 = staff }
    }

    /// Answers only what a sealed server does from now on.
    package func close() { self.staff.withLock { $0 = nil } }

    /// What a request means. While sealed, whatever is not answered then throws `sealed`.
    func match(method: String, path: String) throws(Problem) -> RouteTable.Match {
        if let staff = self.staff.withLock({ $0 }) { return staff.routes.match(method: method, path: path) }
        let match = RouteTable(Endpoint.sealed(self)).match(method: method, path: path)
        if case .none = match { throw Problem(.sealed) }
        return match
    }

    /// Tells operators by their keys.
    func gatekeeper() throws(Problem) -> Gatekeeper {
        guard let staff = self.staff.withLock({ $0 }) else { throw Problem(.sealed) }
        return staff.gatekeeper
    }
}
