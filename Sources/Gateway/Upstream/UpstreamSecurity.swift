import Synchronization
package import TransportSecurity

/// How the servers of an upstream are spoken to at the moment, and what was last found wrong with one. Shared by all loops;
/// exchanged while connections go on with what they began with.
package final class UpstreamSecurity: Sendable {
    private struct State {
        var clients: [TLSClient]
        var problem: String?
    }

    private let state: Mutex<State>
    private let report: @Sendable (String?) -> Void

    /// `clients` by position of the endpoint. `report` is told of a problem that is new, and once when there is none any more.
    package init(_ clients: [TLSClient], report: @escaping @Sendable (String?) -> Void = { _ in }) {
        self.state = Mutex(State(clients: clients))
        self.report = report
    }

    /// Why the last connection could not be secured; `nil` once one could.
    package var problem: String? { self.state.withLock { $0.problem } }

    /// Connections that begin from now on get these.
    package func replace(_ clients: [TLSClient]) { self.state.withLock { $0.clients = clients } }

    /// A connection that begins; `nil` without memory.
    func connect(toEndpoint index: Int) -> TLSSession? {
        let client = self.state.withLock { index < $0.clients.count ? $0.clients[index] : nil }
        return client?.connect()
    }

    /// A handshake is over: what was wrong with it, or nothing.
    func note(_ problem: String?) {
        let isNew = self.state.withLock { state in
            defer { state.problem = problem }
            return state.problem != problem
        }
        if isNew { self.report(problem) }
    }
}
