/// One answer of the change feed.
struct ChangeReport: Sendable, Equatable {
    /// The generation the server has reached.
    let generation: UInt64
    /// The keys that changed since the generation that was asked about; `nil` when any key may have.
    let changedKeys: [String]?

    /// What must be forgotten of what was decided since a generation: these keys, or, `nil`, all of them.
    func changes(since known: UInt64) -> [String]? { self.generation < known ? nil : self.changedKeys }
}

extension ChangeReport {
    /// Reads an answer of the feed; `nil` for anything else.
    init?(_ document: JSONValue) {
        guard let generation = document["generation"]?.integer.flatMap({ UInt64(exactly: $0) }) else { return nil }
        guard let keys = document["keys"] else {
            self.init(generation: generation, changedKeys: nil)
            return
        }
        guard let ids = keys.strings else { return nil }
        self.init(generation: generation, changedKeys: ids)
    }
}
