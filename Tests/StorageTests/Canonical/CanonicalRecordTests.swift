import Cryptography
import Keys
import Storage
import TestKit
import Testing

/// Contents are what codes and state hashes are made over, and they are read for ever.
@Suite struct CanonicalRecordTests {
    @Test func `every record comes back from its content`() throws {
        var samples = RecordSamples(seed: 500)
        for _ in 0..<300 {
            let project = samples.project()
            let environment = samples.environment(in: project.id)
            let roles = [samples.id(RoleKind.self), samples.id()]
            let owners = [samples.id(IdentityKind.self)]
            try self.comesBack(project)
            try self.comesBack(environment)
            try self.comesBack(samples.pepper(of: environment.id, version: 3))
            try self.comesBack(samples.identity(in: project.id))
            try self.comesBack(samples.role(in: project.id))
            try self.comesBack(samples.policy(in: project.id, environment.id))
            try self.comesBack(samples.operator())
            try self.comesBack(samples.foreignCredential(of: samples.id(), in: environment.id))
            try self.comesBack(samples.key(in: project.id, environment.id, owners: owners, roles: roles))
        }
    }

    @Test func `limits that are raised by trust come back, and those without it are written as they were`() throws {
        var samples = RecordSamples(seed: 523)
        var key = self.key(&samples, outer: [[]])
        for over in [.reject, .shadow, .delay(maximumMilliseconds: 5, maximumWaiting: 6)] as [LimitTerms.OnExceed] {
            var limit = LimitPolicy(name: "a", scope: .key, algorithm: .concurrency(5))
            limit.terms.onExceed = over
            key.limits = [limit]
            let without = key.canonicalBytes
            for since in [nil, samples.moment()] {
                limit.terms.trusted = .init(afterCleanDays: 30, percent: 150, cleanSince: since)
                key.limits = [limit]
                #expect(key.canonicalBytes.count > without.count)
                #expect(try KeyRecord(canonicalBytes: key.canonicalBytes) == key)
            }
        }
        key.limits[0].terms.trusted = .init(afterCleanDays: 0, percent: 150)
        #expect(throws: CryptographyError.self) { try KeyRecord(canonicalBytes: key.canonicalBytes) }
    }

    @Test func `idempotency records come back too`() throws {
        var samples = RecordSamples(seed: 501)
        for version in [nil, 1, UInt32.max] {
            try self.comesBack(
                IdempotencyRecord(
                    scope: .init(actor: "local:0", operation: "POST /v1/keys", key: samples.word()),
                    bodyDigest: samples.digest(), resourceID: "key_x", versionNumber: version,
                    createdAt: samples.moment()))
        }
    }

    @Test func `an environment that admits foreign tokens has a content of its own`() throws {
        var samples = RecordSamples(seed: 504)
        var environment = samples.environment(in: samples.id())
        let before = environment.canonicalBytes
        environment.admitsForeignTokens = true
        let content = environment.canonicalBytes
        #expect(try Environment(canonicalBytes: content) == environment)
        #expect(content.first == 2 && content.dropFirst() == before.dropFirst())
    }

    /// A key of two versions whose digests lie under so many peppers each.
    private func key(_ samples: inout RecordSamples, outer: [[UInt32]]) -> KeyRecord {
        var key = samples.key(in: samples.id(), samples.id())
        key.versions = outer.enumerated().map { index, outer in
            .init(
                number: UInt32(index + 1), digest: samples.digest(), pepperVersion: 3, hintSuffix: "abcd",
                createdAt: samples.moment(), outerPeppers: outer)
        }
        return key
    }

    @Test func `a digest in a digest makes another content of the key, and of no other`() throws {
        var samples = RecordSamples(seed: 505)
        for outer in [[[], [4]], [[4, 5, 6], []], [[4], [UInt32.max]]] as [[[UInt32]]] {
            let key = self.key(&samples, outer: outer)
            let content = key.canonicalBytes
            #expect(try KeyRecord(canonicalBytes: content) == key)
            #expect(content.first == 2)
            var plain = key
            plain.versions = key.versions.map { $0.told(by: $0.digest, under: $0.pepperVersion) }
            #expect(plain.canonicalBytes.first == 1 && plain.canonicalBytes.count < content.count)
            #expect(content.dropFirst().starts(with: plain.canonicalBytes.dropFirst()))
        }
    }

    @Test func `peppers out of order, too many of them, or none are no content`() throws {
        var samples = RecordSamples(seed: 506)
        for outer in [[[3]], [[2]], [[5, 4]], [[4, 4]], [[4, 5, 6, 7]]] as [[[UInt32]]] {
            let content = self.key(&samples, outer: outer).canonicalBytes
            #expect(throws: CryptographyError.self) { try KeyRecord(canonicalBytes: content) }
        }
        let key = self.key(&samples, outer: [[], [4]])
        var plain = key
        plain.versions = key.versions.map { $0.told(by: $0.digest, under: 3) }
        // The second format with nothing to say would be a second content of the same key.
        for tail in [[2, 0, 0], [1, 1, 4], [3, 0, 0, 1, 4], [], [2, 0, 1]] as [[UInt8]] {
            let content = [2] + plain.canonicalBytes.dropFirst() + tail
            #expect(throws: CryptographyError.self) { try KeyRecord(canonicalBytes: content) }
        }
        #expect(try KeyRecord(canonicalBytes: [2] + plain.canonicalBytes.dropFirst() + [2, 0, 1, 4]) == key)
    }

    @Test func `what restricts few keys is a part of its own, and of no other key's content`() throws {
        var samples = RecordSamples(seed: 520)
        for _ in 0..<300 {
            let plain = self.key(&samples, outer: [[]])
            var restricted = plain
            restricted.restrictions.further = samples.further()
            guard restricted.restrictions.hasFurther else { continue }
            let content = restricted.canonicalBytes
            #expect(content.first == 9 && plain.canonicalBytes.first == 1)
            #expect(content.dropFirst().starts(with: plain.canonicalBytes.dropFirst()))
            #expect(try KeyRecord(canonicalBytes: content) == restricted)
            #expect(throws: CryptographyError.self) { try KeyRecord(canonicalBytes: Array(content.dropLast())) }
        }
        let plain = self.key(&samples, outer: [[]]).canonicalBytes
        // The part with nothing to say would be a second content of the same key.
        let empty = [9] + plain.dropFirst() + [UInt8](repeating: 0, count: 10)
        #expect(throws: CryptographyError.self) { try KeyRecord(canonicalBytes: empty) }
    }

    @Test func `restrictions come back whole, whoever carries them`() throws {
        var samples = RecordSamples(seed: 521)
        for _ in 0..<300 {
            var restrictions = samples.restrictions()
            restrictions.certificates = samples.some(3) { CertificateThumbprint($0.digest()) }
            restrictions.further = samples.further()
            let carrier = Carrier(restrictions: restrictions)
            #expect(try Carrier(canonicalBytes: carrier.canonicalBytes) == carrier)
        }
    }

    /// Something else that restricts.
    private struct Carrier: CanonicalCodable, Equatable {
        let restrictions: Restrictions

        init(restrictions: Restrictions) { self.restrictions = restrictions }

        init(from decoder: inout CanonicalDecoder) throws(CryptographyError) {
            self.restrictions = try Restrictions(whole: &decoder)
        }

        func encode(to encoder: inout CanonicalEncoder) { self.restrictions.encodeWhole(to: &encoder) }
    }

    @Test func `how versions ended at once has a format of its own, and says something`() throws {
        var samples = RecordSamples(seed: 512)
        let plain = self.key(&samples, outer: [[], []])
        var ended = plain
        ended.versions[0].retiredAt = samples.moment()
        ended.versions[1].ownNotAfter = samples.moment()
        #expect(ended.canonicalBytes.first == 5 && plain.canonicalBytes.first == 1)
        #expect(ended.canonicalBytes.dropFirst().starts(with: plain.canonicalBytes.dropFirst()))
        #expect(try KeyRecord(canonicalBytes: ended.canonicalBytes) == ended)
        ended.restrictions.certificates = [CertificateThumbprint(samples.digest())]
        #expect(ended.canonicalBytes.first == 7)
        #expect(try KeyRecord(canonicalBytes: ended.canonicalBytes) == ended)
        for tail in [[2, 0, 0, 0, 0], [1, 0, 0], [2, 0, 0], [], [3, 0, 0, 0, 0, 0, 0]] as [[UInt8]] {
            let content = [5] + plain.canonicalBytes.dropFirst() + tail
            #expect(throws: CryptographyError.self) { try KeyRecord(canonicalBytes: content) }
        }
    }

    @Test func `a key that is bound to certificates has a format of its own, also with a nested digest`() throws {
        var samples = RecordSamples(seed: 511)
        var key = self.key(&samples, outer: [[]])
        let plain = key.canonicalBytes
        key.restrictions.certificates = (0..<3).map { _ in CertificateThumbprint(samples.digest()) }
        #expect(key.canonicalBytes.first == 3 && plain.first == 1)
        #expect(try KeyRecord(canonicalBytes: key.canonicalBytes) == key)
        var nested = key
        nested.versions = self.key(&samples, outer: [[4]]).versions
        #expect(nested.canonicalBytes.first == 4)
        #expect(try KeyRecord(canonicalBytes: nested.canonicalBytes) == nested)
        let rest = Array(plain.dropFirst())
        let contents: [[UInt8]] = [[3] + rest, [3] + rest + [0], [3] + rest + [1, 7], [5] + rest, [0] + rest]
        for content in contents {
            #expect(throws: CryptographyError.self) { try KeyRecord(canonicalBytes: content) }
        }
    }

    @Test func `an imported key's nested proof comes back, and only with peppers around it`() throws {
        var samples = RecordSamples(seed: 508)
        for _ in 0..<20 {
            let plain = samples.foreignCredential(of: samples.id(), in: samples.id())
            var credential = plain
            credential.outerPeppers = [plain.pepperVersion + 1, plain.pepperVersion + 4]
            #expect(try ForeignCredential(canonicalBytes: credential.canonicalBytes) == credential)
            #expect(credential.canonicalBytes.first == 2 && plain.canonicalBytes.first == 1)
            for outer in [[plain.pepperVersion], [9, 8], [4, 5, 6, 7]] as [[UInt32]] {
                credential.outerPeppers = outer
                #expect(throws: CryptographyError.self) {
                    try ForeignCredential(canonicalBytes: credential.canonicalBytes)
                }
            }
            let second = [2] + plain.canonicalBytes.dropFirst() + [0]
            #expect(throws: CryptographyError.self) { try ForeignCredential(canonicalBytes: second) }
        }
    }

    @Test func `a leaked pepper and its rotation come back`() throws {
        var samples = RecordSamples(seed: 507)
        let pepper = samples.pepper(of: samples.id(), version: 3)
        let leaked = pepper.leaked(at: samples.moment())
        #expect(try SealedPepper(canonicalBytes: leaked.canonicalBytes) == leaked)
        #expect(leaked.canonicalBytes.first == 2 && pepper.canonicalBytes.first == 1)
        #expect(leaked.leaked(at: .distantFuture) == leaked && leaked.destroyed.leakedAt == leaked.leakedAt)
        var rekeying = Rekeying(
            id: samples.id(), kind: .pepper, tenant: "env_a", phase: .moving, oldKey: "1", newKey: "2",
            startedAt: samples.moment(), changedAt: samples.moment(), graceSeconds: 0, startedBy: "local:0")
        #expect(rekeying.canonicalBytes.first == 1)
        for nestedAt in [nil, samples.moment()] {
            rekeying.leak = .init(toldAt: samples.moment(), nested: 7, nestedAt: nestedAt)
            #expect(try Rekeying(canonicalBytes: rekeying.canonicalBytes) == rekeying)
            #expect(rekeying.canonicalBytes.first == 2)
        }
    }

    @Test func `what is narrowed or held for a time has a format of its own, and says something`() throws {
        var samples = RecordSamples(seed: 503)
        for _ in 0..<100 {
            try self.comesBack(samples.narrowedRole(in: samples.id()), format: 2)
            try self.comesBack(samples.keyWithLimits(in: samples.id(), samples.id()), format: 17)
            try self.comesBack(samples.keyWithAccess(in: samples.id(), samples.id()), format: 33)
        }
        let plain = samples.role(in: samples.id()).canonicalBytes.dropFirst()
        #expect(throws: CryptographyError.self) { try Role(canonicalBytes: [2] + plain + [0, 0]) }
        let key = samples.key(in: samples.id(), samples.id()).canonicalBytes.dropFirst()
        #expect(throws: CryptographyError.self) { try KeyRecord(canonicalBytes: [33] + key + [0, 0]) }
    }

    @Test func `what becomes of unused keys makes another content of project and key, and of no other`() throws {
        var samples = RecordSamples(seed: 505)
        var project = samples.project()
        let before = project.canonicalBytes
        project.unusedKeyDays = 90
        try self.comesBack(project, format: 2)
        #expect(project.canonicalBytes.dropFirst().starts(with: before.dropFirst()))
        var key = samples.key(in: project.id, samples.id())
        key.unusedNoticeAt = samples.moment()
        try self.comesBack(key, format: 65)
        var access = samples.keyWithAccess(in: project.id, samples.id())
        access.unusedNoticeAt = samples.moment()
        try self.comesBack(access, format: 97)
    }

    private func comesBack<Record: CanonicalCodable & Equatable>(_ record: Record, format: UInt8 = 1) throws {
        let content = record.canonicalBytes
        #expect(try Record(canonicalBytes: content) == record)
        #expect(content.first == format)
    }

    @Test func `equal keys have equal contents, however their metadata was put together`() throws {
        var samples = RecordSamples(seed: 502)
        var key = samples.key(in: samples.id(), samples.id())
        let names = (0..<20).map { "name-\($0)" }
        key.metadata = Dictionary(uniqueKeysWithValues: names.map { ($0, "v") })
        var other = key
        other.metadata = [:]
        for name in names.shuffled() { other.metadata[name] = "v" }
        #expect(other.canonicalBytes == key.canonicalBytes)
    }

    @Test func `keys that differ in anything have different contents`() {
        var samples = RecordSamples(seed: 503)
        var seen: [[UInt8]: KeyRecord] = [:]
        let (project, environment) = (samples.id(ProjectKind.self), samples.id(EnvironmentKind.self))
        for _ in 0..<500 {
            let key = samples.key(in: project, environment)
            for changed in [key, self.with(key) { $0.revision += 1 }, self.with(key) { $0.name += "x" }] {
                #expect(seen[changed.canonicalBytes].map { $0 == changed } ?? true)
                seen[changed.canonicalBytes] = changed
            }
        }
        #expect(seen.count == 1500)
    }

    private func with(_ key: KeyRecord, _ change: (inout KeyRecord) -> Void) -> KeyRecord {
        var key = key
        change(&key)
        return key
    }

    @Test func `a content cut short anywhere is refused`() {
        var samples = RecordSamples(seed: 504)
        let content = samples.key(in: samples.id(), samples.id()).canonicalBytes
        for count in 0..<content.count {
            #expect(throws: CryptographyError.self) { try KeyRecord(canonicalBytes: Array(content[..<count])) }
        }
        #expect(throws: CryptographyError.self) { try KeyRecord(canonicalBytes: content + [0]) }
    }

    @Test func `a content of another format is refused`() {
        var samples = RecordSamples(seed: 505)
        for format in [0, 2, 255] as [UInt8] {
            var content = samples.project().canonicalBytes
            content[0] = format
            #expect(throws: CryptographyError.self) { try Project(canonicalBytes: content) }
        }
    }

    @Test func `damaged contents are refused or are exactly another record`() {
        var samples = RecordSamples(seed: 506)
        for _ in 0..<2000 {
            var content = samples.key(in: samples.id(), samples.id()).canonicalBytes
            for _ in 0..<samples.number(1...3) {
                content[samples.number(0...(content.count - 1))] = UInt8(samples.number(0...255))
            }
            // Sets are written as they were read: only what has one form is compared.
            guard let key = try? KeyRecord(canonicalBytes: content) else { continue }
            #expect(key.canonicalBytes == content)
        }
    }

    @Test func `random bytes never trap`() {
        var samples = RecordSamples(seed: 507)
        for _ in 0..<5000 {
            let noise = [1] + samples.some(200) { UInt8($0.number(0...255)) }
            _ = try? KeyRecord(canonicalBytes: noise)
            _ = try? Role(canonicalBytes: noise)
            _ = try? Operator(canonicalBytes: noise)
            _ = try? Project(canonicalBytes: noise)
        }
    }

    /// Fixed: changing this breaks every store there is.
    @Test func `a project's content is the documented one`() throws {
        let id = try #require(ProjectID("prj_0123456789abcdef"))
        let project = Project(
            id: id, name: "demo", expiry: .init(defaultDays: 90, maximumDays: 365), createdAt: .init(milliseconds: -1),
            revision: 300)
        let expected: [UInt8] =
            [1] + Array("0123456789abcdef".utf8) + [4] + Array("demo".utf8) + [90, 1, 0xed, 2, 1, 0xac, 2]
        #expect(project.canonicalBytes == expected)
    }

    @Test func `a version's content is the documented one`() {
        let version = KeyVersion(
            number: 1, digest: Digest256(words: (1, 2, 3, 4)), pepperVersion: 2, hintSuffix: "ab12",
            createdAt: .init(milliseconds: 64), notAfter: nil, firstUsedAt: .init(milliseconds: 1))
        let words = [1, 2, 3, 4].flatMap { [0, 0, 0, 0, 0, 0, 0, $0] as [UInt8] }
        #expect(version.canonicalBytes == [1] + words + [2, 4] + Array("ab12".utf8) + [0x80, 1, 0, 1, 2, 0])
    }
}
