package import Keys
package import Storage

/// Records with every field varied, from a seed.
package struct RecordSamples: Sendable {
    private var generator: SeededGenerator

    package init(seed: UInt64) { self.generator = .init(seed: seed) }

    package mutating func id<Kind>(_ kind: Kind.Type = Kind.self) -> ObjectID<Kind> {
        var generator = self.generator
        defer { self.generator = generator }
        return ObjectID { generator.bytes($0) }
    }

    package mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &self.generator) }

    package mutating func digest() -> Digest256 {
        .init(words: (self.generator.next(), self.generator.next(), self.generator.next(), self.generator.next()))
    }

    /// A moment in 2026.
    package mutating func moment() -> WallTime {
        .init(milliseconds: Int64.random(in: 1_767_225_600_000...1_798_761_599_999, using: &self.generator))
    }

    package mutating func maybe<Value>(_ make: (inout Self) -> Value) -> Value? {
        Bool.random(using: &self.generator) ? make(&self) : nil
    }

    package mutating func some<Value>(_ most: Int, _ make: (inout Self) -> Value) -> [Value] {
        (0..<self.number(0...most)).map { _ in make(&self) }
    }

    package mutating func pick<Value>(_ values: [Value]) -> Value { values[self.number(0...(values.count - 1))] }

    package mutating func word() -> String {
        self.pick(["alpha", "Beta", "gamma-ray", "dé", "x", "Umlaut ü", "release", "zz_9"]) + "\(self.number(0...99))"
    }
}

extension RecordSamples {
    package mutating func project() -> Project {
        .init(
            id: self.id(), name: "project-\(self.number(0...999_999_999))",
            expiry: .init(
                defaultDays: UInt32(self.number(1...365)),
                maximumDays: self.maybe { UInt32($0.number(1...3650)) }),
            createdAt: self.moment())
    }

    package mutating func environment(in project: ProjectID) -> Environment {
        let number = self.number(0...999_999_999)
        return .init(
            id: self.id(), projectID: project, name: "environment-\(number)", tag: "t\(number)",
            createdAt: self.moment())
    }

    package mutating func pepper(of environment: EnvironmentID, version: UInt32) -> SealedPepper {
        .init(
            environmentID: environment, version: version, envelope: self.generator.bytes(97), createdAt: self.moment())
    }

    package mutating func identity(in project: ProjectID) -> Identity {
        .init(
            id: self.id(), projectID: project, category: self.pick(Identity.Category.allCases),
            name: "identity \(self.number(0...999_999_999))", externalID: self.maybe { $0.word() },
            createdAt: self.moment())
    }

    package mutating func role(in project: ProjectID) -> Role {
        .init(
            id: self.id(), projectID: project, name: "role-\(self.number(0...999_999_999))", grants: self.grants(),
            inherits: self.some(3) { $0.id() }, createdAt: self.moment())
    }

    /// A role that counts in some environments only, or is held for a time only.
    package mutating func narrowedRole(in project: ProjectID) -> Role {
        var role = self.role(in: project)
        role.environments = self.some(2) { $0.id() }
        role.maximumGrantSeconds = role.environments.isEmpty ? 60 : self.maybe { UInt32($0.number(1...86_400)) }
        return role
    }

    package mutating func policy(in project: ProjectID, _ environment: EnvironmentID) -> Policy {
        .init(
            id: self.id(), projectID: project, environmentID: environment,
            name: "policy-\(self.number(0...999_999_999))",
            selection: .init(
                roles: self.some(2) { $0.id() }, routes: self.some(2) { $0.word() },
                minimumSensitivity: self.maybe { $0.pick(Sensitivity.allCases) }, keys: self.some(3) { $0.id() }),
            mode: self.pick(PolicyMode.allCases), rolloutPercent: UInt8(self.number(0...100)),
            restrictions: self.restrictions(), permissions: self.maybe { $0.grants() },
            stepUp: .init(
                certificate: self.number(0...1) == 0, grantWithinSeconds: self.maybe { UInt32($0.number(1...3600)) },
                secondKey: self.number(0...1) == 0),
            limits: self.some(2) { $0.wholeLimit() }, createdAt: self.moment())
    }

    /// A key with limits that have more than they had at first, overrides or credits.
    package mutating func keyWithLimits(in project: ProjectID, _ environment: EnvironmentID) -> KeyRecord {
        var key = self.key(in: project, environment)
        key.limits = self.some(2) { Bool.random(using: &$0.generator) ? $0.limit() : $0.wholeLimit() }
        key.limitOverrides = self.some(1) {
            .init(limit: "limit-1", algorithm: $0.limit().algorithm, until: $0.moment(), reason: "launch")
        }
        let isPlain = key.limitOverrides.isEmpty && key.limits.allSatisfy(\.isPlain)
        key.credits = isPlain ? self.credits() : self.maybe { $0.credits() }
        return key
    }

    /// A key with rights for a time, or without some route.
    package mutating func keyWithAccess(in project: ProjectID, _ environment: EnvironmentID) -> KeyRecord {
        var key = self.key(in: project, environment)
        key.timedGrants = self.some(2) { $0.timedGrant(UInt32($0.number(1...9))) }
        key.withdrawnRoutes = key.timedGrants.isEmpty ? ["orders"] : self.some(2) { $0.word() }
        return key
    }

    package mutating func timedGrant(_ number: UInt32) -> TimedGrant {
        .init(
            number: number, roles: self.some(2) { $0.id() }, permissions: self.grants().allowed,
            startsAt: self.moment(), endsAt: self.moment(), reason: self.word(), grantedBy: "local:0")
    }

    package mutating func `operator`() -> Operator {
        .init(
            id: self.id(), name: "operator \(self.number(0...999_999_999))", level: self.pick(Operator.Level.allCases),
            digest: self.digest(), hint: "gko_…\(self.number(1000...9999))", createdAt: self.moment(),
            expiresAt: self.maybe { $0.moment() }, revokedAt: self.maybe { $0.moment() })
    }

    package mutating func grants() -> Grants {
        let texts = ["documents:read", "documents/*:write", "billing/**:*", "a/b/c:d", "reports:list"]
        return .init(
            allowed: Set(self.some(3) { $0.pick(texts) }).sorted().compactMap { PermissionPattern($0) },
            denied: self.some(1) { $0.pick(texts) }.compactMap { PermissionPattern($0) })
    }

    package mutating func restrictions() -> Restrictions {
        let texts = ["192.0.2.0/24", "2001:db8::/32", "10.0.0.1", "0.0.0.0/0"]
        return .init(
            allowedAddresses: self.some(2) { $0.pick(texts) }.compactMap { NetworkRange($0) },
            deniedAddresses: self.some(2) { $0.pick(texts) }.compactMap { NetworkRange($0) },
            methods: self.maybe { MethodSet($0.some(3) { $0.pick(RequestMethod.allCases) }) })
    }

    /// What restricts few keys.
    package mutating func further() -> FurtherRestrictions {
        var further = FurtherRestrictions()
        let countries = ["DE", "US", "XK", "unknown"]
        further.allowedCountries = self.some(2) { $0.pick(countries) }.compactMap { CountryCode($0) }
        further.deniedCountries = self.some(1) { $0.pick(countries) }.compactMap { CountryCode($0) }
        further.allowedNetworks = self.some(2) { NetworkNumber(rawValue: UInt32($0.number(0...4_200_000_000))) }
        further.deniedNetworks = self.some(1) { _ in NetworkNumber(rawValue: 64_500) }
        let pages = ["https://*.example.com/*", "example.org/app/*", "http://[2001:db8::1]:8080/"]
        further.referrers = self.some(2) { $0.pick(pages) }.compactMap { ReferrerPattern($0) }
        let origins = ["https://app.example.com", "https://*.example.org:8443"]
        further.origins = self.some(2) { $0.pick(origins) }.compactMap { OriginPattern($0) }
        let applications: [ApplicationRule?] = [
            .iOS(bundle: "com.example.App"),
            ApplicationRule.Fingerprint(String(repeating: "a1", count: 20)).map {
                .android(package: "com.example.app", certificate: $0)
            },
        ]
        further.applications = self.some(2) { $0.pick(applications) }.compactMap(\.self)
        further.routes = self.some(2) { $0.word() }
        let windows = ["mon-fri 09:00-17:30 Europe/Berlin", "sat 22:00-06:00 UTC 2026-01-01..2026-12-31"]
        further.timeWindows = self.some(2) { $0.pick(windows) }.compactMap { TimeWindow($0) }
        further.maximumIdleSeconds = self.maybe { UInt32($0.number(60...1_000_000)) }
        return further
    }

    package mutating func limit() -> LimitPolicy {
        let window = { (samples: inout Self) in
            LimitPolicy.Window(limit: UInt32(samples.number(1...1000)), seconds: UInt32(samples.number(1...86_400)))
        }
        let isBucket = Bool.random(using: &self.generator)
        return .init(
            name: "limit-\(self.number(0...9))", scope: self.pick([.global, .route, .address, .identity, .key]),
            algorithm: isBucket
                ? .tokenBucket(rate: window(&self), burst: UInt32(self.number(1...100)))
                : .slidingWindow([window(&self)] + self.some(2, window)))
    }

    /// What limits did not have at first.
    package mutating func terms() -> LimitTerms {
        var terms = LimitTerms()
        terms.onExceed = self.pick([
            .reject, .shadow, .delay(maximumMilliseconds: UInt32(self.number(1...30_000)), maximumWaiting: 7),
        ])
        terms.cost = self.maybe { UInt32($0.number(0...100)) }
        terms.warnBelowPercent = self.maybe { UInt32($0.number(1...99)) }
        terms.priority = self.pick(LimitTerms.Priority.allCases)
        terms.penalty = self.maybe {
            .init(afterRefusals: UInt32($0.number(1...9)), baseSeconds: 10, maximumSeconds: UInt32($0.number(10...99)))
        }
        if Bool.random(using: &self.generator) {
            let start = self.moment()
            terms.schedule = [.init(startsAt: start, endsAt: start.next, percent: UInt32(self.number(1...900)))]
        }
        return terms
    }

    /// A limit with all that limits may have.
    package mutating func wholeLimit() -> LimitPolicy {
        var limit = self.limit()
        limit.scope = self.pick(LimitPolicy.Scope.allCases)
        limit.algorithm = self.pick([
            limit.algorithm, .concurrency(UInt32(self.number(1...50))),
            .calendar(
                limit: UInt32(self.number(1...9_000)), unit: self.pick(CalendarUnit.allCases),
                timeZone: self.pick(["UTC", "Europe/Berlin"])),
        ])
        limit.terms = self.terms()
        return limit
    }

    package mutating func credits() -> Credits {
        .init(
            remaining: UInt32(self.number(0...1_000)), setAt: self.moment(),
            refill: self.maybe {
                .init(
                    interval: $0.pick(Credits.Refill.Interval.allCases), amount: UInt32($0.number(1...1_000)),
                    day: nil)
            })
    }

    package mutating func version(_ number: UInt32) -> KeyVersion {
        .init(
            number: number, digest: self.digest(), pepperVersion: UInt32(self.number(1...3)),
            hintSuffix: "\(self.number(1000...9999))", createdAt: self.moment(),
            notAfter: self.maybe { $0.moment() }, firstUsedAt: self.maybe { $0.moment() },
            revokedAt: self.maybe { $0.moment() })
    }

    package mutating func rotation() -> Rotation {
        let start = self.moment()
        return .init(
            id: self.id(), newVersion: 2, overlapSeconds: UInt32(self.pick([0, 3600, 86_400])), startedAt: start,
            hardStopAt: start.adding(seconds: 604_800),
            newVersionFirstUsedAt: self.maybe { $0.moment() }, cancelledAt: self.maybe { $0.moment() })
    }

    /// A key whose owner, roles and tags come from small sets, so that filters find some.
    package mutating func key(
        in project: ProjectID, _ environment: EnvironmentID, owners: [IdentityID] = [], roles: [RoleID] = []
    ) -> KeyRecord {
        var metadata: [String: String] = [:]
        for name in self.some(3, { $0.word() }) { metadata[name] = self.word() }
        return .init(
            id: self.id(), projectID: project, environmentID: environment, prefix: "gk", name: self.word(),
            ownerID: owners.isEmpty ? nil : self.maybe { $0.pick(owners) },
            tags: Set(self.some(3) { $0.pick(["blue", "Green", "red", "ü"]) }).sorted(), metadata: metadata,
            roles: roles.isEmpty ? [] : Set(self.some(2) { $0.pick(roles) }).sorted(), grants: self.grants(),
            boundary: self.pick(Boundary.allCases), restrictions: self.restrictions(),
            limits: self.some(2) { $0.limit() },
            notBefore: self.maybe { $0.moment() },
            expiry: self.number(0...3) == 0 ? .never(reason: self.word()) : .at(self.moment()),
            state: self.pick(KeyState.allCases),
            stateChange: self.maybe { .init(actor: "local:0", at: $0.moment(), reason: $0.word()) },
            revokesAt: self.number(0...5) == 0 ? self.moment() : nil,
            versions: (1...UInt32(self.number(1...4))).map { self.version($0) }, rotation: self.maybe { $0.rotation() },
            createdAt: self.pick([self.moment(), .init(seconds: 1_780_000_000)]), createdBy: "local:0")
    }

    package mutating func usage(of key: KeyID) -> VersionUsage {
        let addresses = (0..<20).map { IPAddress(ipv4: 0xc000_0200 + UInt32($0)) }
        return .init(
            keyID: key, versionNumber: UInt32(self.number(1...2)), at: self.moment(), address: self.pick(addresses),
            userAgent: self.pick(["curl/8", "python-requests/2", ""]), route: "r\(self.number(0...3))")
    }
}
