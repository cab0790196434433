import Auditing
import Synchronization
import TransportSecurity

/// Files with the marks they had when they were read.
struct FilesRead<Files: RenewableFiles>: Sendable {
    let files: Files
    let marks: [FileMark?]
}

/// The files of TLS that are in use now, those of listeners and those of upstreams. They change with the configuration.
final class FilesInUse: Sendable {
    private struct State {
        var generation: UInt64 = 0
        var listeners: [FilesRead<ListenerCertificates>]
        var upstreams: [FilesRead<UpstreamCertificates>]
    }

    private let state: Mutex<State>

    init(listeners: [FilesRead<ListenerCertificates>], upstreams: [FilesRead<UpstreamCertificates>]) {
        self.state = Mutex(State(listeners: listeners, upstreams: upstreams))
    }

    /// Counts their changes.
    var generation: UInt64 { self.state.withLock { $0.generation } }
    var listeners: [FilesRead<ListenerCertificates>] { self.state.withLock { $0.listeners } }
    var upstreams: [FilesRead<UpstreamCertificates>] { self.state.withLock { $0.upstreams } }

    /// What clients of a listener are offered; `nil` for plain HTTP.
    func security(of listener: SecuredListener) -> ListenerSecurity? {
        self.listeners.first { $0.files.listener == listener }?.files.security
    }

    func replace(listeners: [FilesRead<ListenerCertificates>], upstreams: [FilesRead<UpstreamCertificates>]) {
        self.state.withLock { state in
            state.generation &+= 1
            state.listeners = listeners
            state.upstreams = upstreams
        }
    }
}
