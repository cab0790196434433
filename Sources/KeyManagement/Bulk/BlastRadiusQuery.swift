import Keys
import Storage

/// Asks for the blast radius of keys, and which they are.
struct BlastRadiusQuery: ManagementQuery {
    let selection: KeySelection

    func answer(in inquiry: Inquiry) throws -> ([KeyID], BlastRadius) {
        let keys =
            switch self.selection {
            case .key(let id): [try inquiry.reader.existing(id)]
            case .matching(let selection): try selection.keys(in: inquiry.reader, at: inquiry.now)
            }
        return (keys.map(\.id), try .init(of: keys, in: inquiry.reader, at: inquiry.now))
    }
}
