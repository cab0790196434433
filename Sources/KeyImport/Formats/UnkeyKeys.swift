import Keys

/// Keys of Unkey: what `keys.migrateKeys` takes (`keys`, each with a SHA-256 `hash`), or what `apis.listKeys` answers
/// (`data`, with `plaintext` where keys are recoverable).
enum UnkeyKeys {
    private static let known = [
        "keyId", "id", "hash", "plaintext", "name", "externalId", "identity", "meta", "roles", "permissions", "expires",
        "enabled", "ratelimits", "start", "createdAt", "updatedAt", "lastUsedAt", "prefix",
    ]

    static func read(_ document: JSONNode, into file: inout ImportFile) throws(ImportFault) {
        guard let keys = document.elements ?? document["keys"]?.elements ?? document["data"]?.elements else {
            throw .init(line: document.line, "an object with an array “keys” or “data” is wanted")
        }
        for key in keys {
            try file.attempt { file throws(ImportFault) in try Self.key(key, &file) }
        }
    }

    private static func key(_ node: JSONNode, _ file: inout ImportFile) throws(ImportFault) -> ImportedKey {
        file.remarkUnknown(node, known: Self.known)
        let external = try (node["externalId"] ?? node["identity"]?["externalId"])?.text("externalId")
        let name = try node["name"]?.text("the name")
        let named = [external, name].compactMap(\.self).joined(separator: "/")
        let id = try (node["keyId"] ?? node["id"])?.text("the id") ?? named
        guard !id.isEmpty else { throw .init(line: node.line, "there is no keyId, externalId or name") }
        var key = ImportedKey(
            line: node.line, foreignID: id, name: Vocabulary.name(name, or: id),
            credential: try Self.credential(node))
        key.owner = external
        key.permissions = try Vocabulary.permissions(
            try node["permissions"]?.texts("the permissions") ?? [], line: node.line)
        key.roles = try node["roles"]?.texts("the roles") ?? []
        key.metadata = try node["meta"]?.metadata("meta") ?? [:]
        key.isEnabled = try node["enabled"]?.flag("enabled") ?? true
        if let expires = try node["expires"]?.number("expires"), expires > 0 {
            key.expiresAt = WallTime(milliseconds: expires)
        }
        key.limits = try Self.limits(node)
        return key
    }

    /// `"hash": "…"` is SHA-256 in base64 or hexadecimal; the older API sent `{"value": …, "variant": "sha256_base64"}`.
    private static func credential(_ node: JSONNode) throws(ImportFault) -> ImportedCredential {
        let isNamed = node["hash"]?.isObject ?? false
        return try Vocabulary.credential(
            token: try node["plaintext"]?.bytes("the plaintext"),
            hash: try (isNamed ? node["hash"]?["value"] : node["hash"])?.bytes("the hash"),
            algorithm: isNamed ? try node["hash"]?["variant"]?.text("the variant") : "sha256", line: node.line)
    }

    private static func limits(_ node: JSONNode) throws(ImportFault) -> [LimitPolicy] {
        var limits: [LimitPolicy] = []
        for limit in try node["ratelimits"]?.list("the ratelimits") ?? [] {
            guard let most = limit["limit"], let duration = limit["duration"] else {
                throw .init(line: limit.line, "a ratelimit must have limit and duration")
            }
            let seconds = (try duration.number("duration") + 999) / 1000
            let name = Vocabulary.tags([try limit["name"]?.text("the name") ?? "ratelimit"]).first ?? "ratelimit"
            limits.append(
                try Vocabulary.limit(
                    String(name.map { "/:@".contains($0) ? "-" : $0 }), try most.number("limit"), seconds: seconds,
                    line: limit.line))
        }
        return limits
    }
}
