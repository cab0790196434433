import Keys

/// Key objects of Tyk: an array of them, or an object with one under `keys` or `data`. Tyk keeps keys under their own text
/// or under a hash of it, which stands beside the object: `key` or `key_id`, or `key_hash` with `hash_algorithm`.
enum TykKeys {
    private static let known = [
        "key", "key_id", "key_hash", "hash_algorithm", "data", "session", "alias", "expires", "rate", "per",
        "quota_max",
        "quota_renewal_rate", "is_inactive", "tags", "meta_data", "apply_policies", "access_rights", "org_id",
        "allowance", "quota_renews", "quota_remaining", "last_check", "last_updated", "date_created",
    ]

    static func read(_ document: JSONNode, into file: inout ImportFile) throws(ImportFault) {
        guard let objects = document.elements ?? document["keys"]?.elements ?? document["data"]?.elements else {
            throw .init(line: document.line, "an array of key objects is wanted, or an object with one under “keys”")
        }
        for object in objects {
            try file.attempt { file throws(ImportFault) in try Self.key(object, &file) }
        }
    }

    private static func key(_ object: JSONNode, _ file: inout ImportFile) throws(ImportFault) -> ImportedKey {
        let session = object["data"] ?? object["session"] ?? object
        file.remarkUnknown(object, known: Self.known)
        if object["data"] != nil || object["session"] != nil { file.remarkUnknown(session, known: Self.known) }
        let token = try (object["key"] ?? object["key_id"])?.bytes("the key")
        let hash = try object["key_hash"]?.bytes("the hash")
        let alias = try session["alias"]?.text("the alias")
        // The text of a key is its secret: only its hash, or the name it was given, may name it here.
        guard let id = hash.map({ String(decoding: $0, as: UTF8.self) }) ?? alias, !id.isEmpty else {
            throw .init(line: object.line, "the key has no alias to know it by")
        }
        var key = ImportedKey(
            line: object.line, foreignID: hash == nil ? id : "hash:\(id.prefix(12))",
            name: Vocabulary.name(alias, or: "tyk-\(id.prefix(12))"),
            credential: try Vocabulary.credential(
                token: token, hash: hash, algorithm: try object["hash_algorithm"]?.text("the algorithm"),
                line: object.line))
        key.owner = alias.flatMap { $0.isEmpty ? nil : $0 }
        key.isEnabled = !(try session["is_inactive"]?.flag("is_inactive") ?? false)
        if let expires = try session["expires"]?.number("expires"), expires > 0 {
            key.expiresAt = WallTime(seconds: expires)
        }
        key.tags = Vocabulary.tags(try session["tags"]?.texts("the tags") ?? [])
        key.metadata = try session["meta_data"]?.metadata("meta_data") ?? [:]
        key.metadata["tyk.apis"] = Self.joined(session["access_rights"]?.names ?? [])
        key.metadata["tyk.policies"] = Self.joined(try session["apply_policies"]?.texts("apply_policies") ?? [])
        key.limits = try Self.limits(session)
        return key
    }

    private static func joined(_ names: [String]) -> String? {
        names.isEmpty ? nil : String(names.joined(separator: " ").prefix(KeyRecord.longestMetadataValue))
    }

    private static func limits(_ session: JSONNode) throws(ImportFault) -> [LimitPolicy] {
        var limits: [LimitPolicy] = []
        let pairs = [("rate", "rate", "per"), ("quota", "quota_max", "quota_renewal_rate")]
        for (name, most, seconds) in pairs {
            guard let limit = try session[most]?.number(most), limit > 0,
                let span = try session[seconds]?.number(seconds), span > 0
            else { continue }
            limits.append(try Vocabulary.limit(name, limit, seconds: span, line: session.line))
        }
        return limits
    }
}
