import Keys

/// Keys of Kong's key-auth: a decK dump as JSON (`deck gateway dump --format json`), or answers of the admin API
/// (`/key-auths`, `/consumers/NAME/key-auth`). Kong keeps tokens as plain text.
enum KongKeys {
    static func read(_ document: JSONNode, into file: inout ImportFile) throws(ImportFault) {
        let consumers = document["consumers"]?.elements ?? []
        var names: [String: String] = [:]
        for consumer in consumers {
            let owner = try Self.owner(consumer)
            if let id = try consumer["id"]?.text("the id") { names[id] = owner }
            try Self.read(consumer, of: owner, into: &file)
        }
        let credentials = document["keyauth_credentials"] ?? document["data"]
        for credential in credentials?.elements ?? document.elements ?? [] {
            try file.attempt { _ throws(ImportFault) in
                let consumer = try credential["consumer"].map { node throws(ImportFault) in try Self.reference(node) }
                return try Self.key(
                    credential, owner: consumer.map { names[$0] ?? $0 }, fallback: nil, groups: [])
            }
        }
        guard document.elements != nil || credentials != nil || document["consumers"] != nil else {
            throw .init(line: document.line, "consumers, keyauth_credentials or data are wanted")
        }
    }

    /// The credentials that stand inside a consumer.
    private static func read(
        _ consumer: JSONNode, of owner: String?, into file: inout ImportFile
    ) throws(ImportFault) {
        let known = [
            "id", "username", "custom_id", "tags", "created_at", "updated_at", "keyauth_credentials", "acls", "groups",
        ]
        file.remarkUnknown(consumer, known: known)
        var groups: [String] = []
        for acl in consumer["acls"]?.elements ?? [] {
            if let group = try acl["group"]?.text("a group") { groups.append("group:\(group)") }
        }
        let credentials = try consumer["keyauth_credentials"]?.list("keyauth_credentials") ?? []
        for (index, credential) in credentials.enumerated() {
            try file.attempt { _ throws(ImportFault) in
                try Self.key(
                    credential, owner: owner, fallback: owner.map { "\($0)/\(index + 1)" }, groups: groups)
            }
        }
    }

    private static func key(
        _ node: JSONNode, owner: String?, fallback: String?, groups: [String]
    ) throws(ImportFault) -> ImportedKey {
        guard let id = try node["id"]?.text("the id") ?? fallback else {
            throw .init(line: node.line, "the credential has neither an id nor a consumer")
        }
        var key = ImportedKey(
            line: node.line, foreignID: id, name: owner.map { "\($0) (Kong)" } ?? id,
            credential: try Vocabulary.credential(
                token: try node["key"]?.bytes("the key"), hash: nil, algorithm: nil, line: node.line))
        key.owner = owner
        key.tags = Vocabulary.tags(groups + (try node["tags"]?.texts("the tags") ?? []))
        if let lifetime = try node["ttl"]?.number("ttl"), lifetime > 0 {
            guard let created = try node["created_at"]?.number("created_at") else {
                throw .init(line: node.line, "the credential has a ttl, but no created_at to count it from")
            }
            key.expiresAt = WallTime(seconds: created).adding(seconds: lifetime)
        }
        return key
    }

    private static func owner(_ consumer: JSONNode) throws(ImportFault) -> String? {
        try (consumer["username"] ?? consumer["custom_id"])?.text("the username")
    }

    /// `{"id": …}` in the admin API, a bare name in decK.
    private static func reference(_ node: JSONNode) throws(ImportFault) -> String {
        guard let id = node["id"] else { return try node.text("the consumer") }
        return try id.text("the id of the consumer")
    }
}
