import Keys

/// How other systems say things, put into our words.
enum Vocabulary {
    /// A credential from what a format gives: a token, or a hash with the name of its algorithm.
    static func credential(
        token: [UInt8]?, hash: [UInt8]?, algorithm: String?, line: Int
    ) throws(ImportFault) -> ImportedCredential {
        switch (token, hash) {
        case (let token?, nil):
            guard !token.isEmpty else { throw .init(line: line, "the token is empty") }
            return .token(.init(token))
        case (nil, let hash?): return try Self.hash(hash, algorithm, line)
        case (nil, nil): throw .init(line: line, "there is neither a token nor a hash")
        case (_?, _?): throw .init(line: line, "there are both a token and a hash")
        }
    }

    /// An algorithm that is not named is never guessed: a guess could admit by a hash that proves nothing.
    private static func hash(
        _ text: [UInt8], _ algorithm: String?, _ line: Int
    ) throws(ImportFault) -> ImportedCredential {
        guard let algorithm, !algorithm.isEmpty else {
            throw .init(line: line, "the algorithm of the hash is not named")
        }
        let name = algorithm.lowercased().filter { $0 != "-" && $0 != "_" }
        guard let hash = ForeignHash(rawValue: name.hasSuffix("base64") ? String(name.dropLast(6)) : name) else {
            return .unprovable(algorithm: Self.tags([algorithm]).first ?? "unknown")
        }
        guard let digest = BinaryText.decode(text), digest.count == hash.length else {
            throw .init(line: line, "the hash is not \(hash.length) bytes in hexadecimal or base64")
        }
        return .hash(hash, .init(digest))
    }

    /// `documents:read`, or Unkey's `documents.read`, whose last dot parts resource and action.
    static func permission(_ text: String, line: Int) throws(ImportFault) -> PermissionPattern {
        if let pattern = PermissionPattern(text) { return pattern }
        if let dot = text.lastIndex(of: "."), !text.contains(":") {
            let resource = text[..<dot].split(separator: ".", omittingEmptySubsequences: false).joined(separator: "/")
            let mapped = "\(resource.lowercased()):\(text[text.index(after: dot)...].lowercased())"
            if let pattern = PermissionPattern(mapped) { return pattern }
        }
        throw .init(line: line, "a permission is not of the form resource:action")
    }

    static func permissions(_ texts: [String], line: Int) throws(ImportFault) -> [PermissionPattern] {
        var patterns: [PermissionPattern] = []
        for text in texts {
            let pattern = try Self.permission(text, line: line)
            if !patterns.contains(pattern) { patterns.append(pattern) }
        }
        return patterns
    }

    /// A limit of the key: so many in so many seconds.
    static func limit(
        _ name: String, _ limit: Int64, seconds: Int64, line: Int
    ) throws(ImportFault) -> LimitPolicy {
        guard let limit = UInt32(exactly: limit), let seconds = UInt32(exactly: seconds) else {
            throw .init(line: line, "the limit \(name) is out of range")
        }
        let policy = LimitPolicy(
            name: name, scope: .key, algorithm: .slidingWindow([.init(limit: limit, seconds: seconds)]))
        guard policy.objection == nil else { throw .init(line: line, "the limit \(name) is out of range") }
        return policy
    }

    /// Tags of ours: `[A-Za-z0-9._:/@-]`, anything else becomes `-`; no tag twice.
    static func tags(_ texts: [String]) -> [String] {
        var tags: [String] = []
        for text in texts where !text.isEmpty {
            let tag = String(
                text.prefix(KeyRecord.longestTag).map { character in
                    let isKept = character.isASCII && (character.isLetter || character.isNumber)
                    return isKept || "._:/@-".contains(character) ? character : "-"
                })
            if !tags.contains(tag) { tags.append(tag) }
        }
        return tags
    }

    /// What tells a person which key it is.
    static func name(_ name: String?, or foreignID: String) -> String {
        guard let name, !name.isEmpty else { return foreignID }
        return name
    }
}
