import Admission
import Cryptography
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct IssueKeyTests {
    @Test func `an issued key admits at once, and its token is of the environment`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let made = try await world.issue(in: environment)
        let token = try made.bytes()
        #expect(String(decoding: token, as: UTF8.self).hasPrefix("gk_live_"))
        #expect(TokenParts(token.span)?.id == made.id)
        #expect(world.desk().refusal(of: token) == nil)
    }

    @Test func `nothing stored holds the secret`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let token = String(decoding: try made.bytes(), as: UTF8.self)
        let secret = token.dropFirst("gk_live_".count + 17).prefix(Token.secretLength)
        let record = try await world.record(made.id)
        #expect(!"\(record)".contains(secret))
        #expect(!"\(made)".contains(secret))
        #expect("\(try #require(made.token))" == "<secret>")
        #expect(record.versions[0].digest != .zero)
        #expect(made.key.hint == "gk_live_\(token.dropFirst(8).prefix(4))…\(token.suffix(4))")
    }

    @Test func `a key takes over what was asked for`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let owner = try await world.perform(
            CreateIdentity(projectID: environment.projectID, category: .team, name: "Billing"))
        let role = try await world.perform(
            CreateRole(projectID: environment.projectID, name: "reader", grants: RecordFixtures.grants(["orders:read"]))
        )
        let fixture = RecordFixtures().key
        let made = try await world.issue(in: environment, name: "nightly") { issue in
            issue.ownerID = owner.id
            issue.tags = ["batch"]
            issue.metadata = ["ticket": "OPS-1"]
            issue.roles = [role.id]
            issue.boundary = .readOnly
            issue.restrictions = fixture.restrictions
            issue.limits = fixture.limits
            issue.notBefore = world.clock.now.adding(seconds: 60)
        }
        let record = made.key.record
        #expect(record.ownerID == owner.id && made.key.owner == owner)
        #expect(record.tags == ["batch"] && record.metadata == ["ticket": "OPS-1"] && record.roles == [role.id])
        #expect(record.boundary == .readOnly && record.restrictions == fixture.restrictions)
        #expect(record.limits == fixture.limits && record.revision == 1)
        #expect(record.createdBy == "local:0" && record.createdAt == world.clock.now)
        #expect(world.desk().refusal(of: try made.bytes()) == .keyNotYetValid)
    }

    @Test func `an expiry that is not stated is the project's, 90 days at first`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        #expect(made.key.record.expiry == .at(world.clock.now.adding(seconds: 90 * 86_400)))
    }

    @Test func `never is possible only with a reason and without a maximum`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let made = try await world.issue(in: environment) { $0.expiry = .never(reason: "firmware") }
        #expect(made.key.record.expiry == .never(reason: "firmware"))
        await expectObjections(["/reason"]) {
            _ = try await world.issue(in: environment) { $0.expiry = .never(reason: "") }
        }
        var update = UpdateProject(environment.projectID)
        update.maximumDays = .value(180)
        try await world.perform(update, .init(expectedRevision: 1))
        await expectObjections(["/never_expires"]) {
            _ = try await world.issue(in: environment) { $0.expiry = .never(reason: "firmware") }
        }
    }

    @Test func `a project's maximum is kept to the second`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        var update = UpdateProject(environment.projectID)
        update.maximumDays = .value(100)
        try await world.perform(update, .init(expectedRevision: 1))
        let end = world.clock.now.adding(seconds: 100 * 86_400)
        _ = try await world.issue(in: environment) { $0.expiry = .at(end) }
        await expectObjections(["/expires_at"]) {
            _ = try await world.issue(in: environment) { $0.expiry = .at(end.adding(seconds: 1)) }
        }
        await expectObjections(["/expires_at"]) {
            _ = try await world.issue(in: environment) { $0.expiry = .at(world.clock.now) }
        }
    }

    @Test func `every field has its limit, and all that is wrong is told at once`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        await expectObjections([
            "/name", "/tags", "/tags/0", "/tags/1", "/metadata/a~1b", "/permissions", "/limits", "/limits/1",
        ]) {
            _ = try await world.issue(in: environment, name: "") { issue in
                issue.tags = ["", ""]
                issue.metadata = ["a/b": String(repeating: "x", count: KeyRecord.longestMetadataValue + 1)]
                issue.grants = RecordFixtures.grants(["a:read", "a:read"])
                let window = LimitPolicy.Window(limit: 1, seconds: 1)
                issue.limits = [
                    .init(name: "same", scope: .key, algorithm: .slidingWindow([window])),
                    .init(name: "same", scope: .key, algorithm: .slidingWindow([.init(limit: 0, seconds: 1)])),
                ]
            }
        }
    }

    @Test(arguments: ["line\nbreak", "\u{202e}evil", String(repeating: "n", count: 129), "nul\0"])
    func `a name is one printable line of at most 128 characters`(name: String) async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        await expectObjections(["/name"]) { _ = try await world.issue(in: environment, name: name) }
    }

    @Test func `lists are bounded`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        await expectObjections(["/tags"]) {
            _ = try await world.issue(in: environment) { $0.tags = (0...KeyRecord.mostTags).map(String.init) }
        }
        await expectObjections(["/metadata"]) {
            _ = try await world.issue(in: environment) { issue in
                for number in 0...KeyRecord.mostMetadata { issue.metadata["\(number)"] = "" }
            }
        }
        await expectObjections(["/permissions"]) {
            _ = try await world.issue(in: environment) { issue in
                issue.grants = RecordFixtures.grants((0...Grants.most).map { "r\($0):read" })
            }
        }
        await expectObjections(["/restrictions/denied_addresses"]) {
            _ = try await world.issue(in: environment) { issue in
                issue.restrictions.deniedAddresses = (0...Restrictions.mostRanges).compactMap {
                    NetworkRange(IPAddress(ipv4: UInt32($0)).description)
                }
            }
        }
        await expectObjections(["/roles"]) {
            _ = try await world.issue(in: environment) { issue in
                issue.roles = (0...KeyRecord.mostRoles).map { RoleID(high: 1, low: UInt64($0)) }
            }
        }
    }

    @Test func `owner and roles must be of the key's project`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let other = try await world.perform(CreateProject(name: "other"))
        let stranger = try await world.perform(
            CreateIdentity(projectID: other.id, category: .person, name: "Eve"))
        let role = try await world.perform(CreateRole(projectID: other.id, name: "reader", grants: .init()))
        await expectObjections(["/owner_id", "/roles/0"]) {
            _ = try await world.issue(in: environment) { issue in
                issue.ownerID = stranger.id
                issue.roles = [role.id]
            }
        }
    }

    @Test func `a limit of a key counts by key, identity or address`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        for scope in LimitPolicy.Scope.allCases {
            let limit = LimitPolicy(
                name: "l", scope: scope, algorithm: .slidingWindow([.init(limit: 1, seconds: 1)]))
            if scope == .global || scope == .route {
                await expectObjections(["/limits/0/scope"]) {
                    _ = try await world.issue(in: environment) { $0.limits = [limit] }
                }
            } else {
                _ = try await world.issue(in: environment) { $0.limits = [limit] }
            }
        }
    }

    @Test func `an environment that is not there issues nothing`() async throws {
        let world = try await ManagementWorld()
        await expectRefusal(.notFound) {
            try await world.perform(IssueKey(environmentID: .init(high: 1, low: 1), name: "key"))
        }
    }

    @Test func `the prefix is a setting`() async throws {
        var settings = ManagementSettings()
        settings.tokenPrefix = "acme"
        let world = try await ManagementWorld(settings: settings)
        let made = try await world.issue(in: world.makeEnvironment())
        #expect(String(decoding: try made.bytes(), as: UTF8.self).hasPrefix("acme_live_"))
        #expect(world.desk().refusal(of: try made.bytes()) == nil)
    }
}
