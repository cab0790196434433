import HTTPTypes
import KeyManagement
import Keys
import Logging
import TestKit
import Testing

@testable import AdminAPI

@Suite struct ClockEndpointTests {
    /// A server whose three keys a start would have ended.
    private static func world() async throws -> (ManagementWorld, ClockEndpoints) {
        let world = try await ManagementWorld()
        let environment = try await world.makeEnvironment()
        for number in 0..<3 {
            _ = try await world.issue(in: environment, name: "key-\(number)") {
                $0.expiry = .at(ManualClock.start.adding(seconds: 3600))
            }
        }
        let stopped = world.clock.now
        world.clock.setWallTime(stopped.adding(seconds: 7200))
        world.clock.startSteadily(afterEntryAt: stopped)
        var surroundings = AdminSurroundings(
            plane: world.plane, time: world.clock.source, randomBytes: world.randomness.bytes,
            logger: .init(label: "test"))
        surroundings.clock = ClockGuard(world.clock.guarded, publication: world.publication)
        return (world, .init(surroundings: surroundings))
    }

    private static func call(
        _ endpoints: ClockEndpoints, _ method: String, _ path: String, query: String = ""
    ) async throws -> JSONValue {
        guard
            case .endpoint(let endpoint, let parameters) = RouteTable(endpoints.endpoints).match(
                method: method, path: path)
        else { throw Problem(.routeNotFound) }
        #expect(endpoint.access == .local)
        let call = Call(
            requestID: .init(high: 0x3030_3030_3030_3030, low: 0x3030_3030_3030_3030), method: method, path: path,
            query: query, parameters: parameters, headers: .init(), body: [], actor: .local(uid: 0), address: nil)
        return try JSONValue(reading: try await endpoint.handle(call).body)
    }

    @Test func `both times are shown, and how many keys lie between them`() async throws {
        let (_, endpoints) = try await Self.world()
        let shown = try await Self.call(endpoints, "GET", "/v1/sys/clock")
        #expect(shown["time_at"] == "2026-12-01T00:00:20Z")
        #expect(shown["clock_at"] == "2026-12-01T02:00:00Z")
        #expect(shown["deviation_seconds"] == 7180)
        #expect(shown["is_held"] == true)
        #expect(shown["keys_live"] == 3 && shown["keys_ending"] == 3)
    }

    @Test func `whoever confirms says what they have read`() async throws {
        let (world, endpoints) = try await Self.world()
        for query in ["", "clock_at=now", "clock_at=2026-12-01T01:00:00Z"] {
            await #expect(throws: (any Error).self) {
                try await Self.call(endpoints, "POST", "/v1/sys/clock:follow", query: query)
            }
        }
        let query = "clock_at=2026-12-01T02:00:30Z"
        let trial = try await Self.call(endpoints, "POST", "/v1/sys/clock:follow", query: query + "&dry_run=true")
        #expect(trial["dry_run"] == true && trial["effect"]?["is_held"] == true)
        #expect(world.clock.lead == 7_180_000)
        let done = try await Self.call(endpoints, "POST", "/v1/sys/clock:follow", query: query)
        #expect(done["is_held"] == false && done["deviation_seconds"] == 0)
        #expect(done["audit"] != nil)
        #expect(world.clock.lead == 0)
        let again = try await Self.call(endpoints, "POST", "/v1/sys/clock:follow", query: query)
        #expect(again["audit"] == nil)
    }

    @Test func `over the network nobody gets there, not even an admin`() async throws {
        try await API.serving { api in
            let answers = [
                try await api.send(.get, "/v1/sys/clock"), try await api.send(.post, "/v1/sys/clock:follow"),
            ]
            #expect(answers.map(\.status) == [403, 403])
        }
    }
}
