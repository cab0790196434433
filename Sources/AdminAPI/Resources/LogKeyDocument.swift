import Auditing
import KeyManagement
import Storage

extension GetLogKeys.Key {
    /// The key as the API shows it.
    var document: JSONValue {
        .members([
            "number": .count(self.row.number), "state": .string(self.row.state.rawValue),
            "verifier_key": .string(self.verifierKey.description), "created_at": self.createdAt.map(JSONValue.time),
            "retired_at": self.isPast ? .time(self.row.changedAt) : nil,
            "succession": self.row.succession.isEmpty ? nil : .string(self.row.succession),
        ])
    }

    private var isPast: Bool {
        switch self.row.state {
        case .pending, .signing: false
        case .retired, .destroyed: true
        }
    }
}
