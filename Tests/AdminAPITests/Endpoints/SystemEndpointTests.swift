import Cryptography
import HTTPTypes
import KeyManagement
import Keys
import Logging
import Storage
import Synchronization
import Testing

@testable import AdminAPI

/// What the endpoints under `/v1/sys` hand on, and what they let nobody do over the network.
@Suite struct SystemEndpointTests {
    /// Notes what it is asked for.
    private final class NotingSystem: SystemControl {
        let noted = Mutex<[String]>([])

        private func note(_ text: String) { self.noted.withLock { $0.append(text) } }

        func status() async throws -> SealStatus { .init(phase: .sealed, wantedSlots: [2], openedSlots: [1]) }

        func seal(by caller: Caller, isDryRun: Bool) async throws -> SealStatus {
            self.note("seal \(isDryRun)")
            return .init(phase: .sealed)
        }

        func unseal(with passphrase: Passphrase?, slot: UInt8?, by caller: Caller) async throws -> SealStatus {
            self.note("unseal \(passphrase == nil ? "alone" : "with") \(slot.map(String.init) ?? "any")")
            return .init(phase: .open)
        }

        func slots() async throws -> [SlotDescription] { [.init(number: 1, kind: "file", partner: nil)] }

        func addSlots(_ order: SlotOrder, by caller: Caller, isDryRun: Bool) async throws -> [SlotDescription] {
            let parts = [order.first, order.second].compactMap(\.self).map { part in
                "\(part.kind.rawValue) \(part.source ?? "-") \(part.passphrase == nil ? "-" : "secret")"
            }
            self.note("add \(parts.joined(separator: ", ")) \(isDryRun)")
            return try await self.slots()
        }

        func removeSlot(_ number: UInt8, by caller: Caller, isDryRun: Bool) async throws -> [SlotDescription] {
            self.note("remove \(number) \(isDryRun)")
            return []
        }

        func replaceRootKey(
            with passphrases: [Passphrase], by caller: Caller, isDryRun: Bool
        ) async throws -> Rekeying {
            self.note("replace \(passphrases.count) \(isDryRun)")
            let now = WallTime(milliseconds: 0)
            return .init(
                id: .init(high: 0x3030_3030_3030_3030, low: 0x3030_3030_3030_3030), kind: .root,
                tenant: "installation", phase: .finished, oldKey: "a", newKey: "b", startedAt: now, changedAt: now,
                graceSeconds: 0, startedBy: "local:0")
        }

        func testSlot(_ number: UInt8, with part: SlotTrial) async throws -> SlotDescription {
            self.note("test \(number) \(part.source ?? "-") \(part.passphrase == nil ? "-" : "secret")")
            return .init(number: number, kind: "file", partner: 4)
        }
    }

    /// Calls an endpoint as a local user.
    private static func call(
        _ system: NotingSystem, _ method: String, _ path: String, query: String = "", passphrases: [String] = []
    ) async throws -> Reply {
        let table = RouteTable(SystemEndpoints(system: system).endpoints)
        guard case .endpoint(let endpoint, let parameters) = table.match(method: method, path: path) else {
            throw Problem(.routeNotFound)
        }
        #expect(endpoint.access == .local)
        var call = Call(
            requestID: .init(high: 0x3030_3030_3030_3030, low: 0x3030_3030_3030_3030), method: method, path: path,
            query: query, parameters: parameters, headers: .init(), body: [], actor: .local(uid: 0), address: nil)
        call.passphrases = try passphrases.map { text in
            var bytes = Array(text.utf8)
            return try Passphrase(SecretBytes(consuming: &bytes))
        }
        return try await endpoint.handle(call)
    }

    @Test func `orders are handed on as they were given`() async throws {
        let system = NotingSystem()
        _ = try await Self.call(system, "POST", "/v1/sys/seal", query: "dry_run=true")
        _ = try await Self.call(system, "POST", "/v1/sys/seal")
        _ = try await Self.call(system, "POST", "/v1/sys/unseal", query: "slot=15", passphrases: ["a"])
        _ = try await Self.call(system, "POST", "/v1/sys/unseal")
        _ = try await Self.call(system, "POST", "/v1/sys/slots", query: "kind=file&source=%2Fkey&dry_run=true")
        _ = try await Self.call(
            system, "POST", "/v1/sys/slots", query: "kind=passphrase&with_kind=passphrase", passphrases: ["a", "b"])
        _ = try await Self.call(system, "POST", "/v1/sys/slots/3:remove")
        _ = try await Self.call(system, "POST", "/v1/sys/slots/3:test", query: "source=x")
        _ = try await Self.call(system, "POST", "/v1/sys/slots/0:test", passphrases: ["a"])
        #expect(
            system.noted.withLock { $0 } == [
                "seal true", "seal false", "unseal with 15", "unseal alone any", "add file /key - true",
                "add passphrase - secret, passphrase - secret false", "remove 3 false", "test 3 x -", "test 0 - secret",
            ])
    }

    @Test(arguments: [
        ("unseal", "", ["a", "b"]), ("unseal", "slot=16", []), ("unseal", "slot=01", []), ("slots", "", []),
        ("slots", "kind=tape", []), ("slots", "kind=passphrase", []), ("slots", "kind=file", ["a"]),
        ("slots", "kind=passphrase&source=x", ["a"]), ("slots", "kind=passphrase&with_kind=passphrase", ["a"]),
        ("slots/16:remove", "", []), ("slots/x:test", "", []), ("slots/1:test", "", ["a", "b"]),
    ]) func `what makes no sense is refused before anything is asked for`(
        _ path: String, _ query: String, _ passphrases: [String]
    ) async throws {
        let system = NotingSystem()
        await #expect(throws: (any Error).self) {
            try await Self.call(system, "POST", "/v1/sys/" + path, query: query, passphrases: passphrases)
        }
        #expect(system.noted.withLock { $0.isEmpty })
    }

    @Test func `answers say what is and what is wanted`() async throws {
        let status = try await Self.call(NotingSystem(), "GET", "/v1/sys/seal")
        let json = try JSONValue(reading: status.body)
        #expect(json["phase"] == "sealed")
        #expect(json["wanted_slots"] == .array([2]))
        #expect(json["opened_slots"] == .array([1]))
        let slots = try JSONValue(reading: try await Self.call(NotingSystem(), "GET", "/v1/sys/slots").body)
        #expect(slots["data"]?.items.first?["needed_with"] == .null)
        let tried = try await Self.call(NotingSystem(), "POST", "/v1/sys/slots/1:test")
        #expect(try JSONValue(reading: tried.body)["needed_with"] == 4)
    }

    @Test func `over the network nobody gets there, not even an admin`() async throws {
        try await API.serving { api in
            for (method, path) in [("GET", "seal"), ("POST", "seal"), ("POST", "unseal"), ("GET", "slots")] {
                let answer = try await api.send(method == "GET" ? .get : .post, "/v1/sys/" + path)
                #expect(answer.status == 403)
                #expect(answer.code == "permission_missing")
            }
        }
    }

    @Test func `a closed desk answers what a sealed server does, and nothing else`() async throws {
        let world = AdminDesk(
            system: NotingSystem(), version: "9.9", randomBytes: SecureRandom.system, logger: .init(label: "test"))
        guard case .endpoint(let ready, _) = try world.match(method: "GET", path: "/readyz") else {
            throw Problem(.routeNotFound)
        }
        #expect(ready.access == .open)
        for path in ["/livez", "/v1/sys/seal", "/v1/sys/slots", "/openapi.yaml"] {
            guard case .endpoint = try world.match(method: "GET", path: path) else {
                Issue.record("\(path) is not answered")
                continue
            }
        }
        for path in ["/v1/keys", "/v1/projects", "/nothing"] {
            let problem = #expect(throws: Problem.self) { try world.match(method: "GET", path: path) }
            #expect(problem?.code == .sealed)
            #expect(problem?.code.status == 503)
        }
        #expect(throws: Problem.self) { try world.gatekeeper() }
    }
}
