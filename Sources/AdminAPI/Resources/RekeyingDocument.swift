import Keys
import Storage

extension Rekeying {
    /// The replacement as the API shows it.
    var document: JSONValue {
        .members([
            "id": .id(self.id), "kind": .string(self.kind.rawValue), "tenant": .string(self.tenant),
            "phase": .string(self.phase.rawValue), "old_key": .string(self.oldKey), "new_key": .string(self.newKey),
            "moved": .count(self.moved), "remaining": .count(self.remaining),
            "started_at": .time(self.startedAt), "changed_at": .time(self.changedAt),
            "due_at": self.dueAt.map(JSONValue.time),
            "grace_seconds": .count(self.keptSeconds),
            "overlap_seconds": self.kind == .logKey ? .count(self.overlapSeconds) : nil,
            "started_by": .string(self.startedBy),
            "leaked_at": (self.leak?.toldAt).map(JSONValue.time), "nested": (self.leak?.nested).map { .count($0) },
            "nested_at": (self.leak?.nestedAt).map(JSONValue.time),
        ])
    }
}
