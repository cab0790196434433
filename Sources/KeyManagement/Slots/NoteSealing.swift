import Auditing
package import Keys
package import Storage

/// Writes down that the server is about to give up its keys, or that somebody has opened it.
package struct NoteSealing: ManagementOperation {
    /// What happened to the server.
    package enum Event: Sendable {
        case seal
        case unseal
    }

    package static var requiredLevel: Operator.Level { .admin }
    /// A full disk must keep nobody from sealing a server, nor a sealed one from serving.
    package var priority: WritePriority { .revocation }

    private let event: Event

    package init(_ event: Event) { self.event = event }

    package func perform(in act: Act) throws {
        try act.record(self.event == .seal ? .systemSeal : .systemUnseal, .installation)
    }
}
