package import Cryptography
package import Keys

/// What a key's row holds and its code is made over, in this order.
extension KeyRecord: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        let parts = self.parts
        parts.write(to: &encoder)
        encoder.append(self.id)
        encoder.append(self.projectID)
        encoder.append(self.environmentID)
        encoder.append(self.prefix)
        encoder.append(self.name)
        encoder.append(self.ownerID) { (encoder: inout CanonicalEncoder, id: IdentityID) in encoder.append(id) }
        encoder.append(self.tags)
        encoder.append(self.metadata.sorted { $0.key < $1.key }) { encoder, pair in
            encoder.append(pair.key)
            encoder.append(pair.value)
        }
        encoder.append(self.roles) { (encoder: inout CanonicalEncoder, id: RoleID) in encoder.append(id) }
        self.grants.encode(to: &encoder)
        encoder.append(self.boundary.code)
        self.restrictions.encode(to: &encoder)
        encoder.append(parts.contains(.limits) ? [] : self.limits) { encoder, limit in limit.encode(to: &encoder) }
        encoder.append(self.notBefore)
        self.expiry.encode(to: &encoder)
        encoder.append(self.state.code)
        encoder.append(self.stateChange) { encoder, change in change.encode(to: &encoder) }
        encoder.append(self.revokesAt)
        encoder.append(self.versions) { encoder, version in version.encode(to: &encoder) }
        encoder.append(self.rotation) { encoder, rotation in rotation.encode(to: &encoder) }
        encoder.append(self.createdAt)
        encoder.append(self.createdBy)
        encoder.append(self.revision)
        if parts.contains(.outerPeppers) {
            encoder.append(self.versions) { encoder, version in encoder.append(outerPeppers: version.outerPeppers) }
        }
        if parts.contains(.certificates) {
            encoder.append(self.restrictions.certificates) { encoder, certificate in
                encoder.append(certificate.digest)
            }
        }
        if parts.contains(.endings) {
            encoder.append(self.versions) { encoder, version in
                encoder.append(version.ownNotAfter)
                encoder.append(version.retiredAt)
            }
        }
        if parts.contains(.furtherRestrictions) { self.restrictions.further.encode(to: &encoder) }
        if parts.contains(.limits) { KeyLimits(self).encode(to: &encoder) }
        if parts.contains(.access) {
            encoder.append(self.timedGrants) { encoder, grant in grant.encode(to: &encoder) }
            encoder.append(self.withdrawnRoutes)
        }
        if let notice = self.unusedNoticeAt { encoder.append(notice) }
    }

    /// What it has behind what all keys have.
    private var parts: ContentFormat.KeyParts {
        var parts: ContentFormat.KeyParts = []
        if self.versions.contains(where: \.isNested) { parts.insert(.outerPeppers) }
        if !self.restrictions.certificates.isEmpty { parts.insert(.certificates) }
        if self.versions.contains(where: \.tellsOfEnding) { parts.insert(.endings) }
        if self.restrictions.hasFurther { parts.insert(.furtherRestrictions) }
        if !KeyLimits(self).isPlain { parts.insert(.limits) }
        if !self.timedGrants.isEmpty || !self.withdrawnRoutes.isEmpty { parts.insert(.access) }
        if self.unusedNoticeAt != nil { parts.insert(.unusedNotice) }
        return parts
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        var memo = KeyRecordMemo()
        try self.init(from: &decoder, recalling: &memo)
    }

    /// Reads a key as one of many.
    package init(
        from decoder: inout CanonicalDecoder, recalling memo: inout KeyRecordMemo
    ) throws(CryptographyError) {
        let parts = try ContentFormat.KeyParts.read(&decoder)
        let id: KeyID = try decoder.id()
        let projectID: ProjectID = try decoder.id()
        let environmentID: EnvironmentID = try decoder.id()
        let prefix = try memo.prefixes.value(from: &decoder) { (decoder) throws(CryptographyError) in
            try decoder.text()
        }
        let name = try decoder.text()
        let ownerID: IdentityID? = try decoder.bool() ? try decoder.id() : nil
        let tags = try decoder.texts(atMost: Self.mostTags)
        let metadata = try Self.metadata(&decoder)
        let rights = try memo.rights.value(from: &decoder) { (decoder) throws(CryptographyError) in
            try .init(from: &decoder)
        }
        let bounds = try memo.bounds.value(from: &decoder) { (decoder) throws(CryptographyError) in
            try .init(from: &decoder)
        }
        self.init(
            id: id, projectID: projectID, environmentID: environmentID, prefix: prefix, name: name, ownerID: ownerID,
            tags: tags, metadata: metadata, roles: rights.roles, grants: rights.grants, boundary: rights.boundary,
            restrictions: bounds.restrictions, limits: bounds.limits, notBefore: try decoder.optionalMoment(),
            expiry: try .init(from: &decoder), state: try .init(code: try decoder.byte()),
            stateChange: try decoder.bool() ? try .init(from: &decoder) : nil,
            revokesAt: try decoder.optionalMoment(),
            versions: try decoder.array(atMost: Self.mostVersions) { (decoder) throws(CryptographyError) in
                try .init(from: &decoder)
            },
            rotation: try decoder.bool() ? try .init(from: &decoder) : nil, createdAt: try decoder.moment(),
            createdBy: try memo.creators.value(from: &decoder) { (decoder) throws(CryptographyError) in
                try decoder.text()
            },
            revision: try decoder.unsigned())
        if parts.contains(.outerPeppers) { try self.readOuterPeppers(&decoder) }
        if parts.contains(.certificates) { try self.readCertificates(&decoder) }
        if parts.contains(.endings) { try self.readEndings(&decoder) }
        if parts.contains(.furtherRestrictions) { self.restrictions.further = try .init(from: &decoder) }
        if parts.contains(.limits) {
            let limits = try memo.limits.value(from: &decoder) { (decoder) throws(CryptographyError) in
                try KeyLimits(from: &decoder)
            }
            guard self.limits.isEmpty, !limits.isPlain else {
                throw CanonicalDecoder.malformed("limits of another format")
            }
            limits.apply(to: &self)
        }
        if parts.contains(.access) { try self.readAccess(&decoder) }
        if parts.contains(.unusedNotice) { self.unusedNoticeAt = try decoder.moment() }
    }

    private mutating func readAccess(_ decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.timedGrants = try decoder.array(atMost: TimedGrant.most) { (decoder) throws(CryptographyError) in
            try .init(from: &decoder)
        }
        self.withdrawnRoutes = try decoder.texts(atMost: Self.mostWithdrawnRoutes)
        guard !self.timedGrants.isEmpty || !self.withdrawnRoutes.isEmpty else {
            throw CanonicalDecoder.malformed("access that says nothing")
        }
    }

    /// How each version ended or will. One of them says something.
    private mutating func readEndings(_ decoder: inout CanonicalDecoder) throws(CryptographyError) {
        guard try decoder.unsigned() == UInt64(self.versions.count) else {
            throw CanonicalDecoder.malformed("endings of other versions")
        }
        for index in self.versions.indices {
            self.versions[index].ownNotAfter = try decoder.optionalMoment()
            self.versions[index].retiredAt = try decoder.optionalMoment()
        }
        guard self.versions.contains(where: \.tellsOfEnding) else {
            throw CanonicalDecoder.malformed("endings that say nothing")
        }
    }

    private mutating func readCertificates(_ decoder: inout CanonicalDecoder) throws(CryptographyError) {
        let most = Restrictions.mostCertificates
        self.restrictions.certificates = try decoder.array(atMost: most) { (decoder) throws(CryptographyError) in
            CertificateThumbprint(try decoder.digest())
        }
        guard !self.restrictions.certificates.isEmpty else {
            throw CanonicalDecoder.malformed("a bound key without a certificate")
        }
    }

    /// The outer peppers of each version. One of them has some.
    private mutating func readOuterPeppers(_ decoder: inout CanonicalDecoder) throws(CryptographyError) {
        guard try decoder.unsigned() == UInt64(self.versions.count) else {
            throw CanonicalDecoder.malformed("outer peppers of other versions")
        }
        for (index, version) in self.versions.enumerated() {
            let outer = try decoder.outerPeppers(around: version.pepperVersion)
            self.versions[index] = version.told(
                by: version.digest, under: version.pepperVersion, outerPeppers: outer)
        }
        guard self.versions.contains(where: \.isNested) else {
            throw CanonicalDecoder.malformed("the second format of a key for the first")
        }
    }

    private static func metadata(_ decoder: inout CanonicalDecoder) throws(CryptographyError) -> [String: String] {
        let count = try decoder.unsigned()
        guard count <= UInt64(self.mostMetadata) else { throw CanonicalDecoder.malformed("a list is too long") }
        var metadata: [String: String] = [:]
        var last: String?
        for _ in 0..<count {
            let name = try decoder.text()
            guard last.map({ $0 < name }) ?? true else { throw CanonicalDecoder.malformed("names are out of order") }
            metadata[name] = try decoder.text()
            last = name
        }
        return metadata
    }
}

extension KeyExpiry: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        switch self {
        case .at(let moment):
            encoder.append(UInt8(0))
            encoder.append(moment)
        case .never(let reason):
            encoder.append(UInt8(1))
            encoder.append(reason)
        }
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        switch try decoder.byte() {
        case 0: self = .at(try decoder.moment())
        case 1: self = .never(reason: try decoder.text())
        default: throw CanonicalDecoder.malformed("an unknown kind of expiry")
        }
    }
}

extension StateChange: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        encoder.append(self.actor)
        encoder.append(self.at)
        encoder.append(self.reason)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.init(actor: try decoder.text(), at: try decoder.moment(), reason: try decoder.text())
    }
}

extension KeyState {
    /// The number that stands for the state in contents and columns.
    package var code: UInt8 {
        switch self {
        case .active: 0
        case .suspended: 1
        case .quarantined: 2
        case .revoked: 3
        }
    }

    fileprivate init(code: UInt8) throws(CryptographyError) {
        switch code {
        case 0: self = .active
        case 1: self = .suspended
        case 2: self = .quarantined
        case 3: self = .revoked
        default: throw CanonicalDecoder.malformed("an unknown state")
        }
    }
}

extension Boundary {
    var code: UInt8 {
        switch self {
        case .readOnly: 0
        case .standard: 1
        case .admin: 2
        }
    }

    init(code: UInt8) throws(CryptographyError) {
        switch code {
        case 0: self = .readOnly
        case 1: self = .standard
        case 2: self = .admin
        default: throw CanonicalDecoder.malformed("an unknown boundary")
        }
    }
}
