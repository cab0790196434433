import Auditing
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct ListTests {
    @Test func `pages together are the list, newest first, without gap or repeat`() async throws {
        let (world, environment) = try await Self.world()
        for number in 0..<23 {
            _ = try await world.issue(in: environment, name: "key \(number)")
            if number.isMultiple(of: 3) { world.clock.advance(seconds: 1) }
        }
        var seen: [KeyRecord] = []
        var cursor: String?
        repeat {
            let page = try await world.answer(
                ListKeys(.init(now: world.clock.now), .init(limit: 5, cursor: cursor)))
            #expect(page.items.count <= 5)
            seen += page.items.map(\.record)
            cursor = page.nextCursor
        } while cursor != nil
        #expect(seen.count == 23 && Set(seen.map(\.id)).count == 23)
        #expect(zip(seen, seen.dropFirst()).allSatisfy { KeyPosition($0).precedes(KeyPosition($1)) })
    }

    @Test func `expired and revoked keys are listed only when asked for`() async throws {
        let (world, environment) = try await Self.world()
        let active = try await world.issue(in: environment)
        let revoked = try await world.issue(in: environment)
        try await world.perform(RevokeKey(revoked.id))
        _ = try await world.issue(in: environment) { $0.expiry = .at(world.clock.now.adding(seconds: 1)) }
        world.clock.advance(seconds: 1)
        #expect(try await world.answer(ListKeys(.init(now: world.clock.now))).items.map(\.record.id) == [active.id])
        var filter = KeyFilter(now: world.clock.now)
        filter.statuses = [.revoked]
        #expect(try await world.answer(ListKeys(filter)).items.map(\.record.id) == [revoked.id])
    }

    @Test func `a cursor that was changed, cut or made up is refused`() async throws {
        let (world, environment) = try await Self.world()
        for _ in 0..<3 { _ = try await world.issue(in: environment) }
        let list = { (cursor: String) in
            _ = try await world.answer(ListKeys(.init(now: world.clock.now), .init(limit: 1, cursor: cursor)))
        }
        let cursor = try #require(
            await world.answer(ListKeys(.init(now: world.clock.now), .init(limit: 1))).nextCursor)
        try await list(cursor)
        for index in stride(from: 0, to: cursor.utf8.count, by: 5) {
            var bytes = Array(cursor.utf8)
            bytes[index] = bytes[index] == 0x30 ? 0x31 : 0x30
            let changed = String(decoding: bytes, as: UTF8.self)
            await expectRefusal(.cursorInvalid) { try await list(changed) }
        }
        var random = SeededGenerator(seed: 9)
        for length in 0..<80 {
            let noise = String(
                decoding: random.bytes(length).map { "0123456789abcdefXY".utf8.map(\.self)[Int($0) % 18] },
                as: UTF8.self)
            await expectRefusal(.cursorInvalid) { try await list(noise) }
        }
        await expectRefusal(.cursorInvalid) { try await list(String(cursor.dropLast(2))) }
        await expectRefusal(.cursorInvalid) { try await list(cursor + "00") }
        await expectRefusal(.cursorInvalid) { try await list(cursor.uppercased()) }
    }

    @Test func `a cursor belongs to its filters and its list`() async throws {
        let (world, environment) = try await Self.world()
        for _ in 0..<3 { _ = try await world.issue(in: environment) { $0.tags = ["a", "b"] } }
        var filter = KeyFilter(now: world.clock.now)
        filter.tag = "a"
        let cursor = try #require(await world.answer(ListKeys(filter, .init(limit: 1))).nextCursor)
        _ = try await world.answer(ListKeys(filter, .init(limit: 2, cursor: cursor)))
        let other = try #require(
            await world.answer(ListAuditEntries(.init(), .newestFirst, .init(limit: 1))).nextCursor)
        await expectRefusal(.cursorInvalid) { _ = try await world.answer(ListKeys(filter, .init(cursor: other))) }
        filter.tag = "b"
        await expectRefusal(.cursorInvalid) { _ = try await world.answer(ListKeys(filter, .init(cursor: cursor))) }
        await expectRefusal(.cursorInvalid) { _ = try await world.answer(ListProjects(.init(cursor: cursor))) }
    }

    @Test func `a limit below 1 is refused, one above 1000 cut down`() async throws {
        let (world, _) = try await Self.world()
        for limit in [0, -1, .min] {
            await expectObjections(["/limit"]) { _ = try await world.answer(ListProjects(.init(limit: limit))) }
        }
        #expect(try await world.answer(ListProjects(.init(limit: .max))).items.count == 1)
    }

    @Test func `every list goes on where its cursor says`() async throws {
        let (world, environment) = try await Self.world()
        let project = environment.projectID
        for number in 0..<5 {
            try await world.perform(CreateProject(name: "project-\(number)"))
            try await world.perform(CreateEnvironment(projectID: project, name: "env-\(number)", tag: "e\(number)"))
            try await world.perform(CreateIdentity(projectID: project, category: .team, name: "team \(number)"))
            try await world.perform(CreateRole(projectID: project, name: "role-\(number)", grants: .init()))
            try await world.perform(CreateOperator(name: "operator \(number)", level: .viewer))
        }
        #expect(try await Self.count { try await world.answer(ListProjects(.init(limit: 2, cursor: $0))) } == 6)
        #expect(
            try await Self.count {
                try await world.answer(ListEnvironments(projectID: project, .init(limit: 2, cursor: $0)))
            } == 6)
        #expect(try await Self.count { try await world.answer(ListIdentities(.init(limit: 2, cursor: $0))) } == 5)
        #expect(try await Self.count { try await world.answer(ListRoles(.init(limit: 2, cursor: $0))) } == 9)
        #expect(try await Self.count { try await world.answer(ListOperators(.init(limit: 2, cursor: $0))) } == 5)
        let entries = try await world.entries().count
        let listed = try await Self.count {
            try await world.answer(ListAuditEntries(.init(), .oldestFirst, .init(limit: 3, cursor: $0)))
        }
        #expect(listed == entries)
    }

    @Test func `a name finds the one that has it`() async throws {
        let (world, environment) = try await Self.world()
        let project = environment.projectID
        let role = try await world.perform(CreateRole(projectID: project, name: "reader", grants: .init()))
        let team = try await world.perform(CreateIdentity(projectID: project, category: .team, name: "Billing"))
        let ada = try await world.perform(CreateOperator(name: "Ada", level: .viewer)).operator
        #expect(try await world.answer(ListProjects(name: "orders")).items.map(\.id) == [project])
        #expect(try await world.answer(ListProjects(name: "nope")).items.isEmpty)
        #expect(try await world.answer(ListRoles(projectID: project, name: "reader")).items == [role])
        #expect(try await world.answer(ListIdentities(projectID: project, name: "Billing")).items == [team])
        #expect(try await world.answer(ListOperators(name: "Ada")).items == [ada])
        await expectRefusal(.notFound) {
            _ = try await world.answer(ListRoles(projectID: .init(high: 1, low: 1)))
        }
    }

    @Test func `one object is shown by its id`() async throws {
        let (world, environment) = try await Self.world()
        let made = try await world.issue(in: environment)
        #expect(try await world.answer(GetProject(environment.projectID)).name == "orders")
        #expect(try await world.answer(GetEnvironment(environment.id)) == environment)
        #expect(try await world.answer(GetKey(made.id)).record == made.key.record)
        await expectRefusal(.notFound) { _ = try await world.answer(GetKey(.init(high: 1, low: 1))) }
        await expectRefusal(.notFound) { _ = try await world.answer(GetRole(.init(high: 1, low: 1))) }
        await expectRefusal(.notFound) { _ = try await world.answer(GetIdentity(.init(high: 1, low: 1))) }
        await expectRefusal(.notFound) { _ = try await world.answer(GetOperator(.init(high: 1, low: 1))) }
    }

    private static func world() async throws -> (ManagementWorld, Environment) {
        let world = try await ManagementWorld()
        return (world, try await world.makeEnvironment())
    }

    /// Reads a list to its end.
    private static func count<Item>(_ list: (String?) async throws -> Page<Item>) async throws -> Int {
        var cursor: String?
        var count = 0
        repeat {
            let page = try await list(cursor)
            count += page.items.count
            cursor = page.nextCursor
        } while cursor != nil
        return count
    }

    @Test func `a search through the log looks at so many entries for a page, and its cursor goes on behind them`()
        async throws
    {
        let (world, environment) = try await Self.world()
        for number in 0..<20 {
            try await world.perform(CreateProject(name: "project-\(number)"))
            if number % 7 == 0 { _ = try await world.issue(in: environment) }
        }
        var filter = AuditFilter()
        filter.action = .keyIssue
        for order in [AuditOrder.newestFirst, .oldestFirst] {
            var found: [UInt64] = []
            var pages = 0
            var cursor: String?
            repeat {
                let page = try await world.answer(
                    ListAuditEntries(filter, order, .init(limit: 2, cursor: cursor), mostLookedAt: 3))
                found += page.items.map(\.entry.sequence)
                cursor = page.nextCursor
                pages += 1
            } while cursor != nil
            let expected = try await world.entries().filter { $0.action == .keyIssue }.map(\.sequence)
            #expect(found == (order == .oldestFirst ? expected : expected.reversed()))
            #expect(pages > expected.count)
        }
        filter.objectID = environment.id.description
        #expect(!filter.isSearch, "an index leads to what was done to an object")
    }
}
