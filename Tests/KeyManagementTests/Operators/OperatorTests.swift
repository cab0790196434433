import Admission
import Auditing
import KeyManagement
import Keys
import TestKit
import Testing

@Suite struct OperatorTests {
    @Test func `an operator key is shown once, signs in, and is unknown to the gateway`() async throws {
        let world = try await ManagementWorld()
        _ = try await world.makeEnvironment()
        let made = try await world.perform(CreateOperator(name: "Ada", level: .operator))
        let token = try #require(made.token).copy
        #expect(String(decoding: token, as: UTF8.self).hasPrefix("gko_op_"))
        #expect(made.operator.hint.hasSuffix(String(decoding: token.suffix(4), as: UTF8.self)))
        let actor = try await world.plane.authenticate(token, address: nil)
        #expect(actor == .operator(made.operator.id, .operator))
        #expect(world.desk().refusal(of: token) == .credentialUnknown)
    }

    @Test func `any other token signs nobody in`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.perform(CreateOperator(name: "Ada", level: .operator))
        let key = try await world.issue(in: world.makeEnvironment())
        let id = KeyID(high: made.operator.id.high, low: made.operator.id.low)
        var random = SeededGenerator(seed: 5)
        let secret = Base62.draw(Token.secretLength) { random.bytes($0) }
        let wrong = Token.compose(prefix: "gko", tag: "op", id: id, secret: secret)
        let otherTag = Token.compose(prefix: "gko", tag: "xx", id: id, secret: secret)
        let unknown = Token.compose(prefix: "gko", tag: "op", id: .init(high: 1, low: 1), secret: secret)
        for token in [wrong, otherTag, unknown, try key.bytes(), [], Array("gko_op_nonsense".utf8)] {
            #expect(try await world.plane.authenticate(token, address: nil) == nil)
        }
        for count in 0..<200 {
            #expect(try await world.plane.authenticate(random.bytes(count), address: nil) == nil)
        }
    }

    @Test func `the first use is written down once`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.perform(CreateOperator(name: "Ada", level: .viewer))
        let token = try #require(made.token).copy
        _ = try await world.plane.authenticate(token, address: IPAddress(ipv4: 1))
        world.clock.advance(seconds: 5)
        _ = try await world.plane.authenticate(token, address: IPAddress(ipv4: 1))
        let found = try await world.answer(GetOperator(made.operator.id))
        #expect(found.firstUsedAt == ManualClock.start && found.revision == 2)
        #expect(try await world.entries().filter { $0.action == .operatorLogin }.count == 1)
    }

    @Test func `a repeated create replaces the key until it was used`() async throws {
        let world = try await ManagementWorld()
        let create = CreateOperator(name: "Ada", level: .viewer)
        let first = try await world.plane.create(create, by: ManagementWorld.root, .idempotent("o")).value
        let second = try await world.plane.create(create, by: ManagementWorld.root, .idempotent("o")).value
        #expect(second.operator.id == first.operator.id)
        #expect(try await world.plane.authenticate(try #require(first.token).copy, address: nil) == nil)
        #expect(try await world.plane.authenticate(try #require(second.token).copy, address: nil) != nil)
        await expectRefusal(.idempotencyUsed) {
            _ = try await world.plane.create(create, by: ManagementWorld.root, .idempotent("o"))
        }
    }

    @Test func `a revoked or expired operator has no rights from the answer on`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.perform(
            CreateOperator(name: "Ada", level: .admin, expiry: .at(world.clock.now.adding(seconds: 60))))
        let token = try #require(made.token).copy
        let actor = try #require(await world.plane.authenticate(token, address: nil))
        try await world.plane.perform(CreateProject(name: "a"), by: .init(actor: actor))
        let caller = Caller(actor: actor)
        world.clock.advance(seconds: 60)
        #expect(try await world.plane.authenticate(token, address: nil) == nil)
        await expectRefusal(.unauthenticated) { try await world.plane.perform(CreateProject(name: "b"), by: caller) }
        var extend = UpdateOperator(made.operator.id)
        extend.expiry = .never(reason: "on call")
        try await world.perform(extend)
        #expect(try await world.plane.authenticate(token, address: nil) == actor)
        try await world.perform(RevokeOperator(made.operator.id, reason: "left"))
        #expect(try await world.plane.authenticate(token, address: nil) == nil)
        await expectRefusal(.unauthenticated) { _ = try await world.plane.answer(ListProjects(), for: caller) }
        await expectRefusal(.keyRevoked) { try await world.perform(extend) }
        let again = try await world.perform(RevokeOperator(made.operator.id))
        #expect(again.revokedAt != nil)
    }

    @Test func `an operator's key ends after 90 days, and never only for a reason`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.perform(CreateOperator(name: "Ada", level: .viewer)).operator
        #expect(made.expiresAt == world.clock.now.adding(seconds: 90 * 86_400))
        let endless = CreateOperator(name: "probe", level: .viewer, expiry: .never(reason: "a probe"))
        #expect(try await world.perform(endless).operator.expiresAt == nil)
        #expect(try await world.entries().last?.reason == "a probe")
        await expectObjections(["/reason"]) {
            try await world.perform(CreateOperator(name: "x", level: .viewer, expiry: .never(reason: "")))
        }
        for seconds in [0, 3650 * 86_400 + 1] as [Int64] {
            await expectObjections(["/expires_at"]) {
                let end = world.clock.now.adding(seconds: seconds)
                try await world.perform(CreateOperator(name: "x", level: .viewer, expiry: .at(end)))
            }
        }
    }

    @Test func `a level that was lowered counts at once`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.perform(CreateOperator(name: "Ada", level: .admin))
        let caller = Caller(actor: .operator(made.operator.id, .admin))
        var update = UpdateOperator(made.operator.id)
        update.level = .viewer
        try await world.perform(update)
        let error = await expectRefusal(.forbidden) {
            try await world.plane.perform(CreateProject(name: "b"), by: caller)
        }
        #expect(error?.requiredLevel == .admin)
    }

    @Test func `operators are read again at a start`() async throws {
        let image = InMemoryStoreBox()
        let first = try await ManagementWorld(makeStore: { try image.make($0) })
        let made = try await first.perform(CreateOperator(name: "Ada", level: .viewer))
        let second = try await ManagementWorld(makeStore: { try image.make($0) })
        #expect(try await second.plane.authenticate(try #require(made.token).copy, address: nil) != nil)
    }
}
