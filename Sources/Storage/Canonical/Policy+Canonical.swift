package import Cryptography
package import Keys

extension Policy: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        ContentFormat.write(to: &encoder)
        encoder.append(self.id)
        encoder.append(self.projectID)
        encoder.append(self.environmentID)
        encoder.append(self.name)
        self.selection.encode(to: &encoder)
        encoder.append(self.mode.rawValue)
        encoder.append(self.rolloutPercent)
        self.restrictions.encodeWhole(to: &encoder)
        encoder.append(self.permissions) { encoder, grants in grants.encode(to: &encoder) }
        self.stepUp.encode(to: &encoder)
        encoder.append(self.limits) { encoder, limit in limit.encodeWhole(to: &encoder) }
        encoder.append(self.createdAt)
        encoder.append(self.revision)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        try ContentFormat.check(&decoder)
        let id: PolicyID = try decoder.id()
        let projectID: ProjectID = try decoder.id()
        let environmentID: EnvironmentID = try decoder.id()
        let name = try decoder.text()
        let selection = try PolicySelection(from: &decoder)
        let mode: PolicyMode = try decoder.name()
        let rolloutPercent = try decoder.byte()
        let restrictions = try Restrictions(whole: &decoder)
        self.init(
            id: id, projectID: projectID, environmentID: environmentID, name: name, selection: selection, mode: mode,
            rolloutPercent: rolloutPercent, restrictions: restrictions,
            permissions: try decoder.bool() ? try .init(from: &decoder) : nil, stepUp: try .init(from: &decoder),
            limits: try decoder.array(atMost: LimitPolicy.most) { (decoder) throws(CryptographyError) in
                try .init(whole: &decoder)
            },
            createdAt: try decoder.moment(), revision: try decoder.unsigned())
    }
}

extension PolicySelection: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        encoder.append(self.roles) { (encoder: inout CanonicalEncoder, id: RoleID) in encoder.append(id) }
        encoder.append(self.routes)
        encoder.append(self.minimumSensitivity?.rawValue)
        encoder.append(self.keys) { (encoder: inout CanonicalEncoder, id: KeyID) in encoder.append(id) }
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.init(
            roles: try decoder.array(atMost: Self.mostRoles) { (decoder) throws(CryptographyError) in
                try decoder.id()
            },
            routes: try decoder.texts(atMost: Self.mostRoutes),
            minimumSensitivity: try decoder.bool() ? try decoder.name() : nil,
            keys: try decoder.array(atMost: Self.mostKeys) { (decoder) throws(CryptographyError) in
                try decoder.id()
            })
    }
}

extension StepUp: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        encoder.append(self.certificate)
        encoder.append(self.grantWithinSeconds)
        encoder.append(self.secondKey)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.init(
            certificate: try decoder.bool(), grantWithinSeconds: try decoder.optionalNumber(),
            secondKey: try decoder.bool())
    }
}

extension TimedGrant: CanonicalCodable {
    package func encode(to encoder: inout CanonicalEncoder) {
        encoder.append(self.number)
        encoder.append(self.roles) { (encoder: inout CanonicalEncoder, id: RoleID) in encoder.append(id) }
        encoder.append(self.permissions.map(\.description))
        encoder.append(self.startsAt)
        encoder.append(self.endsAt)
        encoder.append(self.reason)
        encoder.append(self.grantedBy)
    }

    package init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
        self.init(
            number: try decoder.unsigned32(),
            roles: try decoder.array(atMost: KeyRecord.mostRoles) { (decoder) throws(CryptographyError) in
                try decoder.id()
            },
            permissions: try decoder.array(atMost: Self.mostPermissions) { (decoder) throws(CryptographyError) in
                guard let pattern = PermissionPattern(try decoder.text()) else {
                    throw CanonicalDecoder.malformed("no such permission")
                }
                return pattern
            },
            startsAt: try decoder.moment(), endsAt: try decoder.moment(), reason: try decoder.text(),
            grantedBy: try decoder.text())
    }
}
