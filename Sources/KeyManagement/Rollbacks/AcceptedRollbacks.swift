package import Auditing
package import Storage

/// What operators have accepted of anchors that contradict the store, as the history has it.
package struct AcceptedRollbacks: Hashable, Sendable {
    static let objectType = "anchor"
    /// Most entries looked at, the newest.
    static let most = 64

    private let heads: Set<AnchoredHead>

    /// What was accepted of the anchors of these names. By name, because an index leads there: a start waits for it.
    package static func read(of anchors: [String], in store: any StoreReading) throws(StorageError) -> Self {
        var heads: Set<AnchoredHead> = []
        for anchor in anchors {
            var filter = AuditFilter()
            filter.action = .storageRollbackAccepted
            filter.objectID = anchor
            let entries = try store.auditEntries(matching: filter, .newestFirst, from: nil, limit: Self.most)
            heads.formUnion(entries.compactMap { Self.head($0.entry) })
        }
        return .init(heads: heads)
    }

    /// Whether exactly this was accepted.
    package func contains(_ head: AnchoredHead) -> Bool { self.heads.contains(head) }

    /// The sizes that operators have accepted that anchor to know. A witness that tells one of them means what was
    /// accepted, as long as the log never lets it cosign another tree of that size.
    package func sizes(of anchor: String) -> Set<UInt64> {
        Set(self.heads.lazy.filter { $0.anchor == anchor }.map(\.size))
    }

    private static func head(_ entry: AuditEntry) -> AnchoredHead? {
        guard entry.object.type == self.objectType, let size = entry.object.version else { return nil }
        return AnchoredHead(anchor: entry.object.id, size: size, root: entry.previousStateHash)
    }
}
