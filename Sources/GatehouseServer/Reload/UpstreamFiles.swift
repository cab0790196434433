import Auditing
import Synchronization

/// The files of the upstreams' TLS that are in use now. They change with the configuration.
final class UpstreamFiles: Sendable {
    /// Files with the marks they had when they were read.
    struct Read: Sendable {
        let files: UpstreamCertificates
        let marks: [FileMark?]

        init(_ files: UpstreamCertificates, marks: [FileMark?]) {
            self.files = files
            self.marks = marks
        }
    }

    private struct State {
        var generation: UInt64 = 0
        var files: [Read]
    }

    private let state: Mutex<State>

    init(_ files: [Read]) { self.state = Mutex(State(files: files)) }

    /// Counts their changes.
    var generation: UInt64 { self.state.withLock { $0.generation } }
    var current: [Read] { self.state.withLock { $0.files } }

    func replace(_ files: [Read]) {
        self.state.withLock { state in
            state.generation &+= 1
            state.files = files
        }
    }
}
