import KeyManagement

extension SealStatus {
    var document: JSONValue {
        .members([
            "phase": .string(self.phase.rawValue),
            "wanted_slots": .array(self.wantedSlots.map(JSONValue.count)),
            "opened_slots": .array(self.openedSlots.map(JSONValue.count)),
            "opens_by_itself": .bool(self.opensByItself),
        ])
    }
}

extension SlotDescription {
    var document: JSONValue {
        .members([
            "number": .count(self.number), "kind": .string(self.kind),
            "needed_with": self.partner.map(JSONValue.count) ?? .null,
        ])
    }

    /// The document of all there are. They are few: one page holds them.
    static func page(_ slots: [SlotDescription]) -> JSONValue {
        .members(["data": .array(slots.map(\.document)), "next_cursor": .null])
    }
}
