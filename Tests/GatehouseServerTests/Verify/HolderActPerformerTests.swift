import Admission
import Auditing
import ConfigurationReading
import Cryptography
import Foundation
import Gateway
import KeyManagement
import Keys
import Logging
import Storage
import TestKit
import Testing
import VerifyAPI

@testable import GatehouseServer

@Suite struct HolderActPerformerTests {
    private static let requestID = RequestID(high: 0x3030_3030_3030_3030, low: 0x3030_3030_3030_3032)

    private func performer(_ world: ManagementWorld, leaks: LeakSettings? = nil) -> HolderActPerformer {
        HolderActPerformer(
            control: world.plane, publication: world.publication, leaks: leaks, time: world.clock.source,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    private func request(_ act: HolderAct) -> HolderRequest {
        HolderRequest(act: act, requestID: Self.requestID, address: IPAddress(ipv4: 0xc633_6401))
    }

    private func holder(_ token: [UInt8], _ world: ManagementWorld) throws -> MatchedKey {
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

    @Test func `a store that cannot write says so, and nothing is said to be revoked`() async throws {
        let world = try await ManagementWorld()
        let made = try await world.issue(in: world.makeEnvironment())
        let key = try self.holder(self.token(made), world)
        await world.store.close()
        let result = await self.performer(world).perform(self.request(.revokeSelf(key, reason: "")))
        #expect(result == .unavailable)
    }

    // MARK: Leaks

    private func body(_ tokens: [[UInt8]]) -> [UInt8] {
        let finds = tokens.map {
            #"{"token":"\#(String(decoding: $0, as: UTF8.self))","type":"gatehouse","url":"","source":"commit"}"#
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
