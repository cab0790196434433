import Keys

/// Keys of APISIX's key-auth: the answer of the admin API (`/apisix/admin/consumers`, or `…/credentials`), or the
/// consumers of a standalone configuration as JSON.
enum APISIXKeys {
    static func read(_ document: JSONNode, into file: inout ImportFile) throws(ImportFault) {
        guard
            let entries = document["list"]?.elements ?? document["consumers"]?.elements ?? document.elements
        else { throw .init(line: document.line, "list or consumers are wanted") }
        for entry in entries {
            let value = entry["value"] ?? entry
            guard value["plugins"]?["key-auth"] != nil else {
                file.remark("consumers without key-auth")
                continue
            }
            try file.attempt { file throws(ImportFault) in try Self.key(value, path: entry["key"], &file) }
        }
    }

    private static func key(
        _ value: JSONNode, path: JSONNode?, _ file: inout ImportFile
    ) throws(ImportFault) -> ImportedKey {
        let known = [
            "username", "id", "name", "plugins", "labels", "desc", "create_time", "update_time", "group_id",
        ]
        file.remarkUnknown(value, known: known)
        let username = try value["username"]?.text("the username")
        let consumer = username == nil ? try Self.consumer(of: path) : username
        guard let id = try value["id"]?.text("the id") ?? consumer else {
            throw .init(line: value.line, "the consumer has neither a username nor an id")
        }
        var key = ImportedKey(
            line: value.line, foreignID: id, name: "\(consumer ?? id) (APISIX)",
            credential: try Vocabulary.credential(
                token: try value["plugins"]?["key-auth"]?["key"]?.bytes("the key"), hash: nil, algorithm: nil,
                line: value.line))
        key.owner = consumer ?? id
        key.metadata = try value["labels"]?.metadata("the labels") ?? [:]
        if let description = try value["desc"]?.text("desc"), !description.isEmpty {
            key.metadata["apisix.description"] = description
        }
        for plugin in value["plugins"]?.names ?? [] where !["key-auth", "limit-count"].contains(plugin) {
            file.remark("plugin “\(plugin.prefix(64))”")
        }
        if let limit = value["plugins"]?["limit-count"], let count = limit["count"], let window = limit["time_window"] {
            key.limits = [
                try Vocabulary.limit(
                    "limit-count", try count.number("count"), seconds: try window.number("time_window"),
                    line: limit.line)
            ]
        }
        return key
    }

    /// `/apisix/consumers/NAME/credentials/ID`
    private static func consumer(of path: JSONNode?) throws(ImportFault) -> String? {
        guard let path else { return nil }
        let parts = try path.text("the path").split(separator: "/")
        guard let index = parts.firstIndex(of: "consumers"), index + 1 < parts.count else { return nil }
        return String(parts[index + 1])
    }
}
