import Admission
import Auditing
import ConfigurationReading
import Cryptography
import Foundation
import Gateway
import KeyManagement
import Keys
import Logging
import RateLimiting
import Storage
import TestKit
import Testing
import VerifyAPI

@testable import GatehouseServer

@Suite struct HolderActPerformerTests {
    private static let requestID = RequestID(high: 0x3030_3030_3030_3030, low: 0x3030_3030_3030_3032)

    /// `slowWork` makes slow proofs; `nil` makes none.
    private func performer(
        _ world: ManagementWorld, leaks: LeakSettings? = nil, slowWork: ForeignDesk.Executor? = { $0() }
    ) -> HolderActPerformer {
        var random = SeededGenerator(seed: 3)
        let desk = ForeignDesk(
            processSecret: [1].span, attempts: FailureBudget(capacity: 64, generator: &random), run: slowWork)
        let finder = HolderFinder(publication: world.publication, desk: desk, time: world.clock.source)
        return HolderActPerformer(
            control: world.plane, finder: finder, reportFinder: finder, leaks: leaks, time: world.clock.source,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    private func request(_ act: HolderAct) -> HolderRequest {
        HolderRequest(act: act, requestID: Self.requestID, address: IPAddress(ipv4: 0xc633_6401))
    }

    private func holder(_ token: [UInt8], _ world: ManagementWorld) throws -> HeldVersion {
        let found = world.publication.snapshot.holder(of: token.span, at: world.clock.now)
        return try #require(found)
    }

    private func token(_ made: KeyWithToken) throws -> [UInt8] { try #require(made.token).copy }

    @Test func `a holder ends the version it holds and no other`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let rotated = try await world.perform(RotateKey(made.key.record.id))
        let performer = self.performer(world)
        let key = try self.holder(self.token(made), world)
        let result = await performer.perform(self.request(.revokeSelf(key, reason: "found in\u{1b} a log")))
        #expect(result == .revokedSelf(key, at: world.clock.now))
        let desk = AdmissionDesk(world.publication, clock: world.clock)
        #expect(desk.refusal(of: try self.token(made)) == .credentialRevoked)
        #expect(desk.refusal(of: try self.token(rotated)) == nil)
        let entry = try await world.store.read {
            try $0.auditEntries(matching: .init(), .newestFirst, from: nil, limit: 1)[0]
        }
        #expect(entry.entry.reason == "version 1: by its holder: found in a log")
        #expect(entry.entry.requestID == Self.requestID.description)
        #expect(entry.details?.values == ["address": "198.51.100.1"])
        let again = await performer.perform(self.request(.revokeSelf(key, reason: "")))
        #expect(again == .rejected)
    }

    @Test func `found keys end without a word about which were live`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let key = try self.holder(self.token(made), world)
        let performer = self.performer(world)
        for keys in [[key], [key], []] {
            let result = await performer.perform(self.request(.revokeFound(keys, from: nil)))
            #expect(result == .accepted)
        }
        #expect(AdmissionDesk(world.publication, clock: world.clock).refusal(of: try self.token(made)) != nil)
    }

    @Test(arguments: [false, true])
    func `what was looked up before a leaked pepper was dealt with ends all the same`(isFound: Bool) async throws {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        let made = try await world.issue(in: environment)
        let key = try self.holder(self.token(made), world)
        let leak = StartRekeying(.pepper, of: .environment(environment.id), isLeaked: true)
        let id = try await world.perform(leak).id
        #expect(try await world.plane.advance(id, steps: 20, by: .system).leak?.nested == 1)
        let act: HolderAct = isFound ? .revokeFound([key], from: nil) : .revokeSelf(key, reason: "")
        let result = await self.performer(world).perform(self.request(act))
        #expect(result == (isFound ? .accepted : .revokedSelf(key, at: world.clock.now)))
        let desk = AdmissionDesk(world.publication, clock: world.clock)
        #expect(desk.refusal(of: try self.token(made)) == .credentialRevoked)
    }

    @Test func `a store that cannot write says so, and nothing is said to be revoked`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let key = try self.holder(self.token(made), world)
        await world.store.close()
        let result = await self.performer(world).perform(self.request(.revokeSelf(key, reason: "")))
        #expect(result == .unavailable)
    }

    // MARK: Foreign tokens

    private static let strong = Array("hB7vQ2mZxW4kT9rLc0DsYp6NfGj3Ua1E".utf8)
    private static let weak = Array("summer-2019".utf8)

    /// Two environments that know the same two foreign tokens, and the keys of each.
    private func foreignWorld() async throws -> (world: ManagementWorld, strong: [KeyID], weak: [KeyID]) {
        let world = try await ManagementWorld()
        let live = try await world.makeEnvironment()
        let test = CreateEnvironment(projectID: live.projectID, name: "test", tag: "test", admitsForeignTokens: true)
        let environments = [
            try await world.perform(UpdateEnvironment(live.id, admitsForeignTokens: true)),
            try await world.perform(test),
        ]
        var keys: ([KeyID], [KeyID]) = ([], [])
        for environment in environments {
            keys.0.append(try await self.adopt(Self.strong, .init(.base62, length: 32), in: environment, world))
            keys.1.append(try await self.adopt(Self.weak, .unknown, in: environment, world))
        }
        return (world, keys.0, keys.1)
    }

    private func adopt(
        _ token: [UInt8], _ strength: DeclaredStrength, in environment: Environment, _ world: ManagementWorld
    ) async throws -> KeyID {
        let name = String(decoding: token, as: UTF8.self)
        let key = ImportedKey(line: 1, foreignID: name, name: name, credential: .token(.init(token)))
        var order = ImportOrder(environmentID: environment.id, source: .csv, keys: [key])
        order.strength = strength
        let report = try await world.plane.importKeys(order, by: ManagementWorld.root).value
        return try #require(report.outcomes.first?.keyID)
    }

    private func isEnded(_ id: KeyID, _ world: ManagementWorld) async throws -> Bool {
        let key = try #require(await world.store.read { try $0.key(id) })
        return key.versions.allSatisfy { $0.revokedAt != nil }
    }

    @Test func `found tokens end in every environment, weak ones too, and garbage beside them does no harm`()
        async throws
    {
        let (world, strong, weak) = try await self.foreignWorld()
        let own = try await world.issue(in: Environment.any(of: world))
        let tokens = [Self.strong, Self.weak, try self.token(own), Array("garbage-garbage".utf8), []]
        let act = HolderAct.revokeShown(tokens.map { ShownToken($0) }, from: IPAddress("203.0.113.5"))
        #expect(await self.performer(world).perform(self.request(act)) == .accepted)
        for id in strong + weak + [own.key.record.id] { #expect(try await self.isEnded(id, world)) }
        let entry = try await world.store.read {
            try $0.auditEntries(matching: .init(), .newestFirst, from: nil, limit: 1)[0]
        }
        #expect(entry.details?.values == ["address": "203.0.113.5"], "the client's, not the proxy's")
    }

    @Test(arguments: [Self.strong, Self.weak])
    func `a foreign token is given up wherever it is a key, and once`(token: [UInt8]) async throws {
        let (world, strong, weak) = try await self.foreignWorld()
        let performer = self.performer(world)
        let act = self.request(.revokeShownSelf(ShownToken(token), reason: "", from: nil))
        guard case .revokedSelf(let key, _) = await performer.perform(act) else {
            Issue.record("not revoked")
            return
        }
        let keys = token == Self.strong ? strong : weak
        #expect(keys.contains(key.keyID))
        for id in keys { #expect(try await self.isEnded(id, world)) }
        for id in token == Self.strong ? weak : strong { #expect(try await !self.isEnded(id, world)) }
        #expect(await performer.perform(act) == .rejected)
    }

    @Test func `a store that is away for a moment ends what was found all the same`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let key = try self.holder(self.token(made), world)
        await world.store.close()
        let before = world.clock.monotonic
        let result = await self.performer(world).perform(self.request(.revokeFound([key], from: nil)))
        #expect(result == .unavailable)
        #expect(world.clock.monotonic == before + 3_000_000_000, "it was tried for three seconds")
    }

    @Test(arguments: [LeakSettings.Response.report, .revoke])
    func `a leaked foreign token is found in every environment, weak ones too`(
        response: LeakSettings.Response
    ) async throws {
        let scanner = try ScannerKey()
        let (world, strong, weak) = try await self.foreignWorld()
        var leaks = LeakSettings(publicKeysFile: scanner.publicKeysFile)
        leaks.response = response
        let body = self.body([Self.strong, Self.weak, Array("summer-2020".utf8)])
        let report = SignedLeakReport(keyIdentifier: "key-1", signature: try scanner.sign(body), body: body)
        let result = await self.performer(world, leaks: leaks).perform(self.request(.reportLeaks(report)))
        guard case .feedback(let verdicts) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(verdicts.map(\.isTruePositive) == [true, true, false])
        for id in strong + weak { #expect(try await self.isEnded(id, world) == (response == .revoke)) }
        let reported = try await world.entries(of: .keyLeakReport).map(\.object.id)
        #expect(Set(reported) == Set((strong + weak).map(\.description)) && reported.count == 4)
    }

    @Test func `nothing is said of a match that could not be looked at`() async throws {
        let scanner = try ScannerKey()
        let (world, _, _) = try await self.foreignWorld()
        let body = self.body([Self.weak, Self.strong, Array("garbage".utf8)])
        let report = SignedLeakReport(keyIdentifier: "key-1", signature: try scanner.sign(body), body: body)
        let leaks = LeakSettings(publicKeysFile: scanner.publicKeysFile)
        let performer = self.performer(world, leaks: leaks, slowWork: nil)
        guard case .feedback(let verdicts) = await performer.perform(self.request(.reportLeaks(report))) else {
            Issue.record("no feedback")
            return
        }
        #expect(verdicts.map(\.isTruePositive) == [true, false])
    }

    @Test func `a key that an earlier report has killed is a real one when it is reported again, from elsewhere too`()
        async throws
    {
        let scanner = try ScannerKey()
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        var leaks = LeakSettings(publicKeysFile: scanner.publicKeysFile)
        leaks.response = .revoke
        let performer = self.performer(world, leaks: leaks)
        for url in ["https://example.com/a", "https://example.com/a", "https://example.com/b"] {
            let body = self.body([try self.token(made)], url: url)
            let report = SignedLeakReport(keyIdentifier: "key-1", signature: try scanner.sign(body), body: body)
            guard case .feedback(let verdicts) = await performer.perform(self.request(.reportLeaks(report))) else {
                Issue.record("no feedback")
                return
            }
            #expect(verdicts.map(\.isTruePositive) == [true])
        }
        #expect(try await world.entries(of: .keyLeakReport).count == 2)
    }

    // MARK: Leaks

    private func body(_ tokens: [[UInt8]], url: String = "") -> [UInt8] {
        let finds = tokens.map {
            #"{"token":"\#(String(decoding: $0, as: UTF8.self))","type":"gatehouse","url":"\#(url)","source":"commit"}"#
        }
        return Array("[\(finds.joined(separator: ","))]".utf8)
    }

    @Test(arguments: [LeakSettings.Response.report, .revoke])
    func `a signed report is written down, and answered with what is real`(
        response: LeakSettings.Response
    ) async throws {
        let scanner = try ScannerKey()
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        var leaks = LeakSettings(publicKeysFile: scanner.publicKeysFile)
        leaks.response = response
        let fake = Array("gk_live_nonsense".utf8)
        let body = self.body([try self.token(made), fake])
        let report = SignedLeakReport(keyIdentifier: "key-1", signature: try scanner.sign(body), body: body)
        let result = await self.performer(world, leaks: leaks).perform(self.request(.reportLeaks(report)))
        let hashes = [try self.token(made), fake].map { SHA256Hash.digest(of: $0.span).hexadecimal }
        #expect(
            result
                == .feedback([
                    LeakVerdict(tokenHash: hashes[0], tokenType: "gatehouse", isTruePositive: true),
                    LeakVerdict(tokenHash: hashes[1], tokenType: "gatehouse", isTruePositive: false),
                ]))
        let refusal = AdmissionDesk(world.publication, clock: world.clock).refusal(of: try self.token(made))
        #expect(refusal == (response == .revoke ? .credentialRevoked : nil))
        #expect(try await world.answer(ListLeakedKeys()).count == (response == .revoke ? 0 : 1))
    }

    @Test func `a report that is not signed by the scanner is not even read`() async throws {
        let scanner = try ScannerKey()
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let performer = self.performer(world, leaks: LeakSettings(publicKeysFile: scanner.publicKeysFile))
        let body = self.body([try self.token(made)])
        let signature = try scanner.sign(body)
        let forged = [
            SignedLeakReport(keyIdentifier: "key-2", signature: signature, body: body),
            SignedLeakReport(keyIdentifier: "key-1", signature: signature, body: body + [0x20]),
            SignedLeakReport(keyIdentifier: "key-1", signature: [], body: body),
            SignedLeakReport(keyIdentifier: "key-1", signature: try ScannerKey().sign(body), body: body),
        ]
        for report in forged {
            let result = await performer.perform(self.request(.reportLeaks(report)))
            #expect(result == .signatureRejected)
        }
        #expect(try await world.answer(ListLeakedKeys()).isEmpty)
    }

    @Test(arguments: ["", "{}", "[{}]", "[1]", #"[{"token":1,"type":"a"}]"#])
    func `what is signed but no report is called malformed`(text: String) async throws {
        let scanner = try ScannerKey()
        let world = try await ManagementWorld()
        let performer = self.performer(world, leaks: LeakSettings(publicKeysFile: scanner.publicKeysFile))
        let body = Array(text.utf8)
        let report = SignedLeakReport(keyIdentifier: "key-1", signature: try scanner.sign(body), body: body)
        let result = await performer.perform(self.request(.reportLeaks(report)))
        #expect(result == .reportMalformed)
    }

    @Test func `the scanner's keys may be replaced while the server runs, and a missing file rejects nothing quietly`()
        async throws
    {
        let scanner = try ScannerKey()
        let next = try ScannerKey(identifier: "key-2")
        let world = try await ManagementWorld()
        let performer = self.performer(world, leaks: LeakSettings(publicKeysFile: scanner.publicKeysFile))
        let body = self.body([])
        let report = SignedLeakReport(keyIdentifier: "key-2", signature: try next.sign(body), body: body)
        #expect(await performer.perform(self.request(.reportLeaks(report))) == .signatureRejected)
        try Data(contentsOf: URL(fileURLWithPath: next.publicKeysFile))
            .write(to: URL(fileURLWithPath: scanner.publicKeysFile))
        #expect(await performer.perform(self.request(.reportLeaks(report))) == .feedback([]))
        try FileManager.default.removeItem(atPath: scanner.publicKeysFile)
        #expect(await performer.perform(self.request(.reportLeaks(report))) == .unavailable)
    }
}

extension ManagementWorld {
    /// Entries of one action, oldest first.
    fileprivate func entries(of action: AuditAction) async throws -> [AuditEntry] {
        try await self.store.read { reader in
            var filter = AuditFilter()
            filter.action = action
            return try reader.auditEntries(matching: filter, .oldestFirst, from: nil, limit: 100).map(\.entry)
        }
    }
}

extension Environment {
    /// The environment `live` of a world.
    fileprivate static func any(of world: ManagementWorld) async throws -> Environment {
        let found = world.publication.snapshot.environments.first { $0.name == "live" }
        let id = try #require(found).id
        return try #require(await world.store.read { try $0.environment(id) })
    }
}
