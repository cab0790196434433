package import Cryptography
package import Keys

extension Project: CanonicalCodable {
    /// Content of a project that suspends unused keys: all others are as they were before there was the choice.
    private static let unusedKeysFormat: UInt8 = 2

    package func encode(to encoder: inout CanonicalEncoder) {
        encoder.append(self.unusedKeyDays == nil ? ContentFormat.current : Self.unusedKeysFormat)
        encoder.append(self.id)
        encoder.append(self.name)
        encoder.append(self.expiry.defaultDays)
        encoder.append(self.expiry.maximumDays)
        encoder.append(self.createdAt)
        encoder.append(self.revision)
        if let days = self.unusedKeyDays { encoder.append(days) }
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        let format = try decoder.byte()
        guard [ContentFormat.current, Self.unusedKeysFormat].contains(format) else {
            throw CanonicalDecoder.malformed("an unknown content format")
        }
        self.init(
            id: try decoder.id(), name: try decoder.text(),
            expiry: .init(defaultDays: try decoder.unsigned32(), maximumDays: try decoder.optionalNumber()),
            createdAt: try decoder.moment(), revision: try decoder.unsigned())
        if format == Self.unusedKeysFormat { self.unusedKeyDays = try decoder.unsigned32() }
    }
}

extension Environment: CanonicalCodable {
    /// Content of an environment that looks foreign tokens up: all others are as they were before there was the choice.
    private static let foreignFormat: UInt8 = 2

    package func encode(to encoder: inout CanonicalEncoder) {
        encoder.append(self.admitsForeignTokens ? Self.foreignFormat : ContentFormat.current)
        encoder.append(self.id)
        encoder.append(self.projectID)
        encoder.append(self.name)
        encoder.append(self.tag)
        encoder.append(self.createdAt)
        encoder.append(self.revision)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        let format = try decoder.byte()
        guard [ContentFormat.current, Self.foreignFormat].contains(format) else {
            throw CanonicalDecoder.malformed("an unknown content format")
        }
        self.init(
            id: try decoder.id(), projectID: try decoder.id(), name: try decoder.text(), tag: try decoder.text(),
            createdAt: try decoder.moment(), admitsForeignTokens: format == Self.foreignFormat,
            revision: try decoder.unsigned())
    }
}

extension Identity: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        ContentFormat.write(to: &encoder)
        encoder.append(self.id)
        encoder.append(self.projectID)
        encoder.append(self.category.rawValue)
        encoder.append(self.name)
        encoder.append(self.externalID)
        encoder.append(self.createdAt)
        encoder.append(self.revision)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        try ContentFormat.check(&decoder)
        self.init(
            id: try decoder.id(), projectID: try decoder.id(), category: try decoder.name(),
            name: try decoder.text(), externalID: try decoder.optionalText(), createdAt: try decoder.moment(),
            revision: try decoder.unsigned())
    }
}

extension Role: CanonicalCodable {
    /// Content of a role that is narrowed: all others are as they were before there was the choice.
    private static let narrowedFormat: UInt8 = 2

    package func encode(to encoder: inout CanonicalEncoder) {
        encoder.append(self.isNarrowed ? Self.narrowedFormat : ContentFormat.current)
        encoder.append(self.id)
        encoder.append(self.projectID)
        encoder.append(self.name)
        self.grants.encode(to: &encoder)
        encoder.append(self.inherits) { (encoder: inout CanonicalEncoder, id: RoleID) in encoder.append(id) }
        encoder.append(self.createdAt)
        encoder.append(self.revision)
        guard self.isNarrowed else { return }
        encoder.append(self.environments) { (encoder: inout CanonicalEncoder, id: EnvironmentID) in encoder.append(id) }
        encoder.append(self.maximumGrantSeconds)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        let format = try decoder.byte()
        guard [ContentFormat.current, Self.narrowedFormat].contains(format) else {
            throw CanonicalDecoder.malformed("an unknown content format")
        }
        self.init(
            id: try decoder.id(), projectID: try decoder.id(), name: try decoder.text(),
            grants: try .init(from: &decoder),
            inherits: try decoder.array(atMost: Self.mostInherited) { (decoder) throws(CryptographyError) in
                try decoder.id()
            },
            createdAt: try decoder.moment(), revision: try decoder.unsigned())
        guard format == Self.narrowedFormat else { return }
        self.environments = try decoder.array(atMost: Self.mostEnvironments) { (decoder) throws(CryptographyError) in
            try decoder.id()
        }
        self.maximumGrantSeconds = try decoder.optionalNumber()
        guard self.isNarrowed else { throw CanonicalDecoder.malformed("a narrowed role that is not") }
    }
}

extension Operator: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        ContentFormat.write(to: &encoder)
        encoder.append(self.id)
        encoder.append(self.name)
        encoder.append(self.level.rawValue)
        encoder.append(self.digest)
        encoder.append(self.hint)
        encoder.append(self.createdAt)
        encoder.append(self.expiresAt)
        encoder.append(self.revokedAt)
        encoder.append(self.firstUsedAt)
        encoder.append(self.revision)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        try ContentFormat.check(&decoder)
        self.init(
            id: try decoder.id(), name: try decoder.text(), level: try decoder.name(),
            digest: try decoder.digest(), hint: try decoder.text(), createdAt: try decoder.moment(),
            expiresAt: try decoder.optionalMoment(), revokedAt: try decoder.optionalMoment(),
            firstUsedAt: try decoder.optionalMoment(), revision: try decoder.unsigned())
    }
}

extension SealedPepper: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        ContentFormat.write(self.leakedAt != nil, to: &encoder)
        encoder.append(self.environmentID)
        encoder.append(self.version)
        encoder.append(self.envelope)
        encoder.append(self.createdAt)
        if let leakedAt = self.leakedAt { encoder.append(leakedAt) }
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        let isLeaked = try ContentFormat.tellsOfLeak(&decoder)
        self.init(
            environmentID: try decoder.id(), version: try decoder.unsigned32(),
            envelope: try decoder.byteArray(), createdAt: try decoder.moment(),
            leakedAt: isLeaked ? try decoder.moment() : nil)
    }
}

extension IdempotencyRecord: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        ContentFormat.write(to: &encoder)
        encoder.append(self.scope.actor)
        encoder.append(self.scope.operation)
        encoder.append(self.scope.key)
        encoder.append(self.bodyDigest)
        encoder.append(self.resourceID)
        encoder.append(self.versionNumber)
        encoder.append(self.createdAt)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        try ContentFormat.check(&decoder)
        self.init(
            scope: .init(actor: try decoder.text(), operation: try decoder.text(), key: try decoder.text()),
            bodyDigest: try decoder.digest(), resourceID: try decoder.text(),
            versionNumber: try decoder.optionalNumber(), createdAt: try decoder.moment())
    }
}
