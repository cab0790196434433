import Admission
import Auditing
import KeyManagement
import Keys
import Storage
import TestKit
import Testing

@Suite struct ReportLeaksTests {
    private static func report(
        _ made: KeyWithToken, number: UInt32 = 1, place: String = "commit", url: String = ""
    ) -> LeakReport {
        .init(version: .init(made, number: number), reporter: "github", place: place, url: url)
    }

    @Test func `a leak leaves an entry and a finding, and the key goes on`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment(), name: "billing")
        let url = "https://example.com/alice/repo"
        let news = try await world.perform(ReportLeaks([Self.report(made, url: url)], revokes: false))
        #expect(news == [.init(made)])
        #expect(world.desk().refusal(of: try made.bytes()) == nil)
        let stored = try await world.store.read {
            try $0.auditEntries(matching: .init(), .newestFirst, from: nil, limit: 1)[0]
        }
        #expect(stored.entry.action == .keyLeakReport && stored.entry.reason == "version 1: github commit")
        #expect(stored.details?.values == ["url": url], "a place may name a person: it must be erasable")
        let leaked = try await world.answer(ListLeakedKeys())
        #expect(leaked.count == 1)
        let found = try #require(leaked.first)
        #expect(found.keyID == made.id && found.number == 1 && found.name == "billing")
        #expect(found.origin == "github commit" && found.reportedAt == world.clock.now)
    }

    @Test func `the finding goes when the version found has ended, whatever else the key has`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        try await world.perform(RotateKey(made.id))
        try await world.perform(ReportLeaks([Self.report(made)], revokes: false))
        #expect(try await world.answer(ListLeakedKeys()).count == 1)
        try await world.perform(RevokeVersion(made.id, number: 1))
        #expect(try await world.answer(ListLeakedKeys()).isEmpty)
    }

    @Test func `with revocation the version ends in the same act`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let rotated = try await world.perform(RotateKey(made.id))
        try await world.perform(ReportLeaks([Self.report(made)], revokes: true))
        #expect(world.desk().refusal(of: try made.bytes()) == .credentialRevoked)
        #expect(world.desk().refusal(of: try rotated.bytes()) == nil)
        #expect(try await world.entries().suffix(2).map(\.action) == [.keyLeakReport, .keyVersionRevoke])
        #expect(try await world.answer(ListLeakedKeys()).isEmpty)
    }

    @Test func `a leak is noted and the version ends, when its digest was nested since it was found`() async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let made = try await world.issue(in: environment)
        let leak = StartRekeying(.pepper, of: .environment(environment.id), isLeaked: true)
        let id = try await world.perform(leak).id
        #expect(try await world.plane.advance(id, steps: 20, by: .system).leak?.nested == 1)
        #expect(try await world.perform(ReportLeaks([Self.report(made)], revokes: true)) == [.init(made)])
        #expect(world.desk().refusal(of: try made.bytes()) == .credentialRevoked)
    }

    @Test func `the same find again is no news, another place is`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let first = ReportLeaks([Self.report(made), Self.report(made)], revokes: false)
        #expect(try await world.perform(first).count == 1)
        #expect(try await world.perform(first).isEmpty)
        let other = ReportLeaks([Self.report(made, place: "gist_content")], revokes: false)
        #expect(try await world.perform(other).count == 1)
        #expect(try await world.answer(ListLeakedKeys()).count == 1, "one key, one finding")
    }

    @Test func `the same kind of place at another url is another find, up to a bound`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let report = { (number: Int) in
            ReportLeaks([Self.report(made, url: "https://example.com/\(number)")], revokes: false)
        }
        for _ in 0..<2 {
            for number in 0..<3 { try await world.perform(report(number)) }
        }
        #expect(try await world.entries().filter { $0.action == .keyLeakReport }.count == 3)
        for number in 0..<(2 * ReportLeaks.mostPlaces) { try await world.perform(report(number)) }
        #expect(try await world.entries().filter { $0.action == .keyLeakReport }.count == ReportLeaks.mostPlaces)
    }

    @Test func `a find is written down although the version has ended, which it does once`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        for url in ["https://example.com/1", "https://example.com/2"] {
            try await world.perform(ReportLeaks([Self.report(made, url: url)], revokes: true))
        }
        let actions = try await world.entries().suffix(3).map(\.action)
        #expect(actions == [.keyLeakReport, .keyVersionRevoke, .keyLeakReport])
    }

    @Test func `a version that has another secret by now is not the one found`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let other = LeakReport(
            version: .init(keyID: made.id, number: 1, createdAt: .distantPast), reporter: "github", place: "commit",
            url: "")
        #expect(try await world.perform(ReportLeaks([other], revokes: true)).isEmpty)
        #expect(world.desk().refusal(of: try made.bytes()) == nil)
    }

    @Test func `a report about no key of ours leaves nothing`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let entries = try await world.entries().count
        let unknown = LeakReport(
            version: .init(keyID: KeyID { world.randomness.bytes($0) }, number: 1, createdAt: .distantPast),
            reporter: "github",
            place: "commit", url: "")
        #expect(try await world.perform(ReportLeaks([unknown], revokes: true)).isEmpty)
        #expect(try await world.entries().count == entries)
        #expect(world.desk().refusal(of: try made.bytes()) == nil)
    }

    @Test func `what a reporter writes is cut and cleaned before it lies in the log`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let place = "com\u{1b}[2Jmit\n" + String(repeating: "x", count: 500)
        try await world.perform(ReportLeaks([Self.report(made, place: place)], revokes: false))
        let reason = try #require(await world.entries().last?.reason)
        #expect(reason.hasPrefix("version 1: github com[2Jmitxxx") && reason.utf8.count < 150)
        #expect(try await world.answer(ListLeakedKeys()).map(\.number) == [1])
    }
}
