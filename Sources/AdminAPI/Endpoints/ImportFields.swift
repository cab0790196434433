import KeyManagement
import Keys

/// Reads what a caller says of keys to import.
enum ImportFields {
    /// Longest name of a role or owner.
    private static let longestName = KeyRecord.longestName

    /// A whole order.
    static func order(_ body: inout ObjectReader, at now: WallTime) throws -> ImportOrder {
        let environment = body.required("environment_id", Field<EnvironmentID>.id())
        let source = body.required("source", Field<ImportSource>.choice)
        let owner = body.optional("owner_id", Field<IdentityID>.id())
        let strength = body.strength()
        let expiry = body.keyExpiry(at: now) ?? .projectDefault
        let keys = body.required("keys", Self.keys)
        try body.finish()
        var order = ImportOrder(environmentID: try environment.get(), source: try source.get(), keys: try keys.get())
        order.ownerID = owner
        order.strength = strength ?? .unknown
        order.expiry = expiry
        return order
    }

    private static let keys = Field<[ImportedKey]> { value, pointer throws(FieldFaults) in
        guard case .array(let values) = value else {
            throw .init(pointer, .wrongType, "an array is wanted, not \(value.kind)")
        }
        guard (1...ImportOrder.mostKeys).contains(values.count) else {
            throw .init(pointer, .outOfRange, "1 to \(ImportOrder.mostKeys) keys are wanted")
        }
        var keys: [ImportedKey] = []
        for (index, value) in values.enumerated() {
            keys.append(try Self.key(value, "\(pointer)/\(index)", line: index + 1))
        }
        return keys
    }

    private static func key(
        _ value: JSONValue, _ pointer: String, line: Int
    ) throws(FieldFaults) -> ImportedKey {
        var reader = try ObjectReader(value, at: pointer)
        let line = reader.optional("line", .integer(1...UInt32.max)).map { Int($0) } ?? line
        let foreignID = reader.required("foreign_id", .text(ForeignCredential.longestForeignID))
        let name = reader.required("name", .text(Self.longestName))
        let credential = reader.importedCredential()
        let owner = reader.optional("owner", .text(Self.longestName))
        let permissions = reader.optional(
            "permissions", Field<[PermissionPattern]>.list(Grants.most, of: Field<PermissionPattern>.permission))
        let roles = reader.optional("roles", Field<[String]>.list(KeyRecord.mostRoles, of: .label))
        let tags = reader.optional("tags", KeyFields.tags)
        let metadata = reader.optional("metadata", KeyFields.metadata)
        let limits = reader.optional("limits", KeyFields.limits)
        let expiresAt = reader.optional("expires_at", .time)
        let isEnabled = reader.optional("enabled", .flag)
        let strength = reader.strength()
        try reader.finish()
        var key = ImportedKey(
            line: line, foreignID: try foreignID.get(), name: try name.get(),
            credential: credential ?? .unprovable(algorithm: ""))
        key.owner = owner
        key.permissions = permissions ?? []
        key.roles = roles ?? []
        key.tags = tags ?? []
        key.metadata = (metadata ?? [:]).compactMapValues(\.self)
        key.limits = limits ?? []
        key.expiresAt = expiresAt
        key.isEnabled = isEnabled ?? true
        key.strength = strength
        return key
    }
}

extension ObjectReader {
    /// `generator` and `length`: together or not at all.
    fileprivate mutating func strength() -> DeclaredStrength? {
        let generator = self.optional("generator", Field<TokenGenerator>.choice)
        let length = self.optional("length", .integer(0...UInt32(DeclaredStrength.longest)))
        switch (generator, length) {
        case (nil, nil): return nil
        case (let generator?, let length?): return .init(generator, length: Int(length))
        default:
            self.fault(generator == nil ? "generator" : "length", .missing, "generator and length go together")
            return nil
        }
    }

    /// Exactly one of `token` and `hash`.
    fileprivate mutating func importedCredential() -> ImportedCredential? {
        let token = self.optional("token", .foreignToken)
        let hash = self.optional("hash", .foreignHash)
        switch (token, hash) {
        case (let token?, nil): return .token(token)
        case (nil, let hash?): return hash
        case (nil, nil) where self.has("token") || self.has("hash"): return nil
        case (nil, nil), (_?, _?):
            self.fault("token", .conflict, "either token or hash is wanted")
            return nil
        }
    }
}

extension Field where Value == ForeignSecret {
    /// A token. What is wrong with it is said without quoting it.
    fileprivate static var foreignToken: Self {
        .init { value, pointer throws(FieldFaults) in
            let token = Array(try Field<String>.string(value, pointer).utf8)
            guard ForeignToken.isAdmissible(token.span) else {
                throw .init(
                    pointer, .malformed,
                    "\(ForeignToken.shortest) to \(ForeignToken.longest) visible ASCII characters are wanted")
            }
            return ForeignSecret(token)
        }
    }

    /// The bytes of a hash; none for text that is no hash, which the control plane then refuses by its length.
    fileprivate static var digest: Self {
        .init { value, pointer throws(FieldFaults) in
            let text = Array(try Field<String>.string(value, pointer).utf8)
            guard (1...128).contains(text.count), text.allSatisfy({ Base62.contains($0) || Self.signs.contains($0) })
            else { throw .init(pointer, .malformed, "the hash in hexadecimal or base64 is wanted") }
            return ForeignSecret(BinaryText.decode(text) ?? [])
        }
    }

    private static var signs: [UInt8] { Array("+/_=-".utf8) }
}

extension Field where Value == ImportedCredential {
    /// `{"algorithm": "sha256", "value": hex or base64}`, or an algorithm that proves nothing.
    fileprivate static var foreignHash: Self {
        .object { value, pointer throws(FieldFaults) in
            var reader = try ObjectReader(value, at: pointer)
            let algorithm = reader.required("algorithm", .word(64))
            let digest = reader.optional("value", .digest)
            try reader.finish()
            let name = try algorithm.get()
            guard let hash = ForeignHash(rawValue: name) else { return .unprovable(algorithm: name) }
            return .hash(hash, digest ?? ForeignSecret([]))
        }
    }
}
