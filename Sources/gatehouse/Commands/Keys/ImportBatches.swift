import KeyManagement
import Keys

/// Keys of a file in parts that fit into one request each.
struct ImportBatches: Sequence, IteratorProtocol {
    /// What a part may come to, in bytes: half of what the API takes, because escapes lengthen text.
    private static let mostBytes = 400_000

    private var rest: ArraySlice<ImportedKey>

    init(_ keys: [ImportedKey]) { self.rest = keys[...] }

    mutating func next() -> [ImportedKey]? {
        var size = 0
        let batch = self.rest.prefix(ImportOrder.mostKeys).prefix { key in
            size += key.size
            return size <= Self.mostBytes
        }
        // One that is too large by itself goes alone, for the server to refuse.
        let taken = Swift.max(batch.count, Swift.min(self.rest.count, 1))
        guard taken > 0 else { return nil }
        defer { self.rest = self.rest.dropFirst(taken) }
        return Array(self.rest.prefix(taken))
    }
}

extension ImportedKey {
    /// Roughly the bytes of its document.
    fileprivate var size: Int {
        let texts = [self.foreignID, self.name, self.owner ?? ""] + self.roles + self.tags
        let metadata = self.metadata.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count + 8 }
        let secret = if case .token(let token) = self.credential { token.bytes.count } else { 128 }
        return texts.reduce(512) { $0 + $1.utf8.count + 4 } + metadata + secret + self.permissions.count * 64
    }

    /// The key as the admin API takes it.
    var document: JSONValue {
        var members: [String: JSONValue] = [
            "line": .integer(Int64(self.line)), "foreign_id": .string(self.foreignID), "name": .string(self.name),
            "enabled": .bool(self.isEnabled),
        ]
        members["token"] = self.token
        members["hash"] = self.hash
        members["owner"] = self.owner.map(JSONValue.string)
        members["expires_at"] = self.expiresAt.map { .string($0.description) }
        members["generator"] = self.strength.map { .string($0.generator.rawValue) }
        members["length"] = self.strength.map { .integer(Int64($0.length)) }
        if !self.permissions.isEmpty { members["permissions"] = .strings(self.permissions.map(\.description)) }
        if !self.roles.isEmpty { members["roles"] = .strings(self.roles) }
        if !self.tags.isEmpty { members["tags"] = .strings(self.tags) }
        if !self.metadata.isEmpty { members["metadata"] = .object(self.metadata.mapValues(JSONValue.string)) }
        if !self.limits.isEmpty { members["limits"] = .array(self.limits.map(\.importDocument)) }
        return .object(members)
    }

    private var token: JSONValue? {
        if case .token(let token) = self.credential {
            .string(String(decoding: token.bytes, as: UTF8.self))
        } else {
            nil
        }
    }

    private var hash: JSONValue? {
        switch self.credential {
        case .token: nil
        case .unprovable(let algorithm): .object(["algorithm": .string(algorithm)])
        case .hash(let hash, let digest):
            .object(["algorithm": .string(hash.rawValue), "value": .string(Self.hexadecimal(digest.bytes))])
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: Unicode.ASCII.self)
    }
}

extension LimitPolicy {
    fileprivate var importDocument: JSONValue {
        let windows = self.windows.map { window in
            JSONValue.object([
                "limit": .integer(Int64(window.limit)), "window_seconds": .integer(Int64(window.seconds)),
            ])
        }
        return .object(["name": .string(self.name), "windows": .array(windows)])
    }
}
