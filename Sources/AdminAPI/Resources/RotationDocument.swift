import KeyManagement
import Keys

extension RotationDetails {
    /// The rotation as the API shows it.
    func document(of key: KeyID) -> JSONValue {
        .members([
            "id": .id(self.rotation.id), "key_id": .id(key), "state": .string(self.state.rawValue),
            "new_version": .count(self.rotation.newVersion), "overlap_seconds": .count(self.rotation.overlapSeconds),
            "started_at": .time(self.rotation.startedAt), "hard_stop_at": .time(self.rotation.hardStopAt),
            "ends_at": .time(self.rotation.endsAt),
            "new_version_first_used_at": self.rotation.newVersionFirstUsedAt.map(JSONValue.time),
            "cancelled_at": self.rotation.cancelledAt.map(JSONValue.time),
            "callers_on_old": .array(self.callersOnOld.map(\.document)),
        ])
    }
}
