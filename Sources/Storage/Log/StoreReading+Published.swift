package import Auditing

extension StoreReading {
    /// What a file of the published log has to hold, under the checkpoint that is published with it; `nil` when the store
    /// does not have that much.
    package func published(_ file: LogFile, under checkpoint: SignedNote) throws(StorageError) -> [UInt8]? {
        switch file {
        case .checkpoint: Array(checkpoint.serialized.utf8)
        case .tile(let place): try self.auditTile(place).map { TileHashes.bytes(of: $0) }
        case .entries(let place): try self.auditEntryBundle(place)
        case .succession(let number):
            try self.logKeys().first { $0.number == number }.map { Array($0.succession.utf8) }
        }
    }
}
