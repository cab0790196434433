package import Admission
package import Keys
package import Storage

extension UseFinding {
    /// Until when all uses are in the store, as it tells at a start: as was written down, or, where no rule has needed it, with
    /// room for what was under way when the server before was last seen.
    package static func knownUntil(_ reader: any StoreReading) throws(StorageError) -> WallTime? {
        if let known = try reader.moment(.usesKnown) { return known }
        return try reader.moment(.evenTime).map { $0.adding(seconds: -Self.mostUnderWay) }
    }

    /// What the store tells of a key; `nil` for one that is not there.
    package init?(_ id: KeyID, in reader: any StoreReading, known: WallTime?) throws(StorageError) {
        guard let key = try reader.key(id) else { return nil }
        self.init(key, lastUse: try reader.usage(of: id).map(\.at).max(), known: known)
    }

    /// Seconds that uses may take to the store where nobody has said how far they have come: many times what they do.
    private static var mostUnderWay: Int64 { 3_600 }
}
