import Keys

/// Keys as JSON under our own names: an array of objects, or an object with such an array under `keys` (docs/import.md).
enum PlainKeys {
    private static let known: Set<String> = [
        "id", "name", "token", "hash", "algorithm", "owner", "permissions", "roles", "tags", "limits", "expires_at",
        "enabled", "generator", "length", "metadata",
    ]

    static func read(_ document: JSONNode, into file: inout ImportFile) throws(ImportFault) {
        guard let rows = document.elements ?? document["keys"]?.elements else {
            throw .init(line: document.line, "an array of keys is wanted, or an object with one under “keys”")
        }
        for row in rows {
            try file.attempt { _ throws(ImportFault) in try Self.key(row) }
        }
    }

    private static func key(_ row: JSONNode) throws(ImportFault) -> ImportedKey {
        guard row.isObject else { throw .init(line: row.line, "a key must be an object") }
        if let unknown = row.names.first(where: { !Self.known.contains($0) }) {
            throw .init(line: row.line, "there is no member “\(unknown.prefix(64))”; docs/import.md names them all")
        }
        let name = try row["name"]?.text("the name")
        guard let id = try row["id"]?.text("the id") ?? name, !id.isEmpty else {
            throw .init(line: row.line, "there is neither an id nor a name")
        }
        var key = ImportedKey(
            line: row.line, foreignID: id, name: Vocabulary.name(name, or: id),
            credential: try Vocabulary.credential(
                token: try row["token"]?.bytes("the token"), hash: try row["hash"]?.bytes("the hash"),
                algorithm: try row["algorithm"]?.text("the algorithm"), line: row.line))
        key.owner = try row["owner"]?.text("the owner")
        key.permissions = try Vocabulary.permissions(
            try row["permissions"]?.texts("the permissions") ?? [], line: row.line)
        key.roles = try row["roles"]?.texts("the roles") ?? []
        key.tags = Vocabulary.tags(try row["tags"]?.texts("the tags") ?? [])
        key.limits = try Self.limits(row)
        key.expiresAt = try row["expires_at"]?.moment("the expiry")
        key.isEnabled = try row["enabled"]?.flag("enabled") ?? true
        key.strength = try CSVKeys.strength(
            try row["generator"]?.text("the generator"),
            try row["length"].map { node throws(ImportFault) in
                String(try node.number("the length"))
            }, line: row.line)
        key.metadata = try row["metadata"]?.metadata("the metadata") ?? [:]
        return key
    }

    /// `[{"name": "per-minute", "limit": 100, "seconds": 60}]`
    private static func limits(_ row: JSONNode) throws(ImportFault) -> [LimitPolicy] {
        var limits: [LimitPolicy] = []
        for (index, node) in try (row["limits"]?.list("the limits") ?? []).enumerated() {
            guard let limit = node["limit"], let seconds = node["seconds"] else {
                throw .init(line: node.line, "a limit must have limit and seconds")
            }
            limits.append(
                try Vocabulary.limit(
                    try node["name"]?.text("the name of a limit") ?? "imported-\(index + 1)",
                    try limit.number("limit"), seconds: try seconds.number("seconds"), line: node.line))
        }
        return limits
    }
}

extension JSONNode {
    func moment(_ what: String) throws(ImportFault) -> WallTime {
        guard let moment = WallTime(rfc3339: try self.text(what)) else {
            throw .init(line: self.line, "\(what) must be a time such as 2027-01-31T00:00:00Z")
        }
        return moment
    }

    /// Members whose values are strings, numbers or booleans; anything deeper is left out.
    func metadata(_ what: String) throws(ImportFault) -> [String: String] {
        guard case .object(let members) = self.value else {
            throw .init(line: self.line, "\(what) must be an object")
        }
        var metadata: [String: String] = [:]
        for member in members.prefix(KeyRecord.mostMetadata) {
            let name = Vocabulary.tags([member.name]).first
            guard let name, let value = member.value.scalarText else { continue }
            metadata[name] = String(value.prefix(KeyRecord.longestMetadataValue))
        }
        return metadata
    }

    private var scalarText: String? {
        switch self.value {
        case .string(let bytes) where !bytes.isEmpty: String(decoding: bytes, as: UTF8.self)
        case .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .string, .null, .array, .object: nil
        }
    }
}
