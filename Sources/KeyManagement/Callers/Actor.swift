package import Keys

/// Who acts on the control plane.
package enum Actor: Hashable, Sendable, CustomStringConvertible {
    /// Someone on the Unix socket, known by the uid of the process at the other end. Has every right of an admin.
    case local(uid: UInt32)
    /// Someone with an operator key.
    case `operator`(OperatorID, Operator.Level)
    /// Whoever holds a secret of that key: may end the version shown, which the server does for them, and nothing else.
    case holder(KeyID)
    /// The server itself: what time or use brings about.
    case system

    /// What the actor may do at most.
    package var level: Operator.Level {
        switch self {
        case .local, .system: .admin
        case .operator(_, let level): level
        case .holder: .viewer
        }
    }

    /// As records and the audit log name the actor: `local:0`, `op_…`, `key_…`, `system`.
    package var description: String {
        switch self {
        case .local(let uid): "local:\(uid)"
        case .operator(let id, _): id.description
        case .holder(let id): id.description
        case .system: "system"
        }
    }
}

extension Operator.Level {
    /// Whether this level includes the other.
    package func includes(_ other: Self) -> Bool { self.rank >= other.rank }

    private var rank: Int {
        switch self {
        case .auditor: 0
        case .viewer: 1
        case .operator: 2
        case .admin: 3
        }
    }
}
